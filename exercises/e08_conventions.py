# %% [markdown]
# # e08 · One layer, four ways
#
# Open two books on neural networks, and the same layer looks different: one writes $Wa + b$,
# one writes $\Theta x$ and has no $b$ at all, one puts the examples in rows and everything else
# the other way round. Whoever cannot translate copies a formula from one convention into code of
# another, and then the sizes do not fit, or worse, they happen to fit. This exercise is the
# dictionary.
#
# **The picture.** Nothing about the layer changes, only how it is laid out on paper.
#
# - *The bias as a weight.* Give every example one more input that is always 1, the bias unit
#   (for a single neuron that was e06). A bias is then a weight like any other, namely the one
#   that meets the 1. Put it in front of the others and call the result $\Theta$, "theta":
#   $\Theta = [\,b \mid W\,]$. The 1 has to stand in front too, as the first entry of the input.
# - *Examples in rows.* Everywhere else in this course an example is a column. Tables of data
#   have one example in each row; such a table is called `X` here. Turn it, and it is ours.
#
# **The formulas.** All four give the same numbers; the lower two lay them on their side:
#
# | | bias apart | bias within |
# |---|---|---|
# | an example is a column | $z = W x + b$ | $z = \Theta \begin{pmatrix} 1 \\ x \end{pmatrix}$ |
# | an example is a row | $z^\top = X W^\top + b^\top$ | $z^\top = [\,1 \mid X\,]\, \Theta^\top$ |
#
# Going from one line to the other, every factor is transposed *and* their order is reversed:
# $(\Theta x)^\top = x^\top \Theta^\top$.
#
# **By hand.** Take the layer of e07 and its example $x = (2, 1, -1)$, and a second example
# $(0, 1, 1)$:
#
# $$W = \begin{pmatrix} 1 & -2 & 3 \\ 0.5 & 1 & -1 \end{pmatrix}, \quad
# b = \begin{pmatrix} 1 \\ -0.5 \end{pmatrix}
# \quad\Rightarrow\quad
# \Theta = \begin{pmatrix} 1 & 1 & -2 & 3 \\ -0.5 & 0.5 & 1 & -1 \end{pmatrix}$$
#
# - The first neuron meets $(1, 2, 1, -1)$:
#   $1 \cdot 1 + 1 \cdot 2 - 2 \cdot 1 + 3 \cdot (-1) = -2$, as in e07, and $\sigma(-2) = 0.1192$.
# - The second: $-0.5 \cdot 1 + 0.5 \cdot 2 + 1 \cdot 1 - 1 \cdot (-1) = 2.5$, and
#   $\sigma(2.5) = 0.9241$.
# - For the second example the two gather $2$ and $-0.5$, so they answer $0.8808$ and $0.3775$.
#
# **Two traps.** Column 0 of $\Theta$ holds the biases, column 0 of $W$ holds weights: the bias of
# neuron $i$ is $\Theta_{i0}$, and its first weight, $W_{i0}$, has moved to $\Theta_{i1}$. And some
# books and libraries store $W$ transposed, (previous, this): then $XW + b^\top$ needs no
# transpose, and a neuron is a *column* of their $W$. The shape tells you which book you are in.

# %%
"""e08: one layer written four ways."""

import numpy as np

from exercises.e04_sigmoid import sigmoid

# %% [markdown]
# ## The bias moves in
#
# Write `theta_from`. A network with 3 inputs, 3 hidden neurons and 1 output has a
# $\Theta^{(1)}$ of shape (3, 4) and a $\Theta^{(2)}$ of shape (1, 4): in each, one row for each
# neuron, and one column more than the layer has inputs.


# %%
def theta_from(W: np.ndarray, b: np.ndarray) -> np.ndarray:
    r"""Put a layer's biases and weights into one matrix, the biases first: theta = [b | W].

    .. math:: \Theta_{i0} = b_i, \qquad \Theta_{i,k+1} = W_{ik}

    Parameters
    ----------
    W : ndarray, shape (n, n_previous)
        Weights; row i belongs to neuron i.
    b : ndarray, shape (n, 1)
        Biases, one for each neuron.

    Returns
    -------
    ndarray, shape (n, n_previous + 1)
        The biases in the first column, the weights in the others.

    Examples
    --------
    >>> W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
    >>> b = np.array([[1.0], [-0.5]])
    >>> theta_from(W, b)
    array([[ 1. ,  1. , -2. ,  3. ],
           [-0.5,  0.5,  1. , -1. ]])
    """
    raise NotImplementedError("e08 theta_from: replace this line")


# %% [markdown]
# ## Examples in columns
#
# Write `forward_columns`: the activations of a layer that is given as $\Theta$. Every example
# needs a bias unit of its own. With five examples of three inputs, `x` is (3, 5); which shape has
# it once the 1s are there, and where do they stand?
#
# As in e07, what a layer hands on has been squashed.


# %%
def forward_columns(theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    r"""Compute a layer's activations for examples in columns: σ(theta · [1; x]).

    .. math:: a_{ij} = \sigma\Bigl(\Theta_{i0} \cdot 1 + \sum_k \Theta_{i,k+1}\, x_{kj}\Bigr)

    Parameters
    ----------
    theta : ndarray, shape (n, n_previous + 1)
        Biases and weights, [b | W].
    x : ndarray, shape (n_previous, m)
        What the layer hears, one example in each column, without bias units.

    Returns
    -------
    ndarray, shape (n, m)
        The activations, float64, one example in each column.

    Examples
    --------
    >>> theta = np.array([[1.0, 1.0, -2.0, 3.0], [-0.5, 0.5, 1.0, -1.0]])
    >>> x = np.array([[2.0, 0.0], [1.0, 1.0], [-1.0, 1.0]])
    >>> forward_columns(theta, x).round(4)
    array([[0.1192, 0.8808],
           [0.9241, 0.3775]])
    """
    raise NotImplementedError("e08 forward_columns: replace this line")


# %% [markdown]
# ## Examples in rows
#
# Write `forward_rows`: the same layer with the same $\Theta$, but the examples come in rows, and
# in rows the answers go out. Neuron $i$ is still row $i$ of $\Theta$. Say the shapes aloud: the
# examples are (m, 4) with their bias units, $\Theta$ is (2, 4), and the answer is to be (m, 2).


# %%
def forward_rows(X: np.ndarray, theta: np.ndarray) -> np.ndarray:
    r"""Compute a layer's activations for examples in rows: σ([1 | X] · thetaᵀ).

    .. math:: A_{ji} = \sigma\Bigl(1 \cdot \Theta_{i0} + \sum_k X_{jk}\, \Theta_{i,k+1}\Bigr)

    Parameters
    ----------
    X : ndarray, shape (m, n_previous)
        What the layer hears, one example in each row, without bias units.
    theta : ndarray, shape (n, n_previous + 1)
        Biases and weights, [b | W], row i for neuron i.

    Returns
    -------
    ndarray, shape (m, n)
        The activations, float64, one example in each row.

    Examples
    --------
    >>> X = np.array([[2.0, 1.0, -1.0], [0.0, 1.0, 1.0]])
    >>> theta = np.array([[1.0, 1.0, -2.0, 3.0], [-0.5, 0.5, 1.0, -1.0]])
    >>> forward_rows(X, theta).round(4)
    array([[0.1192, 0.9241],
           [0.8808, 0.3775]])
    """
    raise NotImplementedError("e08 forward_rows: replace this line")


# %% [markdown]
# ## From a table to our convention
#
# Write `rows_to_columns`: what stood in a row stands in a column afterwards. A table of 100
# pictures with 784 pixels each, (100, 784), becomes (784, 100). Having the right shape is not
# enough: look for the first example in your result, and see whether it is still in one piece.


# %%
def rows_to_columns(X: np.ndarray) -> np.ndarray:
    r"""Turn a table with one example in each row into one with an example in each column.

    .. math:: x_{kj} = X_{jk}

    Parameters
    ----------
    X : ndarray, shape (m, n)
        One example in each row.

    Returns
    -------
    ndarray, shape (n, m)
        The same examples, one in each column.

    Examples
    --------
    >>> rows_to_columns(np.array([[2.0, 1.0, -1.0], [0.0, 1.0, 1.0]]))
    array([[ 2.,  0.],
           [ 1.,  1.],
           [-1.,  1.]])
    """
    raise NotImplementedError("e08 rows_to_columns: replace this line")
