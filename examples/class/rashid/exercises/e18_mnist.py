"""e18: the digit classifier, everything put together."""

import numpy as np

from exercises.e04_sigmoid import sigmoid
from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def forward(parameters, a):
    for W, b in parameters:
        a = sigmoid(W @ a + b)
    return a


def init_parameters(sizes, rng):
    """Draw the first weights, and set the biases to 0."""
    rng = np.random.default_rng(0)
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        W = rng.normal(0, n_in**-0.5, (n_out, n_in))
        parameters.append((W, np.zeros((n_out, 1))))
    return parameters


def minibatches(X, Y, size, rng):
    """Deal the examples out at random, in batches that cover each of them once."""
    order = rng.choice(X.shape[1], X.shape[1], replace=False)
    XY = np.vstack([X, Y])[:, order]
    n = X.shape[0]
    return tuple((XY[:n, k : k + size], XY[n:, k : k + size]) for k in range(0, len(order), size))


def answer(parameters, a):
    if not parameters:
        return a
    (W, b), *rest = parameters
    return answer(rest, dense_forward(W, b, a))


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    """Teach a network by stochastic gradient descent."""
    history = []
    for _ in range(epochs):
        for x, y in [(X, Y)]:
            gradients = backprop(parameters, x, y)
            parameters = [
                (W - eta * dW, b - eta * db)
                for (W, b), (dW, db) in zip(parameters, gradients)
            ]
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    """Tell which class the network takes each example for."""
    return np.argmax(answer(parameters, X), axis=-2)


def accuracy(parameters, X, labels):
    """Tell which share of the examples the network reads rightly."""
    return 1 - np.mean(predict(parameters, X) != labels)


def confusion(labels, predictions, n_classes):
    """Count what was taken for what."""
    counts = np.zeros((n_classes, n_classes), dtype=int)
    for i, j in zip(labels, predictions):
        counts[i][j] += 1
    return counts
