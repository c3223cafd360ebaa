"""e01: elementwise products, matrix products, and how to tell them apart."""

import numpy as np


def elementwise(M, v):
    """Multiply every row of M by v, entry by entry, and sum nothing."""
    m, k = M.shape
    out = np.zeros((m, k))
    for i in range(m):
        for j in range(k):
            out[i, j] = M[i, j] * v[j]
    return out


def matrix_vector(M, v):
    """Multiply a matrix by a vector: one dot product for each row."""
    out = []
    for row in M:
        out.append(dot(row, v))
    return np.array(out)


def squares(M):
    """Square every entry of M by itself."""
    out = np.zeros(M.shape)
    for index in np.ndindex(M.shape):
        out[index] = M[index] ** 2
    return out


def dot(row, column):
    """Multiply two vectors in pairs and add the products up."""
    total = 0
    for r, c in zip(row, column):
        total += r * c
    return total


def product_shape(left, right):
    """Give the shape of the matrix product of two matrices: (m, k) times (k, n) is (m, n)."""
    m, k = left
    k2, n = right
    assert_fits = k == k2
    if not assert_fits:
        raise ValueError(f"{k} is not {k2}")
    return (m, n)
