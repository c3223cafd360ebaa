"""With einsum, and an array of shape () for a number."""

import numpy as np


def example_cost(a, y):
    return np.einsum("ij,ij->", a - y, a - y)


def cost(A, Y):
    return np.asarray(np.einsum("ij,ij->j", A - Y, A - Y).mean())


def cost_prime(a, y):
    return np.multiply(a - y, 2.0)
