# %% [markdown]
# # e05 · Other functions
#
# The sigmoid of e04 is not the only curve that a neuron can put its sum through. Others are
# cheaper to compute, or steeper, or do not level out for large sums, and many of today's networks
# use them. You will need one of them, the ReLU, to see in e11 what a hidden layer can do, and in
# e16 and e17 to build a network that learns to multiply.
#
# **The picture.** Each curve is a way of listening:
#
# - the *ReLU* is a door that opens one way: what is positive passes as it is, the rest is shut out;
# - the *tanh* is a sigmoid that can also say no: it climbs from −1 to 1, touches neither, and
#   passes through 0;
# - the *quadratic* hears strength alone: −3 sounds just as loud as 3.
#
# **The formulas.**
#
# $$\operatorname{relu}(z) = \max(0, z), \qquad
# \tanh(z) = \frac{e^z - e^{-z}}{e^z + e^{-z}}, \qquad
# \operatorname{quadratic}(z) = z^2$$
#
# **By hand.** Six numbers will go with us through the whole exercise:
#
# | $z$ | −2 | −0.5 | 0 | 1 | 1.5 | 3 |
# |---|---|---|---|---|---|---|
# | $\operatorname{relu}(z)$ | 0 | 0 | 0 | 1 | 1.5 | 3 |
# | its slope | 0 | 0 | 0 | 1 | 1 | 1 |
# | $z^2$ | 4 | 0.25 | 0 | 1 | 2.25 | 9 |
#
# As in e04, $z$ may be a number or an array of any shape. Every entry stands for itself, and the
# array that came in stays as it was.

# %%
"""e05: other curves, where a ReLU is active, and one function after another."""

import numpy as np

# %% [markdown]
# ## The rectifier
#
# Write `relu`, the *rectified linear unit*. It fires as strongly as it was told, or not at all.


# %%
def relu(z: np.ndarray) -> np.ndarray:
    """Let positive sums through and silence the others: relu(z) = max(0, z), entry by entry.

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The weighted sums.

    Returns
    -------
    ndarray of the same shape, or a number
        The activations, 0 or above.

    Examples
    --------
    >>> relu(np.array([-2.0, -0.5, 0.0, 1.0, 1.5, 3.0]))
    array([0. , 0. , 0. , 1. , 1.5, 3. ])
    """
    raise NotImplementedError("e05 relu: replace this line")


# %% [markdown]
# ## Its slope
#
# Write `relu_prime`. Nudge $z$ a little: how much does the ReLU move? Above 0 it moves along, so
# the slope is 1; below 0 it does not move at all, so the slope is 0. At 0 itself there is a kink
# and no slope; we have to choose, and the course chooses 0.


# %%
def relu_prime(z: np.ndarray) -> np.ndarray:
    """Give the slope of the ReLU at z: 1 above 0, and 0 elsewhere, entry by entry.

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The weighted sums.

    Returns
    -------
    ndarray of the same shape, or a number
        The slopes, as numbers: 1.0 and 0.0; at 0 it is 0.0.

    Examples
    --------
    >>> relu_prime(np.array([-2.0, -0.5, 0.0, 1.0, 1.5, 3.0]))
    array([0., 0., 0., 1., 1., 1.])
    """
    raise NotImplementedError("e05 relu_prime: replace this line")


# %% [markdown]
# ## A squash with two signs
#
# Write `tanh`, the *hyperbolic tangent*. By hand, at $z = 1$: $e$ is about 2.71828 and $1/e$ about
# 0.36788, so $\tanh(1) \approx 2.35040 / 3.08616 \approx 0.761594$. At $z = 0$ it is 0, where the
# sigmoid is one half, and $\tanh(-z) = -\tanh(z)$.
#
# The formula has the weak spot that you know from e04: what becomes of it at $z = 1000$?


# %%
def tanh(z: np.ndarray) -> np.ndarray:
    """Squash every number into (−1, 1): (e^z − e^(−z)) / (e^z + e^(−z)), entry by entry.

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The weighted sums. Very large ones are allowed.

    Returns
    -------
    ndarray of the same shape, or a number
        The activations.

    Examples
    --------
    >>> tanh(np.array([-1.0, 0.0, 1.0])).round(6)
    array([-0.761594,  0.      ,  0.761594])
    """
    raise NotImplementedError("e05 tanh: replace this line")


# %% [markdown]
# ## A curve that turns round
#
# The curves so far never fall. The quadratic does: it falls until 0 and rises from there. Write
# `quadratic`; squares of single numbers, as in e01.


# %%
def quadratic(z: np.ndarray) -> np.ndarray:
    """Square every number: quadratic(z) = z², entry by entry.

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The weighted sums.

    Returns
    -------
    ndarray of the same shape, or a number
        The squares.

    Examples
    --------
    >>> quadratic(np.array([-2.0, -0.5, 0.0, 1.0, 1.5, 3.0]))
    array([4.  , 0.25, 0.  , 1.  , 2.25, 9.  ])
    """
    raise NotImplementedError("e05 quadratic: replace this line")


# %% [markdown]
# ## One function after another
#
# A network is a chain of functions: the result of one is the argument of the next. The order
# matters. "Subtract 1, then rectify" is $\operatorname{relu}(x - 1)$; "rectify, then subtract 1"
# is $\operatorname{relu}(x) - 1$, and that is another function altogether. On our six numbers:
#
# | $x$ | −2 | −0.5 | 0 | 1 | 1.5 | 3 |
# |---|---|---|---|---|---|---|
# | $x - 1$ | −3 | −1.5 | −1 | 0 | 0.5 | 2 |
# | $\operatorname{relu}(x - 1)$ | 0 | 0 | 0 | 0 | 0.5 | 2 |
#
# The plain ReLU was active above 0, in the zone $(0, \infty)$; this one is active in
# $(1, \infty)$. A bias of −1 has moved the active zone to the right: the neuron has become harder
# to please, and the curve has kept its form. Write `shifted_relu` for any threshold.


# %%
def shifted_relu(x: np.ndarray, threshold: float) -> np.ndarray:
    """Rectify what exceeds a threshold: relu(x − threshold), entry by entry.

    Parameters
    ----------
    x : ndarray of any shape, or a number
        The inputs.
    threshold : float
        Where the active zone begins; its negative is the bias.

    Returns
    -------
    ndarray of the same shape, or a number
        By how much each input exceeds the threshold; 0 if it does not.

    Examples
    --------
    >>> shifted_relu(np.array([-2.0, -0.5, 0.0, 1.0, 1.5, 3.0]), 1.0)
    array([0. , 0. , 0. , 0. , 0.5, 2. ])
    """
    raise NotImplementedError("e05 shifted_relu: replace this line")


# %% [markdown]
# ## Where does a neuron begin to fire?
#
# Now give the input a weight as well: the neuron says $\operatorname{relu}(w x + b)$, with one
# weight $w > 0$. It begins to fire where its sum passes 0. By hand: with $w = 2$ and $b = -3$,
# $2x - 3 > 0$ means $x > 1.5$. Write `active_from`: the input above which the sum is positive.
#
# For a sigmoid this place means less, and it is easily misread. A neuron that gathers $s$ and has
# the bias −10 says $\sigma(s - 10)$. At $s = 8$, 10 and 12 that is 0.1192, 0.5 and 0.8808: it is
# not silent below 10 and not fully active above. At 10 it stands at one half, no more.


# %%
def active_from(w: float, b: float) -> float:
    """Tell above which input the sum w·x + b is positive.

    Parameters
    ----------
    w : float
        The neuron's only weight, above 0.
    b : float
        Its bias.

    Returns
    -------
    float
        The input at which the weighted sum is 0.

    Examples
    --------
    >>> active_from(2.0, -3.0)
    1.5
    """
    raise NotImplementedError("e05 active_from: replace this line")
