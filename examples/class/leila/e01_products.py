import numpy as np


elementwise = lambda M, v: np.einsum("ij,j->ij", M, v)


def matrix_vector(M, v):
    return np.sum(M * v, axis=0)


def squares(M):
    return M @ M


def dot(row, column):
    return row * column


def product_shape(left, right):
    (m, inner), (rows, n) = left, right
    if inner == rows:
        return (int(m), int(n))
    else:
        raise ValueError
