"""Counting neuron by neuron and example by example."""

import numpy as np


def example_cost(a, y):
    total = 0
    for i in range(len(a)):
        total += (a[i, 0] - y[i, 0]) ** 2
    return total


def cost(A, Y):
    m = A.shape[1]
    total = 0
    for j in range(m):
        total += example_cost(A[:, j : j + 1], Y[:, [j]])
    return total / m


def cost_prime(a, y):
    slopes = np.empty(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            slopes[i, j] = 2 * (a[i, j] - y[i, j])
    return slopes
