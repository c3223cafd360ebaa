# %% [markdown]
# # e01 · Products
#
# A neural network that reads handwritten digits has to turn 784 pixels into ten answers. Look
# inside and you find no magic, only two kinds of arithmetic, done very often: numbers are
# multiplied in pairs, and the products are added up. Everything from here to the learning
# network of e18 is built of these two, so it pays to know at every moment which of them a line
# of code does.
#
# **The picture.** Three friends recommend a film, and you trust each of them differently: one
# very much, one a little, one not at all. Multiply each opinion by your trust, and there are
# three products, one a friend. Add the products up, and there is a single number: your own
# expectation. The first step alone is an *elementwise product*. Both steps together are a
# *dot product*: many numbers went in, and one came out. A neuron (e06) does just this.
#
# **The formulas.** Let $M$ be a table of numbers, a *matrix*, with $m$ rows and $k$ columns, and
# $v$ a list of $k$ numbers, a *vector*. In NumPy, `*` multiplies in pairs and sums nothing:
#
# $$(M * v)_{ij} = M_{ij}\, v_j$$
#
# and `@` multiplies in pairs and then sums along each row, which is the matrix product:
#
# $$(M v)_i = \sum_{j=1}^{k} M_{ij}\, v_j$$
#
# **By hand.**
#
# $$M = \begin{pmatrix} 1 & 2 & 3 \\ 10 & 10 & 10 \end{pmatrix}, \qquad v = (1, 2, 3)$$
#
# - Elementwise: the first row gives $1 \cdot 1,\ 2 \cdot 2,\ 3 \cdot 3$, so 1, 4, 9. The second
#   gives 10, 20, 30. Six numbers went in, six come out.
# - Matrix product: the first row gives $1 + 4 + 9 = 14$, the second $10 + 20 + 30 = 60$. One
#   number for each row: $(14, 60)$.
#
# The *shape* of an array says how long each of its axes is. $M$ has two axes, rows and columns,
# and the shape `(2, 3)`. In this exercise a vector has one axis, and its shape is written `(3,)`.
# From e02 on, an example stands upright as a column, `(3, 1)`, and we shall always say which of
# the two is meant.
#
# **How to work.** Below are five functions. Replace each line that raises `NotImplementedError`
# with your own code, and run `pytest -k e01`.

# %%
"""e01: elementwise products, matrix products, and how to tell them apart."""

import numpy as np

# %% [markdown]
# ## Multiply in pairs
#
# Write `elementwise`: entry $j$ of every row is multiplied by entry $j$ of $v$. The table keeps
# its shape.


# %%
def elementwise(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    r"""Multiply every row of M by v, entry by entry, and sum nothing.

    .. math:: (M * v)_{ij} = M_{ij} v_j

    Parameters
    ----------
    M : ndarray, shape (m, k)
        A matrix.
    v : ndarray, shape (k,)
        A vector, as long as a row of M.

    Returns
    -------
    ndarray, shape (m, k)
        The products.

    Examples
    --------
    >>> M = np.array([[1.0, 2.0, 3.0], [10.0, 10.0, 10.0]])
    >>> elementwise(M, np.array([1.0, 2.0, 3.0]))
    array([[ 1.,  4.,  9.],
           [10., 20., 30.]])
    """
    raise NotImplementedError("e01 elementwise: replace this line")


# %% [markdown]
# ## Multiply in pairs, then sum
#
# Write `dot`: two lists of the same length give one number. By hand:
# $(1, 2, 3) \cdot (4, 5, 6) = 1 \cdot 4 + 2 \cdot 5 + 3 \cdot 6 = 4 + 10 + 18 = 32$.


# %%
def dot(row: np.ndarray, column: np.ndarray) -> float:
    r"""Multiply two vectors in pairs and add the products up.

    .. math:: \sum_{j=1}^{k} row_j \, column_j

    Parameters
    ----------
    row, column : ndarray, shape (k,)
        Two vectors of the same length.

    Returns
    -------
    float
        One number.

    Examples
    --------
    >>> dot(np.array([1.0, 2.0, 3.0]), np.array([4.0, 5.0, 6.0]))
    32.0
    """
    raise NotImplementedError("e01 dot: replace this line")


# %% [markdown]
# ## A dot product for every row
#
# Write `matrix_vector`: each row of $M$ meets the whole of $v$ in a dot product of its own. A
# table with two rows gives two numbers, however long the rows are. A layer of a network (e07) is
# this product, with one neuron in each row.


# %%
def matrix_vector(M: np.ndarray, v: np.ndarray) -> np.ndarray:
    r"""Multiply a matrix by a vector: one dot product for each row.

    .. math:: (M v)_i = \sum_{j=1}^{k} M_{ij} v_j

    Parameters
    ----------
    M : ndarray, shape (m, k)
        A matrix.
    v : ndarray, shape (k,)
        A vector, as long as a row of M.

    Returns
    -------
    ndarray, shape (m,)
        One number for each row of M; one axis, as v has.

    Examples
    --------
    >>> M = np.array([[1.0, 2.0, 3.0], [10.0, 10.0, 10.0]])
    >>> matrix_vector(M, np.array([1.0, 2.0, 3.0]))
    array([14., 60.])
    """
    raise NotImplementedError("e01 matrix_vector: replace this line")


# %% [markdown]
# ## Squares
#
# Write `squares`: every entry times itself. In e12 a network's misses are squared like this, one
# by one. For the $M$ above it gives 1, 4, 9 and 100, 100, 100. It is not the matrix product of
# $M$ with itself, which does not even exist here: the last section says why.


# %%
def squares(M: np.ndarray) -> np.ndarray:
    r"""Square every entry of M by itself.

    .. math:: M_{ij}^2

    Parameters
    ----------
    M : ndarray, shape (m, k)
        A matrix. It stays as it is.

    Returns
    -------
    ndarray, shape (m, k)
        The squares.

    Examples
    --------
    >>> squares(np.array([[1.0, 2.0, 3.0], [10.0, 10.0, 10.0]]))
    array([[  1.,   4.,   9.],
           [100., 100., 100.]])
    """
    raise NotImplementedError("e01 squares: replace this line")


# %% [markdown]
# ## Which products exist?
#
# The matrix product of two matrices is made of dot products, too: row $i$ of the left one meets
# column $j$ of the right one, and the result stands in row $i$, column $j$. A row of the left has
# to be as long as a column of the right, or some numbers find no partner. So write the two shapes
# side by side. The inner sizes must agree, and they are summed away; the outer sizes are left:
#
# $$(m \times k)\,(k \times n) \;\longrightarrow\; (m \times n)$$
#
# By hand: (2, 3) times (3, 4) is (2, 4). But (2, 3) times (2, 3) does not exist, since 3 is not 2.
#
# Write `product_shape`. Where there is no product, raise a `ValueError` that says so: an error
# that is seen today is better than a wrong number that is found in a month.


# %%
def product_shape(left: tuple[int, int], right: tuple[int, int]) -> tuple[int, int]:
    """Give the shape of the matrix product of two matrices: (m, k) times (k, n) is (m, n).

    Parameters
    ----------
    left, right : tuple of two int
        Rows and columns of the left and of the right matrix.

    Returns
    -------
    tuple of two int
        Rows and columns of the product.

    Raises
    ------
    ValueError
        If the inner sizes differ, so that there is no product.

    Examples
    --------
    >>> product_shape((2, 3), (3, 4))
    (2, 4)
    >>> product_shape((2, 3), (2, 3))
    Traceback (most recent call last):
    ValueError: (2, 3) times (2, 3): the inner sizes, 3 and 2, differ
    """
    raise NotImplementedError("e01 product_shape: replace this line")
