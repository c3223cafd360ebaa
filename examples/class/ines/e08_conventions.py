"""e08: one layer written four ways."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    """Put a layer's biases and weights into one matrix, the biases first: theta = [b | W]."""
    return np.array([[bias[0], *row] for bias, row in zip(b, W)])


def forward_rows(X, theta):
    """Compute a layer's activations for examples in rows: σ([1 | X] · thetaᵀ)."""
    ones = np.ones((1, X.shape[1]))
    return sigmoid(np.vstack([ones, X]) @ theta.T)


def forward_columns(theta, x):
    """Compute a layer's activations for examples in columns: σ(theta · [1; x])."""
    ones = np.ones((x.shape[0], 1))
    return sigmoid(theta @ np.hstack([ones, x]))


def rows_to_columns(X):
    """Turn a table with one example in each row into one with an example in each column."""
    return np.array([[row[k] for row in X] for k in range(X.shape[1])])
