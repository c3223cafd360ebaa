def elementwise(M, v):
    return M * v


def matrix_vector(M, v):
    return M @ v


def squares(M):
    return M * M


def dot(row, column):
    return row @ column


def product_shape(left, right):
    if left[1] != right[0]:
        raise ValueError("no product")
    return left[0], right[1]
