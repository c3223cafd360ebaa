"""e08: one layer written four ways."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    """Put a layer's biases and weights into one matrix, the biases first: theta = [b | W]."""
    theta = np.ones((W.shape[0], W.shape[1] + 1))
    theta[:, 0] = b[:, 0]
    theta[:, 1:] = W
    return theta


def forward_columns(theta, x):
    """Compute a layer's activations for examples in columns: σ(theta · [1; x])."""
    padded = np.ones((x.shape[0] + 1, x.shape[1]))
    padded[1:, :] = x
    return sigmoid(np.einsum("ik,kj->ij", theta, padded))


def forward_rows(X, theta):
    """Compute a layer's activations for examples in rows: σ([1 | X] · thetaᵀ)."""
    return rows_to_columns(forward_columns(theta, rows_to_columns(X)))


def rows_to_columns(X):
    """Turn a table with one example in each row into one with an example in each column."""
    return np.einsum("jk->kj", X)
