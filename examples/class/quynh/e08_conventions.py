import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    return np.vstack([b.T, W.T]).T


def forward_columns(theta, x):
    return sigmoid(theta @ np.insert(x, 0, 1))


def forward_rows(X, theta):
    return sigmoid(np.insert(X, 0, 1) @ theta.T)


def rows_to_columns(X):
    return np.stack(list(X), axis=1)
