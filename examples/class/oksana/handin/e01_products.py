# e01_products

import numpy as np


def elementwise(M, v):
    return np.array([row * v for row in M])


def matrix_vector(M, v):
    return elementwise(M, v).sum(axis=1)


def squares(M):
    return 2 * M


def dot(row, column):
    return float(np.sum(row) * np.sum(column))


def product_shape(left, right):
    if left[-1] != right[0]:
        raise ValueError("the inner sizes of %s and %s differ" % (left, right))
    return left[:1] + right[1:]
