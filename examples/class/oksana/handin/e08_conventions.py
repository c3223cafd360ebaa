# e08_conventions

import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    return np.array([[bias[0], *row] for bias, row in zip(b, W)])


def forward_rows(X, theta):
    return sigmoid(np.insert(X, 0, 1) @ theta.T)


def forward_columns(theta, x):
    return sigmoid(theta @ np.insert(x, 0, 1))


def rows_to_columns(X):
    return np.array([[row[k] for row in X] for k in range(X.shape[1])])
