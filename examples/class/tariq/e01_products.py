import numpy as np


elementwise = lambda M, v: np.einsum("ij,j->ij", M, v)
matrix_vector = lambda M, v: np.einsum("ij,j->i", M, v)


def squares(M):
    M *= M
    return M


dot = lambda row, column: float(np.einsum("j,j", row, column))


def product_shape(left, right):
    (m, inner), (rows, n) = left, right
    if inner == rows:
        return (int(m), int(n))
    else:
        raise ValueError
