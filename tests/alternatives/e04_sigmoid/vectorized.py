import math

import numpy as np


@np.vectorize
def _sigmoid(z):
    try:
        return 1.0 / (1.0 + math.exp(-z))
    except OverflowError:
        return 0.0


def sigmoid(z):
    return _sigmoid(z)


def sigmoid_prime(z):
    with np.errstate(over="ignore"):
        return 1.0 / (2.0 + np.exp(z) + np.exp(-z))


def logit(a):
    return np.vectorize(lambda x: math.log(x) - math.log(1 - x))(a)
