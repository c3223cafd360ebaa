import math

import numpy as np


def one(z):
    z = float(z)
    if z < -700:
        return 0.0
    return 1 / (1 + math.exp(-z))


def sigmoid(z):
    z = np.array(z)
    out = np.zeros(z.shape)
    for index in np.ndindex(z.shape):
        out[index] = one(z[index])
    return out


def sigmoid_prime(z):
    out = sigmoid(z)
    for index in np.ndindex(out.shape):
        out[index] = out[index] * (1 - out[index])
    return out


def logit(a):
    a = np.array(a)
    out = np.zeros(a.shape)
    for index in np.ndindex(a.shape):
        out[index] = math.log(a[index] / (1 - a[index]))
    return out
