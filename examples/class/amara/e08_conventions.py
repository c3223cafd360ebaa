"""e08: one layer written four ways."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    """Put a layer's biases and weights into one matrix, the biases first: theta = [b | W]."""
    return np.c_[b, W]


def forward_columns(theta, x):
    """Compute a layer's activations for examples in columns: σ(theta · [1; x])."""
    return sigmoid(theta.dot(np.insert(x, 0, 1, axis=0)))


def forward_rows(X, theta):
    """Compute a layer's activations for examples in rows: σ([1 | X] · thetaᵀ)."""
    return sigmoid(np.insert(X, 0, 1, axis=1).dot(theta.transpose()))


def rows_to_columns(X):
    """Turn a table with one example in each row into one with an example in each column."""
    return np.swapaxes(X, 0, 1)
