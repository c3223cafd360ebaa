"""e14: the chain rule, one weight and one neuron by hand."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def squash(z):
    return (np.tanh(z / 2) + 1) / 2


def chain(w, b, a_previous, y):
    """Follow one neuron forward to its cost, and the slopes of the cost back to its inputs."""
    z = w * a_previous + b
    a = sigmoid(z)
    common = 2 * (a - y) * sigmoid_prime(z)
    return {
        "z": z,
        "a": a,
        "cost": (a - y) ** 2,
        "dw": common * a_previous,
        "db": common * a_previous,
        "da_previous": common * w,
    }


def nudges(w, b, a_previous):
    """Tell which kind of number, nudged by itself, raises a neuron's activation most."""
    z = w @ a_previous + b
    slope = squash(z) * (1 - squash(z))
    candidates = [(slope, "bias")]
    candidates += [(slope * abs(a), "weights") for a in a_previous]
    candidates += [(slope * abs(one), "previous activations") for one in w]
    return sorted(candidates)[-1][1]
