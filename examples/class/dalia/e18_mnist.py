"""e18: the digit classifier, everything put together."""

import numpy as np

from exercises.e09_network import forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def init_parameters(sizes, rng):
    parameters = []
    # two neighbours at a time
    for n_previous, n in zip(sizes[:-1], sizes[1:]):
        # variance 1/n, so the deviation is the root
        W = rng.normal(0, np.sqrt(1 / n_previous), (n, n_previous))
        b = np.zeros((n, 1))
        parameters.append((W, b))
    return parameters


def minibatches(X, Y, size, rng):
    m = X.shape[1]
    # ONE order for both, so that they stay together
    order = rng.permutation(m)
    batches = []
    for start in range(0, m, size):
        # the last one is shorter by itself
        now = order[start : start + size]
        batches.append((X[:, now], Y[:, now]))
    return batches


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            gradients = backprop(parameters, x, y)
            # a new list, the caller keeps the old one
            new = []
            for (W, b), (dW, db) in zip(parameters, gradients):
                new.append((W - eta * dW, b - eta * db))
            parameters = new
        # after the epoch, with ALL examples
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    # the strongest neuron of every column
    return np.argmax(forward(parameters, X), axis=0)


def accuracy(parameters, X, labels):
    # True counts as 1, so the mean is the share
    return np.mean(predict(parameters, X) == labels)


def confusion(labels, predictions, n_classes):
    table = np.zeros((n_classes, n_classes), dtype=int)
    for label, found in zip(labels, predictions):
        # row = what it was, column = what it was taken for
        table[label, found] += 1
    return table
