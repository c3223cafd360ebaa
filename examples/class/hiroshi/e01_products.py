"""e01: elementwise products, matrix products, and how to tell them apart."""

import numpy as np


def elementwise(M, v):
    """Multiply every row of M by v, entry by entry, and sum nothing."""
    return np.multiply(M, v)


def matrix_vector(M, v):
    """Multiply a matrix by a vector: one dot product for each row."""
    return np.matmul(M, v)


def squares(M):
    """Square every entry of M by itself."""
    return np.square(M)


def dot(row, column):
    """Multiply two vectors in pairs and add the products up."""
    return np.vdot(row, column)


def product_shape(left, right):
    """Give the shape of the matrix product of two matrices: (m, k) times (k, n) is (m, n)."""
    return (np.zeros(left) @ np.zeros(right)).shape
