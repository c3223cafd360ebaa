"""e04: the sigmoid, its slope and the way back."""

import numpy as np


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
    e = np.exp(z)
    print("e", e)
    a = e / np.sum(e)
    print("a", a)
    return a


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
    a = sigmoid(z)
    return a - a ** 2


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
    return np.log(a / (1 - a))
