"""e14: the chain rule, one weight and one neuron by hand."""

import numpy as np


def squash(z):
    return (np.tanh(z / 2) + 1) / 2


def chain(w, b, a_previous, y):
    """Follow one neuron forward to its cost, and the slopes of the cost back to its inputs."""
    z = w * a_previous + b
    a = squash(z)
    da = np.array([a_previous, 1.0, w]) * a * (1 - a)
    dw, db, da_previous = da * (2 * a - 2 * y)
    return {
        "z": z, "a": a, "cost": (y - a) ** 2, "dw": dw, "db": db, "da_previous": da_previous
    }


def nudges(w, b, a_previous):
    """Tell which kind of number, nudged by itself, raises a neuron's activation most."""
    z = w @ a_previous + b
    slope = squash(z) * (1 - squash(z))
    candidates = [(slope, "bias")]
    candidates += [(slope * abs(a), "weights") for a in a_previous]
    candidates += [(slope * abs(one), "previous activations") for one in w]
    return sorted(candidates)[-1][1]
