import numpy as np


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    result = np.empty_like(z)
    positive = z >= 0
    result[positive] = 1.0 / (1.0 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    result[~positive] = e / (1.0 + e)
    return result


def sigmoid_prime(z):
    a = sigmoid(z)
    return a - a**2


def logit(a):
    return np.log(a) - np.log(1 - a)
