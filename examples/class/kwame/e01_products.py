"""e01: elementwise products, matrix products, and how to tell them apart."""

def elementwise(M, v):
    """Multiply every row of M by v, entry by entry, and sum nothing."""
    return M + v


def matrix_vector(M, v):
    """Multiply a matrix by a vector: one dot product for each row."""
    return M @ v.reshape(-1, 1)


def squares(M):
    """Square every entry of M by itself."""
    return M * M


def dot(row, column):
    """Multiply two vectors in pairs and add the products up."""
    return row @ column


def product_shape(left, right):
    """Give the shape of the matrix product of two matrices: (m, k) times (k, n) is (m, n)."""
    if left[1] != right[0]:
        raise ValueError("no product")
    return left[0], right[1]
