"""In the row convention within, transposed at both ends; the sum is built by broadcasting."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def pre_activation(W, b, a):
    X = a.transpose()
    products = X[:, np.newaxis, :] * W[np.newaxis, :, :]
    return (products.sum(axis=2) + b.reshape(1, -1)).transpose()


def dense_forward(W, b, a):
    z = pre_activation(W, b, a)
    z = sigmoid(z)
    return z
