# e01 Products

import numpy as np


def elementwise(M, v):
    return np.multiply(M, v)


def matrix_vector(M, v):
    return np.matmul(M, v)


def squares(M):
    return np.square(M)


def dot(row, column):
    return np.vdot(row, column)


def product_shape(left, right):
    return (np.zeros(left) @ np.zeros(right)).shape
