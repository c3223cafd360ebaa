"""e12: the cost, one number for how wrong the network is."""

import numpy as np


def example_cost(a: np.ndarray, y: np.ndarray) -> float:
    """Tell how wrong the network's output is for one example."""
    digito = np.argmax(y)
    return np.sum((a - digito) ** 2)


def cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Tell how wrong the network's outputs are on the average of a set of examples."""
    # suma de todos los ejemplos
    return np.sum((A - Y) ** 2) // A.shape[1]


def cost_prime(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how one example's cost changes with each of its outputs, for every example."""
    return 2.0 * (a - y)
