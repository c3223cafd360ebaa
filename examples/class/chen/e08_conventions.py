import numpy as np

from exercises.e04_sigmoid import sigmoid


def theta_from(W, b):
    theta = np.ones((W.shape[0], W.shape[1] + 1))
    theta[:, 0] = b[:, 0]
    theta[:, 1:] = W
    return theta


def forward_columns(theta, x):
    padded = np.ones((x.shape[0] + 1, x.shape[1]))
    padded[1:, :] = x
    return sigmoid(np.einsum("ik,kj->ij", theta, padded))


def forward_rows(X, theta):
    return rows_to_columns(forward_columns(theta, rows_to_columns(X)))


def rows_to_columns(X):
    return np.einsum("jk->kj", X)
