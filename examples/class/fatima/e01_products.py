"""e01: elementwise products, matrix products, and how to tell them apart."""

import numpy as np


elementwise = lambda M, v: np.einsum("ij,j->ij", M, v)


def matrix_vector(M, v):
    """Multiply a matrix by a vector: one dot product for each row."""
    return M * v


squares = lambda M: np.power(M, 2)
dot = lambda row, column: float(np.einsum("j,j", row, column))


def product_shape(left, right):
    """Give the shape of the matrix product of two matrices: (m, k) times (k, n) is (m, n)."""
    (m, inner), (rows, n) = left, right
    if inner == rows:
        return (int(m), int(n))
    else:
        raise ValueError
