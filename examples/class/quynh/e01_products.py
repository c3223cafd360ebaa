import numpy as np


def elementwise(M, v):
    m, k = M.shape
    out = np.zeros((m, k))
    for i in range(m):
        for j in range(k):
            out[i, j] = M[i, j] * v[j]
    return out


def matrix_vector(M, v):
    out = []
    for row in M:
        out.append(dot(row, v))
    return np.array(out)


def squares(M):
    out = np.zeros(M.shape)
    for index in np.ndindex(M.shape):
        out[index] = M[index] ** 2
    return out


def dot(row, column):
    total = 0.0
    for j in range(len(row) - 1):
        total += row[j] * column[j]
    return float(total)


def product_shape(left, right):
    if left[1] != right[0]:
        raise ValueError('the inner sizes differ')
    return (left[1], right[0])


print("squares", squares(np.array([[1.0, 2.0]])))
