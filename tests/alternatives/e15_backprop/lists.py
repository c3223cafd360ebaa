"""Lists of z and a, filled forward and walked backwards by index."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import dense_forward, pre_activation
from exercises.e12_cost import cost_prime


def output_error(z, a, y):
    return cost_prime(a, y) * sigmoid_prime(z)


def layer_gradients(delta, a_previous):
    m = a_previous.shape[1]
    return np.dot(delta, a_previous.T) / m, np.mean(delta, axis=1, keepdims=True)


def hidden_error(W_next, delta_next, z):
    return np.dot(W_next.T, delta_next) * sigmoid_prime(z)


def backprop(parameters, x, y):
    L = len(parameters)
    zs = [None] * L
    a_s = [x] + [None] * L
    for l in range(L):
        W, b = parameters[l]
        zs[l] = pre_activation(W, b, a_s[l])
        a_s[l + 1] = dense_forward(W, b, a_s[l])

    deltas = [None] * L
    deltas[L - 1] = output_error(zs[L - 1], a_s[L], y)
    for l in range(L - 2, -1, -1):
        deltas[l] = hidden_error(parameters[l + 1][0], deltas[l + 1], zs[l])

    m = x.shape[1]
    dWs = [np.dot(deltas[l], a_s[l].T) / m for l in range(L)]
    dbs = [np.mean(deltas[l], axis=1, keepdims=True) for l in range(L)]
    return list(zip(dWs, dbs))
