"""e18: the digit classifier, everything put together."""

import numpy as np

from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def init_parameters(sizes, rng):
    """Draw the first weights, and set the biases to 0."""
    parameters = []
    for a, b in zip(sizes[:-1], sizes[1:]):
        parameters.append((rng.standard_normal((b, a)) / np.sqrt(a), np.zeros((b, 1))))
    return parameters


def minibatches(X, Y, size, rng):
    """Deal the examples out at random, in batches that cover each of them once."""
    p = rng.permutation(X.shape[1])
    X, Y = X[:, p], Y[:, p]
    for k in range(0, X.shape[1], size):
        yield X[:, k : k + size], Y[:, k : k + size]


def forward(parameters, a):
    for W, b in parameters:
        a = dense_forward(W, b, a)
    return a


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    """Teach a network by stochastic gradient descent."""
    Ws = [W for W, _ in parameters]
    bs = [b for _, b in parameters]
    history = np.zeros(epochs)
    for epoch in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            for l, (dW, db) in enumerate(backprop(list(zip(Ws, bs)), x, y)):
                Ws[l] = Ws[l] - eta * dW
                bs[l] = bs[l] - eta * db
        history[epoch] = cost(forward(list(zip(Ws, bs)), X), Y)
    return list(zip(Ws, bs)), list(history)


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
