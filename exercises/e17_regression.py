# %% [markdown]
# # e17 · Learn to multiply
#
# Nobody tells the network what a product is. It sees pairs of numbers with their product, takes
# steps downhill, and in the end multiplies pairs that it has never seen, nearly right. This is
# *regression*: the answer is a number, not a class, and so the output is not squashed.
#
# **The picture.** Stand in a corner of a large square tent. Along the two edges that meet there the
# canvas lies on the ground, since $0 \cdot x = 0$; towards the far corner it rises, in a curve.
# Each of the thirty-two ReLU neurons (e16) is a sheet with one straight fold: flat on one side,
# slanting on the other. Learning moves the folds and tilts the sheets until all of them, added up,
# lie close to the tent.
#
# **Scale first.** The inputs go up to 20 and the products up to 400. Weights drawn for inputs of
# about 1 meet errors of hundreds: after the first step the answers are in the millions, and one or
# two steps later every hidden neuron is thrown far below 0, for every input there is. A ReLU that
# is silent for all inputs has slope 0, so it never moves again. The network is dead: whatever it is
# asked, it gives the same answer, its output bias. Brought to [0, 1], the same network learns well.
#
# **By hand.** The row $[20, 5]$ with its product 100 becomes $[1, 0.25]$ with $100/400 = 0.25$.
# The product is still the product: $1 \cdot 0.25 = 0.25$.

# %%
"""e17: regression, a network that learns to multiply."""

import numpy as np

from exercises.e16_debug import TwoLayerPerceptron

# %% [markdown]
# ## Examples to learn from
#
# Write `make_products`. Any real numbers from 0 to 20 may occur, all of them equally often. The
# random numbers come from `rng`, and from nowhere else: a generator with the same seed gives the
# same examples.


# %%
def make_products(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw pairs of numbers from 0 to 20, and multiply them.

    .. math:: y_i = X_{i0} X_{i1}

    Parameters
    ----------
    n : int
        How many pairs.
    rng : numpy.random.Generator
        Where the random numbers come from.

    Returns
    -------
    X : ndarray, shape (n, 2)
        Uniformly distributed between 0 and 20, one pair in each row.
    y : ndarray, shape (n, 1)
        The products.

    Examples
    --------
    >>> X, y = make_products(5, np.random.default_rng(0))
    >>> X.shape, y.shape
    ((5, 2), (5, 1))
    >>> bool(y[3, 0] == X[3, 0] * X[3, 1])
    True
    """
    raise NotImplementedError("e17 make_products: replace this line")


# %% [markdown]
# ## Scaling
#
# Write `scale`. The largest input there can be is 20, the largest product 400.


# %%
def scale(X: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bring inputs and products from 0…20 and 0…400 to 0…1.

    Parameters
    ----------
    X : ndarray, shape (n, 2)
        Pairs of numbers from 0 to 20.
    y : ndarray, shape (n, 1)
        Their products.

    Returns
    -------
    X, y : ndarray
        The same, scaled to [0, 1]; float64, and the arguments stay as they were.

    Examples
    --------
    >>> scale(np.array([[20.0, 5.0], [8.0, 10.0]]), np.array([[100.0], [80.0]]))
    (array([[1.  , 0.25],
           [0.4 , 0.5 ]]), array([[0.25],
           [0.2 ]]))
    """
    raise NotImplementedError("e17 scale: replace this line")


# %% [markdown]
# ## Learning
#
# Write `fit`: make a new perceptron of e16, and let it take its steps. In every step *all*
# examples go forward, the gradients come back, and are subtracted. With 32 hidden neurons, a
# learning rate of 0.1 and 2,000 steps it explains about 97 % of what there is to explain.
#
# After 0 steps the perceptron is as it was made. That is a good thing to look at first.


# %%
def fit(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Train a new two-layer perceptron with all examples in every step.

    Parameters
    ----------
    X : ndarray, shape (N, n_inputs)
        The inputs, one example in each row, scaled.
    Y : ndarray, shape (N, n_outputs)
        The targets, scaled.
    n_hidden : int
        How many hidden neurons.
    lr : float
        The learning rate.
    steps : int
        How many steps, 0 or more.
    rng : numpy.random.Generator
        Where the first weights come from.

    Returns
    -------
    TwoLayerPerceptron
        The trained perceptron.

    Examples
    --------
    >>> X, y = scale(*make_products(50, np.random.default_rng(0)))
    >>> perceptron = fit(X, y, 8, 0.1, 3, np.random.default_rng(1))
    >>> output, cache = perceptron.forward_pass(X)
    >>> output.shape
    (50, 1)
    """
    raise NotImplementedError("e17 fit: replace this line")


# %% [markdown]
# ## How good is it?
#
# A cost of 0.002: is that much? It depends on how far apart the targets lie. So compare with
# somebody who knows nothing but the mean of all targets, and always says that:
#
# $$R^2 = 1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}$$
#
# A perfect network has 1; who says the mean has 0; and it is possible to do worse than that.
#
# **By hand.** Targets 1, 2, 3, answers 1, 2, 4: the squared misses add up to 1. The mean is 2, and
# the targets' squared distances from it add up to 1 + 0 + 1 = 2. So $R^2 = 1 - 1/2 = 0.5$.
#
# A warning about this number: a backward pass that forgets the slope of the ReLU still reaches
# .94 to .96 here, where the right one reaches .96 to .98. *That it learns does not prove that the
# gradient is right.* Only a comparison of the gradient itself does, as in e15.


# %%
def r_squared(Y: np.ndarray, predictions: np.ndarray) -> float:
    r"""Tell which share of the targets' variation the predictions explain.

    .. math:: R^2 = 1 - \frac{\sum_i (y_i - \hat y_i)^2}{\sum_i (y_i - \bar y)^2}

    Parameters
    ----------
    Y : ndarray, shape (n, 1)
        The targets, not all equal.
    predictions : ndarray, shape (n, 1)
        What the network says.

    Returns
    -------
    float
        1 for perfect predictions, 0 for the mean of the targets, below 0 for worse than that.

    Examples
    --------
    >>> r_squared(np.array([[1.0], [2.0], [3.0]]), np.array([[1.0], [2.0], [4.0]]))
    0.5
    """
    raise NotImplementedError("e17 r_squared: replace this line")
