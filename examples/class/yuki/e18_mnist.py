"""e18: the digit classifier, everything put together."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost


def init_parameters(sizes, rng):
    """Draw the first weights, and set the biases to 0."""
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        W = rng.normal(0, 1, (n_out, n_in))
        b = np.zeros((n_out, 1))
        parameters.append((W, b))
    return parameters


def minibatches(X, Y, size, rng):
    """Deal the examples out at random, in batches that cover each of them once."""
    return [(X[:, k : k + size], Y[:, k : k + size]) for k in range(0, X.shape[1], size)]


def forward(parameters, a):
    for W, b in parameters:
        a = dense_forward(W, b, a)
    return a


def my_gradients(parameters, x, y):
    """Teach a network by stochastic gradient descent."""
    zs, said = [], [x]
    for W, b in parameters:
        zs.append(W @ said[-1] + b)
        said.append(sigmoid(zs[-1]))
    delta = 2 * (said[-1] - y)
    gradients = []
    for l in range(len(parameters) - 1, -1, -1):
        m = x.shape[1]
        gradients.insert(0, (delta @ said[l].T / m, delta.sum(axis=1, keepdims=True) / m))
        if l > 0:
            delta = (parameters[l][0].T @ delta) * sigmoid_prime(zs[l - 1])
    return gradients


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            gradients = my_gradients(parameters, x, y)
            parameters = [
                (W - eta * dW, b - eta * db)
                for (W, b), (dW, db) in zip(parameters, gradients)
            ]
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    """Tell which class the network takes each example for."""
    return forward(parameters, X).argmax(0)


def accuracy(parameters, X, labels):
    """Tell which share of the examples the network reads rightly."""
    return (predict(parameters, X) == labels).mean()


def confusion(labels, predictions, n_classes):
    """Count what was taken for what."""
    return np.array(
        [
            [np.sum((labels == i) & (predictions == j)) for j in range(n_classes)]
            for i in range(n_classes)
        ]
    )
