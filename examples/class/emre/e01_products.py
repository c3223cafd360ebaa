import numpy as np


def elementwise(M, v):
    return np.array([row * v for row in M])


def matrix_vector(M, v):
    return elementwise(M, v).sum(axis=1)


def squares(M):
    M = M.astype(float)
    M **= 2
    return M


def dot(row, column):
    return sum(row * column)


def product_shape(left, right):
    if left[-1] != right[0]:
        raise ValueError("the inner sizes of %s and %s differ" % (left, right))
    return left[:1] + right[1:]
