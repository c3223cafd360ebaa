# The plain formula: it warns at -1000, and is right.
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_prime(z):
    return sigmoid(z) * (1 - sigmoid(z))


def logit(a):
    return np.log(a / (1 - a))
