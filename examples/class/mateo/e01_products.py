"""e01: elementwise products, matrix products, and how to tell them apart."""

import numpy as np


def elementwise(M, v):
    return np.multiply(M, v)


def matrix_vector(M, v):
    return np.sum(M * v)


def squares(M):
    return np.square(M)


def dot(row, column):
    return np.outer(row, column)


def product_shape(left, right):
    return (np.zeros(left) @ np.zeros(right)).shape
