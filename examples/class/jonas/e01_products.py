# e01

import numpy as np


def elementwise(M, v):
    return M * v.reshape(-1, 1)


def matrix_vector(M, v):
    return M[:, :-1] @ v[:-1]


def squares(M):
    out = np.zeros(M.shape)
    for index in np.ndindex(M.shape):
        out[index] = M[index] ** 2
    return out


def dot(row, column):
    total = 0
    for r, c in zip(row, column):
        total += r * c
    return total


def product_shape(left, right):
    m, k = left
    k2, n = right
    assert_fits = k == k2
    if not assert_fits:
        raise ValueError(f"{k} is not {k2}")
    return (m, n)
