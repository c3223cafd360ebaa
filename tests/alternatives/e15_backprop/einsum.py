"""With einsum; pairs come back as lists."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation


def output_error(z, a, y):
    return np.einsum("ij,ij->ij", 2.0 * (a - y), sigmoid_prime(z))


def layer_gradients(delta, a_previous):
    m = delta.shape[1]
    dW = np.einsum("ij,kj->ik", delta, a_previous) / m
    db = np.einsum("ij->i", delta)[:, np.newaxis] / m
    return [dW, db]


def hidden_error(W_next, delta_next, z):
    return np.einsum("ik,ij,kj->kj", W_next, delta_next, sigmoid_prime(z))


def backprop(parameters, x, y):
    zs, activations = [], [x]
    for W, b in parameters:
        zs.append(pre_activation(W, b, activations[-1]))
        activations.append(sigmoid(zs[-1]))
    gradients = []
    delta = None
    for i in range(len(parameters))[::-1]:
        if delta is None:
            delta = output_error(zs[i], activations[i + 1], y)
        else:
            delta = hidden_error(parameters[i + 1][0], delta, zs[i])
        gradients = [layer_gradients(delta, activations[i])] + gradients
    return gradients
