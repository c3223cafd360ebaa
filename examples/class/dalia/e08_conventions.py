"""e08: one layer written four ways."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    # b is a column already, put it on the left
    return np.hstack([b, W])


def forward_columns(theta, x):
    # one 1 per example = one row of ones on top
    ones = np.ones((1, x.shape[1]))
    return sigmoid(theta @ np.vstack([ones, x]))


def forward_rows(X, theta):
    # here the ones are a column on the left
    ones = np.ones((X.shape[0], 1))
    # (m, n+1) @ (n+1, neurons)
    return sigmoid(np.hstack([ones, X]) @ theta.T)


def rows_to_columns(X):
    # transpose, reshape would mix the examples up
    return X.T
