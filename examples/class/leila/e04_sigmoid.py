"""e04: the sigmoid, its slope and the way back."""

import numpy as np


def sigmoid(z: np.ndarray) -> np.ndarray:
    """Squash every number into (0, 1): σ(z) = 1 / (1 + e^(−z)), entry by entry."""
    return np.tanh(z)


def sigmoid_prime(z: np.ndarray) -> np.ndarray:
    """Give the slope of the sigmoid at z: σ′(z) = σ(z) (1 − σ(z)), entry by entry."""
    return sigmoid(z) * (1 - sigmoid(z))


def logit(a: np.ndarray) -> np.ndarray:
    """Give the z at which the sigmoid is a: logit(a) = ln(a / (1 − a)), entry by entry."""
    return np.log((1 - a) / a)
