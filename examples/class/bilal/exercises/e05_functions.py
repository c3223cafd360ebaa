"""e05: other curves, where a ReLU is active, and one function after another."""

import math

import numpy as np


def each(f, z):
    if np.ndim(z) == 0:
        return f(z)
    return np.array([each(f, entry) for entry in z])


def relu(z):
    """Let positive sums through and silence the others: relu(z) = max(0, z), entry by entry."""
    return each(lambda x: x if x > 0 else 0.0, z)


def relu_prime(z):
    """Give the slope of the ReLU at z: 1 above 0, and 0 elsewhere, entry by entry."""
    return each(lambda x: 1.0 if x > 0 else 0.0, z)


def tanh(z):
    """Squash every number into (−1, 1): (e^z − e^(−z)) / (e^z + e^(−z)), entry by entry."""
    return each(math.tanh, z)


def quadratic(z):
    """Square every number: quadratic(z) = z², entry by entry."""
    return each(lambda x: float(x) ** 2, z)


def shifted_relu(x, threshold):
    """Rectify what exceeds a threshold: relu(x − threshold), entry by entry."""
    return each(lambda one: max(0.0, one - threshold), x)


def active_from(w, b):
    """Tell above which input w·x + b is positive: −b / w."""
    x = (0 - b) / w
    return x
