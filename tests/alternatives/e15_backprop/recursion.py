"""A layer asks the rest of the network for the slope of the cost in what it says."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e12_cost import cost_prime


def output_error(z, a, y):
    return cost_prime(a, y) * sigmoid_prime(z)


def layer_gradients(delta, a_previous):
    m = delta.shape[1]
    return delta @ np.transpose(a_previous) / m, delta.sum(axis=1, keepdims=True) / m


def hidden_error(W_next, delta_next, z):
    return (W_next.T @ delta_next) * sigmoid_prime(z)


def back(parameters, a, y):
    """Return the slope in `a`, and the gradients of all layers from here on."""
    if not parameters:
        return cost_prime(a, y) / y.shape[1], []
    (W, b), *rest = parameters
    z = W @ a + b
    slope, gradients = back(rest, sigmoid(z), y)
    delta = slope * sigmoid_prime(z)
    own = (delta @ np.transpose(a), delta.sum(axis=1, keepdims=True))
    return W.T @ delta, [own, *gradients]


def backprop(parameters, x, y):
    _, gradients = back(parameters, x, y)
    return gradients
