"""e05: other curves, where a ReLU is active, and one function after another."""

import numpy as np


def relu(z):
    """Let positive sums through and silence the others: relu(z) = max(0, z), entry by entry."""
    z = np.array(z, dtype=float)
    z[z < 0] = 0
    return z


def relu_prime(z):
    """Give the slope of the ReLU at z: 1 above 0, and 0 elsewhere, entry by entry."""
    slopes = np.zeros(np.shape(z))
    slopes[np.asarray(z) > 0] = 1
    return slopes


def tanh(z):
    """Squash every number into (−1, 1): (e^z − e^(−z)) / (e^z + e^(−z)), entry by entry."""
    # Nothing large is ever raised to a power: the sign is put back at the end.
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def quadratic(z):
    """Square every number: quadratic(z) = z², entry by entry."""
    return np.power(z, 2)


def shifted_relu(x, threshold):
    """Rectify what exceeds a threshold: relu(x − threshold), entry by entry."""
    return relu(x) - threshold


def active_from(w, b):
    """Tell above which input w·x + b is positive: −b / w."""
    return b / -w
