import numpy as np


def relu(z):
    z = np.array(z, dtype=float)
    z[z < 0] = 0
    return z


def relu_prime(z):
    slopes = np.zeros(np.shape(z))
    slopes[np.asarray(z) > 0] = 1
    return slopes


def tanh(z):
    # Nothing large is ever raised to a power: the sign is put back at the end.
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)


def quadratic(z):
    return np.power(z, 2)


def shifted_relu(x, threshold):
    return np.where(np.asarray(x) > threshold, x, 0.0)


def active_from(w, b):
    return b / w
