"""e01: elementwise products, matrix products, and how to tell them apart."""

def elementwise(M, v):
    """Multiply every row of M by v, entry by entry, and sum nothing."""
    return M @ v


def matrix_vector(M, v):
    """Multiply a matrix by a vector: one dot product for each row."""
    return v @ M


def squares(M):
    """Square every entry of M by itself."""
    M = M.astype(float)
    M **= 2
    return M


def dot(row, column):
    """Multiply two vectors in pairs and add the products up."""
    return sum(row * column)


def product_shape(left, right):
    """Give the shape of the matrix product of two matrices: (m, k) times (k, n) is (m, n)."""
    if left[-1] != right[0]:
        raise ValueError("the inner sizes of %s and %s differ" % (left, right))
    return left[:1] + right[1:]
