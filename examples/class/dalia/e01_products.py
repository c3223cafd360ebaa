"""e01: elementwise products, matrix products, and how to tell them apart."""

import numpy as np


def elementwise(M, v):
    # * multiplies in pairs, v is repeated for every row
    return M * v


def dot(row, column):
    # first in pairs ...
    products = row * column
    # ... then one sum
    return products.sum()


def matrix_vector(M, v):
    # one dot product for each row, so as many numbers as rows
    sums = [dot(row, v) for row in M]
    return np.array(sums)


def squares(M):
    # every entry by itself, NOT M @ M
    return M**2


def product_shape(left, right):
    # (m, k) (k, n) -> (m, n)
    m, k = left
    k2, n = right
    # the two in the middle have to be the same
    if k != k2:
        raise ValueError("inner sizes differ")
    return (m, n)
