import numpy as np


def sigmoid(z):
    return 0.5 * (1 + np.tanh(z / 2))


def sigmoid_prime(z):
    return 0.25 * (1 - np.tanh(0.5 * z) ** 2)


def logit(a):
    return 2 * np.arctanh(2 * a - 1)
