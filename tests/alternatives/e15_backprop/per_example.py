"""One example at a time; the gradients are added up and divided at the end."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def output_error(z, a, y):
    return 2 * (a - y) * sigmoid_prime(z)


def layer_gradients(delta, a_previous):
    columns = range(delta.shape[1])
    dW = sum(np.outer(delta[:, j], a_previous[:, j]) for j in columns)
    db = sum(delta[:, [j]] for j in columns)
    return dW / len(columns), db / len(columns)


def hidden_error(W_next, delta_next, z):
    return W_next.T @ delta_next * sigmoid_prime(z)


def gradient_of_one(parameters, x, y):
    a, zs, activations = x, [], [x]
    for W, b in parameters:
        z = W @ a + b
        a = sigmoid(z)
        zs.append(z)
        activations.append(a)
    delta = output_error(zs[-1], a, y)
    gradients = [(delta @ activations[-2].T, delta)]
    for l in range(2, len(parameters) + 1):
        delta = hidden_error(parameters[-l + 1][0], delta, zs[-l])
        gradients = [(delta @ activations[-l - 1].T, delta)] + gradients
    return gradients


def backprop(parameters, x, y):
    totals = [[np.zeros(W.shape), np.zeros(b.shape)] for W, b in parameters]
    m = x.shape[1]
    for j in range(m):
        for total, (dW, db) in zip(totals, gradient_of_one(parameters, x[:, [j]], y[:, [j]])):
            total[0] += dW
            total[1] += db
    return [(dW / m, db / m) for dW, db in totals]
