# %% [markdown]
# # e04 · The sigmoid
#
# A neuron adds up what it hears, and the sum can be any number at all. An activation should say
# how active the neuron is, on a scale between "silent" and "fully active". The sigmoid brings
# the one to the other, and it does so smoothly: a small nudge to the sum always moves the
# activation a little. Without that, there would be nothing to learn from in e15.
#
# **The picture.** The curve is a lazy S. Far to the left it lies close to 0, far to the right
# close to 1, and it climbs through one half at $z = 0$, where it is steepest. It comes as close
# to 0 and 1 as you like and touches neither: its range is the open interval $(0, 1)$.
#
# $$\sigma(z) = \frac{1}{1 + e^{-z}}$$
#
# **By hand.** At $z = 0$: $e^0 = 1$, so $\sigma(0) = 1 / (1 + 1) = 0.5$. At $z = 1$: $e^{-1}$ is
# about 0.36788, so $\sigma(1) \approx 1 / 1.36788 \approx 0.7311$. At $z = -1$: $e^{1}$ is about
# 2.71828, so $\sigma(-1) \approx 1 / 3.71828 \approx 0.2689$. The last two add up to 1, and they
# do so for every pair: $\sigma(-z) = 1 - \sigma(z)$.
#
# In code the numbers end somewhere: a `float64` keeps about sixteen digits, so at $z = 40$ the
# result is rounded to exactly 1.0. That is right, and nothing to repair.

# %%
"""e04: the sigmoid, its slope and the way back."""

import numpy as np

# %% [markdown]
# ## The squash
#
# A layer squashes all its neurons for all examples in one go, so $z$ may be a number or an
# array of any shape; each entry is squashed by itself, and none looks at its neighbours. Whole
# numbers are welcome too.
#
# What happens at $z = -1000$? $e^{1000}$ is more than a `float64` can hold, so NumPy warns of an
# overflow and takes it as infinity. Ask yourself what your formula makes of that. A warning
# costs nothing here; a result that is not a number does.


# %%
def sigmoid(z: np.ndarray) -> np.ndarray:
    """Squash every number into (0, 1): σ(z) = 1 / (1 + e^(−z)), entry by entry.

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The weighted sums. Whole numbers and very large ones are allowed.

    Returns
    -------
    ndarray of the same shape, or a number
        The activations.

    Examples
    --------
    >>> sigmoid(np.array([1.0, 2.0, 3.0])).round(6)
    array([0.731059, 0.880797, 0.952574])
    >>> float(sigmoid(0))
    0.5
    """
    ### BEGIN SOLUTION
    z = np.asarray(z, dtype=np.float64)
    # |z| keeps the exponential at or below 1, so nothing overflows on either side.
    small = np.exp(-np.abs(z))
    activations: np.ndarray = np.where(z >= 0, 1.0, small) / (1 + small)
    return activations
    ### END SOLUTION


# %% [markdown]
# ## Its slope
#
# How much does the activation move when $z$ is nudged? Much in the middle, hardly at all far
# out, where the curve is flat. The slope can be written with the sigmoid itself:
#
# $$\sigma'(z) = \sigma(z)\,\bigl(1 - \sigma(z)\bigr)$$
#
# By hand: $\sigma(0) = 0.5$, so the slope there is $0.5 \cdot 0.5 = 0.25$, the steepest there
# is. Where $\sigma(z) = 0.2$, it is $0.2 \cdot 0.8 = 0.16$. Mind what goes in: `sigmoid_prime`
# is given $z$, the place on the horizontal axis, and not the activation.


# %%
def sigmoid_prime(z: np.ndarray) -> np.ndarray:
    """Give the slope of the sigmoid at z: σ′(z) = σ(z) (1 − σ(z)), entry by entry.

    Parameters
    ----------
    z : ndarray of any shape, or a number
        The weighted sums: where on the horizontal axis the slope is wanted.

    Returns
    -------
    ndarray of the same shape, or a number
        The slopes, never above 0.25.

    Examples
    --------
    >>> float(sigmoid_prime(0))
    0.25
    >>> sigmoid_prime(np.array([-2.0, 2.0])).round(6)
    array([0.104994, 0.104994])
    """
    ### BEGIN SOLUTION
    a = sigmoid(z)
    slopes: np.ndarray = a * (1 - a)
    return slopes
    ### END SOLUTION


# %% [markdown]
# ## The way back
#
# Read the curve the other way: for which $z$ does the neuron reach the activation $a$? That is
# the inverse function of the sigmoid, the logit:
#
# $$\operatorname{logit}(a) = \ln \frac{a}{1 - a} \qquad \text{for } 0 < a < 1$$
#
# By hand: $a = 0.2$ gives $\ln (0.2 / 0.8) = \ln 0.25 \approx -1.386294$. It is negative, as it
# has to be: an activation below one half comes from a sum below zero.


# %%
def logit(a: np.ndarray) -> np.ndarray:
    """Give the z at which the sigmoid is a: logit(a) = ln(a / (1 − a)), entry by entry.

    Parameters
    ----------
    a : ndarray of any shape, or a number
        Activations, each strictly between 0 and 1.

    Returns
    -------
    ndarray of the same shape, or a number
        The weighted sums that give these activations.

    Examples
    --------
    >>> logit(np.array([0.2, 0.8])).round(6)
    array([-1.386294,  1.386294])
    """
    ### BEGIN SOLUTION
    a = np.asarray(a, dtype=np.float64)
    sums: np.ndarray = np.log(a) - np.log1p(-a)
    return sums
    ### END SOLUTION
