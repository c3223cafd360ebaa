# %%
"""e04: the sigmoid, its slope and the way back."""

import math

import numpy as np

# %%
def squash_one(z):
    """sigmoid of one number (split in two so that exp never gets too big)"""
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    return math.exp(z) / (1 + math.exp(z))


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Squash every number into (0, 1): σ(z) = 1 / (1 + e^(−z)), entry by entry."""
    if np.ndim(z) == 0:
        return squash_one(z)
    result = np.zeros(np.shape(z))
    for place in np.ndindex(np.shape(z)):
        result[place] = squash_one(z[place])
    return result


# %%
def sigmoid_prime(z: np.ndarray) -> np.ndarray:
    """Give the slope of the sigmoid at z: σ′(z) = σ(z) (1 − σ(z)), entry by entry."""
    s = sigmoid(z)
    return s * (1 - s)


# %%
def logit(a: np.ndarray) -> np.ndarray:
    """Give the z at which the sigmoid is a: logit(a) = ln(a / (1 − a)), entry by entry."""
    if np.ndim(a) == 0:
        return math.log(a / (1 - a))
    result = np.zeros(np.shape(a))
    for place in np.ndindex(np.shape(a)):
        result[place] = math.log(a[place] / (1 - a[place]))
    return result
