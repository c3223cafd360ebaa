"""The squared length as a product of the difference with itself."""

import numpy as np


def example_cost(a, y):
    difference = (a - y).ravel()
    return difference @ difference


def cost(A, Y):
    D = A - Y
    return np.trace(D.T @ D) / D.shape[1]


def cost_prime(a, y):
    difference = np.subtract(a, y)
    return difference + difference
