import numpy as np


def sigmoid(z):
    # np.where works out both sides, so it warns; the wrong side is never taken.
    return np.where(z < 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))


def sigmoid_prime(z):
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def logit(a):
    odds = np.divide(a, np.subtract(1, a))
    return np.log(odds)
