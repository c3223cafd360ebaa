# %% [markdown]
# # e07 · The dense layer
#
# A network is a stack of layers, and every layer does the same small thing. Once you can
# compute one layer for a whole batch of examples, you can compute any network at all.
#
# **The picture.** Each neuron of the layer listens to *every* activation of the layer before.
# To each of them it gives a weight: how much do I care, and do I welcome it or resent it? It
# adds up what it hears, adds a bias of its own, and squashes the sum into (0, 1). So a neuron is
# one row of weights and one bias, and a layer is a stack of such rows:
#
# - `W` has shape (neurons in this layer, neurons in the previous layer): row $i$ belongs to
#   neuron $i$,
# - `b` has shape (neurons in this layer, 1): one bias for each neuron,
# - `a` has shape (neurons in the previous layer, m): one *example* in each column.
#
# **The formula.**
#
# $$z = W a + b, \qquad a_{\text{next}} = \sigma(z)$$
#
# **By hand.** Two neurons listen to three, and there is one example:
#
# $$W = \begin{pmatrix} 1 & -2 & 3 \\ 0.5 & 1 & -1 \end{pmatrix}, \quad
# b = \begin{pmatrix} 1 \\ -0.5 \end{pmatrix}, \quad
# a = \begin{pmatrix} 2 \\ 1 \\ -1 \end{pmatrix}$$
#
# - The first neuron hears $1 \cdot 2 - 2 \cdot 1 + 3 \cdot (-1) = -3$ and adds its bias 1, so
#   $z_1 = -2$ and $\sigma(-2) = 0.1192$: it stays quiet.
# - The second hears $0.5 \cdot 2 + 1 \cdot 1 - 1 \cdot (-1) = 3$ and adds $-0.5$, so $z_2 = 2.5$
#   and $\sigma(2.5) = 0.9241$: it fires.

# %%
"""e07: the dense layer, one layer's activations for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid

# %% [markdown]
# ## Before the squash
#
# Write `pre_activation`: what each neuron has gathered, for each example, before anything is
# squashed. Neuron $i$ turns example $j$ into
#
# $$z_{ij} = \sum_k W_{ik}\, a_{kj} + b_i$$
#
# Say the shapes aloud first: (2, 3) times (3, 1) is (2, 1). With five examples `a` is (3, 5);
# what is `z` then? And what has to happen to the bias, so that all five examples get it?


# %%
def pre_activation(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    r"""Gather what every neuron of a layer hears, for every example, before the squash.

    .. math:: z_{ij} = \sum_k W_{ik} a_{kj} + b_i

    Parameters
    ----------
    W : ndarray, shape (n, n_previous)
        Weights; row i belongs to neuron i of this layer.
    b : ndarray, shape (n, 1)
        Biases, one for each neuron of this layer.
    a : ndarray, shape (n_previous, m)
        Activations of the previous layer, one example in each column.

    Returns
    -------
    ndarray, shape (n, m)
        The pre-activations z, float64.

    Examples
    --------
    >>> W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
    >>> b = np.array([[1.0], [-0.5]])
    >>> a = np.array([[2.0], [1.0], [-1.0]])
    >>> pre_activation(W, b, a)
    array([[-2. ],
           [ 2.5]])
    """
    ### BEGIN SOLUTION
    # One float64 factor makes the whole result float64, also for whole numbers.
    z: np.ndarray = np.asarray(W, dtype=np.float64) @ a + b
    return z
    ### END SOLUTION


# %% [markdown]
# ## The whole layer
#
# Write `dense_forward`: the activations that this layer hands on to the next one. You have both
# pieces already, the sum from just above and the squash from e04. Every activation that comes
# out lies between 0 and 1.


# %%
def dense_forward(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    r"""Compute the activations of one layer from those of the layer before.

    .. math:: a_{\text{next}, ij} = \sigma(z_{ij})

    Parameters
    ----------
    W : ndarray, shape (n, n_previous)
        Weights; row i belongs to neuron i of this layer.
    b : ndarray, shape (n, 1)
        Biases, one for each neuron of this layer.
    a : ndarray, shape (n_previous, m)
        Activations of the previous layer, one example in each column.

    Returns
    -------
    ndarray, shape (n, m)
        The activations of this layer, float64, each between 0 and 1.

    Examples
    --------
    >>> W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
    >>> b = np.array([[1.0], [-0.5]])
    >>> a = np.array([[2.0], [1.0], [-1.0]])
    >>> dense_forward(W, b, a).round(4)
    array([[0.1192],
           [0.9241]])
    """
    ### BEGIN SOLUTION
    return sigmoid(pre_activation(W, b, a))
    ### END SOLUTION
