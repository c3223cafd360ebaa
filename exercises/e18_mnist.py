# %% [markdown]
# # e18 · The digit classifier
#
# Everything is there: pixels become columns (e02), labels become one-hot columns (e03), a layer
# answers (e07), the cost says how wrong the answer is (e12), and backpropagation finds for each of
# the 13,002 weights and biases which way is better (e15). Now put it together, and a heap of
# random numbers learns to read.
#
# **The picture.** The network starts with random weights and guesses: one digit in ten is right.
# Show it ten pictures, ask e15 for the gradient of their mean cost, take a small step against
# it, and show the next ten. Ten pictures do not know the whole slope, but they point roughly the
# right way and cost little; 150 rough steps are worth more than one exact step. Once every picture
# was shown, an *epoch* is over, the pictures are shuffled, and it goes on. This is *stochastic
# gradient descent* with *minibatches*.
#
# **What to expect.** A 784-16-16-10 network of sigmoids, batches of 10, $\eta = 1.5$, 10 epochs:
#
# | digits | read rightly |
# |---|---|
# | 8,000 of MNIST, tried on 2,000 others | 91 to 94 % |
# | the 1,500 digits of this kit, tried on its 297 others | 93 to 96 % |
#
# (Where a number stands alone below, it is of one run on these MNIST digits, in which the right
# network read 93.2 %. Over eight seeds the mean is 92.3 %, as docs/digits.md has it: networks that
# differ in their first weights alone differ that much.)
#
# And now the mistakes, in that run: pixels left at 0 to 255 give 11.6 %, no slope of
# the hidden squash 72.5 %, no slope of the output squash 87.8 %, biases that never move 92.7 %.
# The last three *learn*, and look nearly as good as the right one. So the checks here look at the
# parts first: whether it learns is a bad judge of whether it is right.

# %%
"""e18: the digit classifier, everything put together."""

import itertools
from collections.abc import Iterable

import numpy as np

from exercises.e07_dense import dense_forward
from exercises.e12_cost import cost
from exercises.e15_backprop import backprop

# %% [markdown]
# ## How it begins
#
# Write `init_parameters`. The weights are random, or all neurons of a layer would say the same, get
# the same gradient and stay twins for ever. How large? A neuron adds up `n_previous` terms, and the
# variance of a sum is the sum of the variances. With weights of variance 1 the sum over 784 pixels
# would be far out where the sigmoid is flat and nothing is learned. So draw them from a normal
# distribution of mean 0 and *variance* 1 / n_previous. The biases begin at 0.
#
# By hand: for 784 inputs the standard deviation is $\sqrt{1/784} = 1/28 \approx 0.036$, for 16
# it is $1/4$.


# %%
def init_parameters(
    sizes: list[int], rng: np.random.Generator
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Draw the first weights, and set the biases to 0.

    .. math:: W^{(l)}_{ik} \sim N(0, 1 / n_{previous}), \qquad b^{(l)} = 0

    Parameters
    ----------
    sizes : list of int
        The sizes of the layers, input first: [784, 16, 16, 10].
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of each layer, first hidden layer first.

    Examples
    --------
    >>> parameters = init_parameters([784, 16, 16, 10], np.random.default_rng(0))
    >>> [(W.shape, b.shape) for W, b in parameters]
    [((16, 784), (16, 1)), ((16, 16), (16, 1)), ((10, 16), (10, 1))]
    """
    raise NotImplementedError("e18 init_parameters: replace this line")


# %% [markdown]
# ## Ten at a time
#
# Write `minibatches`: shuffle the examples, and deal them out in batches of `size`. Every example
# is in exactly one batch, together with its own target. If the examples do not come out even, the
# last batch is smaller: 1,503 examples in batches of 10 are 150 batches of 10 and one of 3.


# %%
def minibatches(
    X: np.ndarray, Y: np.ndarray, size: int, rng: np.random.Generator
) -> Iterable[tuple[np.ndarray, np.ndarray]]:
    """Deal the examples out at random, in batches that cover each of them once.

    Parameters
    ----------
    X : ndarray, shape (n_inputs, m)
        The inputs, one example in each column.
    Y : ndarray, shape (n_outputs, m)
        The wanted outputs, in the same columns.
    size : int
        Examples in a batch; the last batch may have fewer.
    rng : numpy.random.Generator
        Where the order comes from.

    Returns
    -------
    list of (X_batch, Y_batch)
        Shapes (n_inputs, size) and (n_outputs, size).

    Examples
    --------
    >>> X, Y = np.array([[1, 2, 3, 4, 5]]), np.array([[10, 20, 30, 40, 50]])
    >>> batches = list(minibatches(X, Y, 2, np.random.default_rng(0)))
    >>> [x.shape for x, y in batches]
    [(1, 2), (1, 2), (1, 1)]
    >>> all(bool(np.all(y == 10 * x)) for x, y in batches)
    True
    """
    raise NotImplementedError("e18 minibatches: replace this line")


# %% [markdown]
# ## A helper, for you to fill or to leave
#
# `train` needs the outputs for the cost, and `predict` needs them too. No check asks for this
# function; if you would rather write it otherwise, do.


# %%
def _outputs(parameters: list[tuple[np.ndarray, np.ndarray]], X: np.ndarray) -> np.ndarray:
    """Run the network forward and return the last layer's activations, shape (n_outputs, m)."""
    raise NotImplementedError("e18 _outputs: replace this line")


# %% [markdown]
# ## Training
#
# Write `train`. In each epoch, deal out new minibatches; for each of them find the gradient with
# e15 and take one step, $W \leftarrow W - \eta\,\partial C/\partial W$ and the same for $b$. When
# the epoch is over, note the cost of e12 over *all* examples: this list of costs, one for each
# epoch, is the curve you want to see fall.
#
# **By hand.** One neuron learns NOT from two examples, in one batch: $x = (0, 1)$, $y = (1, 0)$.
# It begins with $w = b = 0$, so it says 0.5 to both, and its errors (e15) are
# $2 \cdot (-0.5) \cdot 0.25 = -0.25$ and $+0.25$. So $\partial C/\partial b$, their mean, is 0, and
# $\partial C/\partial w = (-0.25 \cdot 0 + 0.25 \cdot 1)/2 = 0.125$. With $\eta = 4$, $w$ becomes
# $-0.5$. Now it says 0.5 and $\sigma(-0.5) = 0.3775$, and the history begins with
# $(0.25 + 0.1425)/2 = 0.1963$.
#
# **Was a step of 1 not too long already?** In e13 it was: there $\eta \ge 1$ never arrives. But no
# rate is safe or unsafe by itself. Along a parabola of curvature $C''$ the steps grow if
# $\eta > 2 / C''$. The cost of e13, $(w-3)^2$, has curvature 2, so the limit is 1. Here the sigmoid
# makes the valley much flatter: for NOT, at $w = b = 0$, the curvature along $w$ is
# $2 \cdot 0.25^2 / 2 = 0.0625$ (one of the two examples hears $w$), and the limit is 32. So 4 is a
# careful step there, and 1.5 one for the digits. The scale counts as well: with pixels of 0 to 255
# instead of 0 to 1 the curvature is 65,025 times as large, and 1.5 is far too long.
#
# Ten epochs with 1,500 digits take about a second if your e15 handles a batch by matrix products. A
# loop over examples there is right, too, but many times slower, and the time of a call is limited
# when it is graded.
#
# The parameters that you are given belong to the caller, who may want to start from them again:
# leave them as they are, and return new ones.
#
# The checks train a network, in a second or two. If yours takes a minute, nearly all of it is spent
# in e15, which is asked hundreds of times. Which of its loops, over examples or over neurons, could
# one product of whole matrices do? When this is graded, a call has four seconds.


# %%
def train(
    parameters: list[tuple[np.ndarray, np.ndarray]],
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> tuple[list[tuple[np.ndarray, np.ndarray]], list[float]]:
    r"""Teach a network by stochastic gradient descent.

    .. math::

        W \leftarrow W - \eta \frac{\partial C_{batch}}{\partial W}, \qquad
        b \leftarrow b - \eta \frac{\partial C_{batch}}{\partial b}

    Parameters
    ----------
    parameters : list of (W, b)
        Where to begin; they are left as they are.
    X : ndarray, shape (n_inputs, m)
        The inputs, one example in each column, scaled to [0, 1].
    Y : ndarray, shape (n_outputs, m)
        The wanted outputs, one-hot columns.
    epochs : int
        How often every example is shown.
    batch_size : int
        Examples in a minibatch.
    eta : float
        The learning rate.
    rng : numpy.random.Generator
        Where the order of the examples comes from.

    Returns
    -------
    parameters : list of (W, b)
        What was learned.
    history : list of float
        After each epoch, the cost of all examples; as many numbers as epochs.

    Examples
    --------
    >>> X, Y = np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])  # a network that learns NOT
    >>> begin = [(np.array([[0.0]]), np.array([[0.0]]))]
    >>> [(W, b)], history = train(begin, X, Y, 2, 2, 4.0, np.random.default_rng(0))
    >>> W.round(4), b.round(4)
    (array([[-0.8549]]), array([[0.1451]]))
    >>> [round(value, 4) for value in history]
    [0.1963, 0.1619]
    """
    raise NotImplementedError("e18 train: replace this line")


# %% [markdown]
# ## Reading
#
# Write `predict`: run the network, and take the digit whose neuron is the most active. Then
# `accuracy`, the share of examples that are read rightly, and `confusion`, which tells what is
# taken for what: row 4, column 9 counts the fours that were read as nines.


# %%
def predict(parameters: list[tuple[np.ndarray, np.ndarray]], X: np.ndarray) -> np.ndarray:
    """Tell which class the network takes each example for.

    Parameters
    ----------
    parameters : list of (W, b)
        The network.
    X : ndarray, shape (n_inputs, m)
        The inputs, one example in each column.

    Returns
    -------
    ndarray of int, shape (m,)
        The index of the most active output neuron, for each example.

    Examples
    --------
    >>> parameters = [(np.array([[1.0], [-1.0], [0.0]]), np.zeros((3, 1)))]
    >>> predict(parameters, np.array([[2.0, -2.0]]))
    array([0, 1])
    """
    raise NotImplementedError("e18 predict: replace this line")


# %%
def accuracy(
    parameters: list[tuple[np.ndarray, np.ndarray]], X: np.ndarray, labels: np.ndarray
) -> float:
    """Tell which share of the examples the network reads rightly.

    Parameters
    ----------
    parameters : list of (W, b)
        The network.
    X : ndarray, shape (n_inputs, m)
        The inputs, one example in each column.
    labels : ndarray of int, shape (m,)
        The right classes.

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> parameters = [(np.array([[1.0], [-1.0]]), np.zeros((2, 1)))]
    >>> accuracy(parameters, np.array([[2.0, -2.0, 1.0, 3.0]]), np.array([0, 1, 0, 1]))
    0.75
    """
    raise NotImplementedError("e18 accuracy: replace this line")


# %%
def confusion(labels: np.ndarray, predictions: np.ndarray, n_classes: int) -> np.ndarray:
    """Count what was taken for what.

    Parameters
    ----------
    labels : ndarray of int, shape (m,)
        The right classes.
    predictions : ndarray of int, shape (m,)
        The classes that the network took the examples for.
    n_classes : int
        How many classes there are, whether or not all of them occur.

    Returns
    -------
    ndarray of int, shape (n_classes, n_classes)
        In row i and column j: how many examples of class i were taken for class j.

    Examples
    --------
    >>> confusion(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]), 3)
    array([[1, 1, 0],
           [0, 1, 0],
           [0, 1, 0]])
    """
    raise NotImplementedError("e18 confusion: replace this line")


# %% [markdown]
# ## Look at it
#
# When all is written, look at what your network learned: `python -m autograder.pictures e18` in a
# handout, `nudge show e18` where Nudge is installed, the last cell in a notebook. It trains with
# your functions on the digits of the kit and draws the cost curve, which digits were taken for
# which, digits with what the network takes them for, and the weights of the sixteen first hidden
# neurons as images (do they find edges? hardly; look for yourself). Which digits are mixed up, and
# would you have mixed them up?
