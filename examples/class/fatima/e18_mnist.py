"""e18: the digit classifier, everything put together."""

import numpy as np

from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def init_parameters(sizes, rng):
    """Draw the first weights, and set the biases to 0."""
    if len(sizes) < 2:
        return []
    n_previous, n = sizes[0], sizes[1]
    W = rng.normal(loc=0, scale=1 / np.sqrt(n_previous), size=n * n_previous)
    return [(W.reshape(n, n_previous), np.zeros(n).reshape(n, 1))] + init_parameters(sizes[1:], rng)


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


def one_epoch(parameters, batches, eta):
    for x, y in batches:
        moved = []
        for (W, b), (dW, db) in zip(parameters, backprop(parameters, x, y)):
            moved.append((W + -eta * dW, b + -eta * db))
        parameters = moved
    return parameters


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    """Teach a network by stochastic gradient descent."""
    if epochs == 0:
        return parameters, []
    parameters = one_epoch(parameters, minibatches(X, Y, batch_size, rng), eta)
    noted = cost(answer(parameters, X), Y)
    parameters, rest = train(parameters, X, Y, epochs - 1, batch_size, eta, rng)
    return parameters, [noted, *rest]


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
