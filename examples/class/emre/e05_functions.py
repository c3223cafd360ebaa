import numpy as np


def relu(z):
    return z * (np.asarray(z) > 0)


def relu_prime(z):
    return (np.asarray(z) > 0) * 1


def tanh(z):
    return np.sinh(np.clip(z, -300, 300)) / np.cosh(np.clip(z, -300, 300))


def quadratic(z):
    return z * z


def shifted_relu(x, threshold):
    return (x - threshold) * (np.asarray(x) > threshold)


def active_from(w, b):
    return -(b / w)
