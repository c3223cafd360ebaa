import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    return np.vstack([b.T, W])


def forward_columns(theta, x):
    return sigmoid(theta @ np.vstack([[[1]], x]))


def forward_rows(X, theta):
    return sigmoid(np.hstack([[[1]], X]) @ theta.T)


def rows_to_columns(X):
    return np.transpose(X)
