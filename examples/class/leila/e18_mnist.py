import numpy as np

from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def init_parameters(sizes, rng):
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        W = np.zeros((n_out, n_in))
        b = np.zeros((n_out, 1))
        parameters.append((W, b))
    return parameters


def minibatches(X, Y, size, rng):
    m = X.shape[1]
    order = rng.integers(0, m, m)
    return [(X[:, order[k : k + size]], Y[:, order[k : k + size]]) for k in range(0, m, size)]


def forward(parameters, a):
    for W, b in parameters:
        a = dense_forward(W, b, a)
    return a


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            gradients = backprop(parameters, x, y)
            parameters = [
                (W + eta * dW, b + eta * db)
                for (W, b), (dW, db) in zip(parameters, gradients)
            ]
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    return np.max(forward(parameters, X), axis=0)


def accuracy(parameters, X, labels):
    return (predict(parameters, X) == labels).mean()


def confusion(labels, predictions, n_classes):
    return np.array(
        [
            [np.sum((labels == i) & (predictions == j)) for j in range(n_classes)]
            for i in range(n_classes)
        ]
    )
