# %% [markdown]
# # e09 · The network
#
# You can compute one layer (e07). A network is nothing more than one layer after the other: what
# the first one says is what the second one hears. With this exercise you can run a network of
# any sizes, and see a picture go in and ten activations come out.
#
# **The picture.** Think of columns of neurons side by side. The network that reads handwritten
# digits is 784-16-16-10: four columns. The first is no layer that computes: its 784 numbers are
# the pixels. Between four columns there are three gaps, and in each gap stands one matrix of
# weights, with one column of biases: $W^{(1)}$ is (16, 784), $W^{(2)}$ is (16, 16) and $W^{(3)}$
# is (10, 16). So the whole network is one function, and each layer is a function too; they are
# applied from the inside out:
#
# $$a^{(3)} = f_3\bigl(f_2(f_1(x))\bigr), \qquad
# f_l(a) = \sigma\bigl(W^{(l)} a + b^{(l)}\bigr)$$
#
# In code the parameters are a list of pairs, `[(W1, b1), (W2, b2), (W3, b3)]`, in the order in
# which the layers work. How many pairs there are is the list's business, and should not be
# written into your code.
#
# **By hand.** The layer of e07 made 0.1192 and 0.9241 out of the input $(2, 1, -1)$. Let a
# second layer of one neuron listen to these two, with weights $(2, -1)$ and bias $0.5$:
#
# $$z = 2 \cdot 0.1192 - 1 \cdot 0.9241 + 0.5 = -0.1857, \qquad
# \sigma(-0.1857) = 0.4537$$
#
# The 3-2-1 network answers 0.4537. Its second layer never saw the numbers 2, 1 and −1.
#
# The outputs of a digit network are ten such activations, each between 0 and 1 and each by
# itself. They are strengths, not probabilities: nothing makes them add up to 1.

# %%
"""e09: the network, layers chained into one function."""

import numpy as np

from exercises.e07_dense import dense_forward

# %% [markdown]
# ## From input to output
#
# Write `forward`: what the last layer says. Walk through the layers in order, and keep in your
# hand only what the layer before has said. Every layer squashes, the last one too. A batch goes
# through as easily as one example: its columns never mix.


# %%
def forward(parameters: list[tuple[np.ndarray, np.ndarray]], a: np.ndarray) -> np.ndarray:
    r"""Compute what a network answers to every example of a batch.

    .. math:: a^{(0)} = a, \qquad a^{(l)} = \sigma\bigl(W^{(l)} a^{(l-1)} + b^{(l)}\bigr)

    Parameters
    ----------
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of each layer, first hidden layer first.
    a : ndarray, shape (n_input, m)
        The inputs, one example in each column.

    Returns
    -------
    ndarray, shape (n_output, m)
        The activations of the last layer, float64, one example in each column.

    Examples
    --------
    >>> W1, b1 = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]]), np.array([[1.0], [-0.5]])
    >>> W2, b2 = np.array([[2.0, -1.0]]), np.array([[0.5]])
    >>> forward([(W1, b1), (W2, b2)], np.array([[2.0], [1.0], [-1.0]])).round(4)
    array([[0.4537]])
    """
    raise NotImplementedError("e09 forward: replace this line")


# %% [markdown]
# ## Everything that was said on the way
#
# To learn, a network has to know not only its answer but also what each neuron contributed to
# it: a weight is to blame for an error only as far as the neuron it listens to had spoken up
# (e15). So write `activations`, which forgets nothing: a list that begins with the input and ends
# with the answer. For 784-16-16-10 and five pictures it holds arrays of shape (784, 5), (16, 5),
# (16, 5) and (10, 5): one for each column of neurons, one more than there are layers.


# %%
def activations(parameters: list[tuple[np.ndarray, np.ndarray]], a: np.ndarray) -> list[np.ndarray]:
    r"""Keep what every column of neurons says, from the input to the output.

    .. math:: \bigl[\,a^{(0)},\ a^{(1)},\ \ldots,\ a^{(L)}\,\bigr]

    Parameters
    ----------
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of each layer, first hidden layer first.
    a : ndarray, shape (n_input, m)
        The inputs, one example in each column.

    Returns
    -------
    list of ndarray
        The input as it came, then the activations (n, m) of each layer; one entry more than
        there are layers.

    Examples
    --------
    >>> W1, b1 = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]]), np.array([[1.0], [-0.5]])
    >>> W2, b2 = np.array([[2.0, -1.0]]), np.array([[0.5]])
    >>> said = activations([(W1, b1), (W2, b2)], np.array([[2.0], [1.0], [-1.0]]))
    >>> [column.ravel().round(4).tolist() for column in said]
    [[2.0, 1.0, -1.0], [0.1192, 0.9241], [0.4537]]
    """
    raise NotImplementedError("e09 activations: replace this line")
