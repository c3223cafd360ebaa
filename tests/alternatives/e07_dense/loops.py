"""Neuron by neuron and example by example, in plain Python loops."""

import math

import numpy as np


def pre_activation(W, b, a):
    n_out, n_in = W.shape
    m = a.shape[1]
    z = np.zeros((n_out, m))
    for i in range(n_out):
        for j in range(m):
            total = 0.0
            for k in range(n_in):
                total += W[i, k] * a[k, j]
            z[i, j] = total + b[i, 0]
    return z


def dense_forward(W, b, a):
    z = pre_activation(W, b, a)
    out = np.empty(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            out[i, j] = 1 / (1 + math.exp(-z[i, j]))
    return out
