"""e08: one layer written four ways."""

import numpy as np

from exercises.e07_dense import dense_forward


def theta_from(W, b):
    """Put a layer's biases and weights into one matrix, the biases first: theta = [b | W]."""
    return np.hstack([W, b])


def forward_columns(theta, x):
    """Compute a layer's activations for examples in columns: σ(theta · [1; x])."""
    return dense_forward(theta[:, 1:], theta[:, :1], x)


def forward_rows(X, theta):
    """Compute a layer's activations for examples in rows: σ([1 | X] · thetaᵀ)."""
    return dense_forward(theta[:, 1:], theta[:, [0]], X.T).T


def rows_to_columns(X):
    """Turn a table with one example in each row into one with an example in each column."""
    return np.transpose(X)
