"""In the theta form: bias first, a row of ones on top of the activations, split at the end."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def output_error(z, a, y):
    return 2 * (a - y) * (a - a**2)


def hidden_error(W_next, delta_next, z):
    g = sigmoid(z)
    return W_next.T.dot(delta_next) * g * (1 - g)


def with_ones(a):
    return np.vstack((np.ones(a.shape[1]), a))


def layer_gradients(delta, a_previous):
    D = delta.dot(with_ones(a_previous).T) / delta.shape[1]
    return D[:, 1:], D[:, 0:1]


def backprop(parameters, x, y):
    thetas = [np.hstack((b, W)) for W, b in parameters]
    heard = []
    a = x
    for theta in thetas:
        heard.append(with_ones(a))
        a = sigmoid(theta.dot(heard[-1]))

    m = float(y.shape[1])
    delta = output_error(None, a, y)
    gradients = {}
    for layer in range(len(thetas) - 1, -1, -1):
        D = delta.dot(heard[layer].T) / m
        gradients[layer] = (D[:, 1:], D[:, 0:1])
        blame = thetas[layer].T.dot(delta) * heard[layer] * (1 - heard[layer])
        delta = blame[1:]
    return [gradients[layer] for layer in range(len(thetas))]
