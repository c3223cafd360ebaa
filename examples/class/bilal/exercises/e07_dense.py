# %%
"""e07: the dense layer, one layer's activations for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid

# %%
def pre_activation(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Gather what every neuron of a layer hears, for every example, before the squash."""
    n, n_previous = W.shape
    m = a.shape[1]
    z = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            total = 0.0
            for k in range(n_previous):
                total += W[i, k] * a[k, j]
            z[i, j] = total + b[i, 0]
    return z


# %%
def dense_forward(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Compute the activations of one layer from those of the layer before."""
    z = pre_activation(W, b, a)
    return sigmoid(z)
