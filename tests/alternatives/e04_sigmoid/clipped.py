import numpy as np


def sigmoid(z):
    z = np.clip(z, -500, 500)
    return np.power(1 + np.e ** (-z), -1.0)


def sigmoid_prime(z):
    z = np.clip(z, -300, 300)
    return np.exp(-z) / (1 + np.exp(-z)) ** 2


def logit(a):
    return np.log(a) - np.log1p(-a)
