import math

import numpy as np


def each(f, z):
    if np.ndim(z) == 0:
        return f(z)
    return np.array([each(f, entry) for entry in z])


def relu(z):
    return each(lambda x: x if x > 0 else 0.0, z)


def relu_prime(z):
    return each(lambda x: 1.0 if x > 0 else 0.0, z)


def tanh(z):
    return each(math.tanh, z)


def quadratic(z):
    return each(lambda x: float(x) ** 2, z)


def shifted_relu(x, threshold):
    return each(lambda one: max(0.0, one - threshold), x)


def active_from(w, b):
    x = (0 - b) / w
    return x
