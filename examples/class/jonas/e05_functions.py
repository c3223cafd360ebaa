# e05

import math

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
    return math.tanh(z)


def quadratic(z):
    return z ^ 2


def shifted_relu(x, threshold):
    return np.where(np.asarray(x) < threshold, 0, x - threshold)


def active_from(w, b):
    return b / -w
