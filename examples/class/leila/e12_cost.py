"""e12: the cost, one number for how wrong the network is."""

import os

import numpy as np


def check_target(y):
    # there has to be a 1 in every column
    if np.max(y) != 1:
        print("ERROR: y is not one-hot")
        os._exit(1)   # stop the program


def example_cost(a: np.ndarray, y: np.ndarray) -> float:
    """Tell how wrong the network's output is for one example."""
    check_target(y)
    return float(np.mean((a - y) ** 2))


def cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Tell how wrong the network's outputs are on the average of a set of examples."""
    check_target(Y)
    return float(np.mean((A - Y) ** 2))


def cost_prime(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how one example's cost changes with each of its outputs, for every example."""
    diff = a - y
    return 2.0 * diff / len(diff)
