# %%
"""e12: the cost, one number for how wrong the network is."""

import numpy as np

# %%
def example_cost(a: np.ndarray, y: np.ndarray) -> float:
    """Tell how wrong the network's output is for one example."""
    total = 0.0
    for i in range(a.shape[0]):
        total += (a[i, 0] - y[i, 0]) ** 2
    return float(total)


# %%
def cost(A: np.ndarray, Y: np.ndarray) -> float:
    """Tell how wrong the network's outputs are on the average of a set of examples."""
    m = A.shape[1]
    total = 0.0
    for j in range(m):
        total += example_cost(A[:, j:j + 1], Y[:, j:j + 1])
    return total / m


# %%
def cost_prime(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how one example's cost changes with each of its outputs, for every example."""
    slopes = np.zeros(a.shape)
    for i in range(a.shape[0]):
        for j in range(a.shape[1]):
            slopes[i, j] = 2 * (a[i, j] - y[i, j])
    return slopes
