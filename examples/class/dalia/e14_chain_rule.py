"""e14: the chain rule, one weight, one neuron."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime


def chain(w, b, a_previous, y):
    # forward
    z = w * a_previous + b
    a = sigmoid(z)
    cost = (a - y) ** 2
    # backward: cost -> a -> z
    dz = 2 * (a - y) * sigmoid_prime(z)
    return {
        "z": z,
        "a": a,
        "cost": cost,
        # the other factor of w * a_previous
        "dw": dz * a_previous,
        # b is just added
        "db": dz,
        "da_previous": dz * w,
    }


def nudges(w, b, a_previous):
    # a nudge of the bias counts once
    best, name = 1, "bias"
    # a nudge of a weight counts as often as its input is large
    if np.max(np.abs(a_previous)) > best:
        best, name = np.max(np.abs(a_previous)), "weights"
    # and the other way round
    if np.max(np.abs(w)) > best:
        name = "previous activations"
    return name
