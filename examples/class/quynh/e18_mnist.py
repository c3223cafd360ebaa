import numpy as np

from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def init_parameters(sizes, rng):
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        W = rng.normal(0, n_in**-0.5, (n_in, n_out))
        b = np.zeros((n_out, 1))
        parameters.append((W, b))
    return parameters


def minibatches(X, Y, size, rng):
    p = rng.permutation(X.shape[1])
    X, Y = X[:, p], Y[:, p]
    for k in range(0, X.shape[1], size):
        yield X[:, k : k + size], Y[:, k : k + size]


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
                (W - eta / batch_size * dW, b - eta / batch_size * db)
                for (W, b), (dW, db) in zip(parameters, gradients)
            ]
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    return np.argmax(forward(parameters, X))


def accuracy(parameters, X, labels):
    return (predict(parameters, X) == labels).mean()


def confusion(labels, predictions, n_classes):
    return np.array(
        [
            [np.sum((labels == i) & (predictions == j)) for j in range(n_classes)]
            for i in range(n_classes)
        ]
    )
