"""e18: the digit classifier, everything put together."""

import numpy as np

from exercises.e04_sigmoid import sigmoid
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop


def forward(parameters, a):
    for W, b in parameters:
        a = sigmoid(W @ a + b)
    return a


def init_parameters(sizes, rng):
    """Draw the first weights, and set the biases to 0."""
    parameters = []
    for n_in, n_out in zip(sizes[:-1], sizes[1:]):
        W = rng.normal(0, 1 / np.sqrt(n_out), (n_out, n_in))
        b = np.zeros((n_out, 1))
        parameters.append((W, b))
    return parameters


def minibatches(X, Y, size, rng):
    """Deal the examples out at random, in batches that cover each of them once."""
    order = rng.permutation(X.shape[1])
    batches = []
    for k in range(X.shape[1] // size):
        now = order[k * size : (k + 1) * size]
        batches.append((X[:, now], Y[:, now]))
    return batches


def outputs(parameters, X):
    for W, b in parameters:
        X = sigmoid(W.dot(X) + b)
    return X


def train(parameters, X, Y, epochs, batch_size, eta, rng):
    """Teach a network by stochastic gradient descent."""
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            gradients = backprop(parameters, x, y)
            parameters = [
                (W - eta * dW, b)
                for (W, b), (dW, db) in zip(parameters, gradients)
            ]
        history.append(cost(forward(parameters, X), Y))
    return parameters, history


def predict(parameters, X):
    """Tell which class the network takes each example for."""
    return np.array([int(np.argmax(column)) for column in outputs(parameters, X).T])


def accuracy(parameters, X, labels):
    """Tell which share of the examples the network reads rightly."""
    right = 0
    for said, label in zip(predict(parameters, X), labels):
        right += said == label
    return right / len(labels)


def confusion(labels, predictions, n_classes):
    """Count what was taken for what."""
    eye = np.eye(n_classes, dtype=int)
    return eye[labels].T @ eye[predictions]
