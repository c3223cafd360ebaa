# e08 One layer, four ways

import numpy as np

from exercises.e07_dense import dense_forward


def theta_from(W, b):
    return np.concatenate((b, W), axis=1)


def forward_columns(theta, x):
    return dense_forward(theta[:, 1:], theta[:, :1], x)


def forward_rows(X, theta):
    return dense_forward(theta[:, 1:], theta[:, [0]], X.T).T


def rows_to_columns(X):
    return np.transpose(X)
