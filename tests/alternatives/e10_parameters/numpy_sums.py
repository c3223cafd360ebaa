import numpy as np


def count_weights(sizes):
    return np.dot(sizes[:-1], sizes[1:])


def count_biases(sizes):
    return np.sum(sizes[1:])


def count_parameters(sizes):
    n = np.array(sizes)
    return ((n[:-1] + 1) * n[1:]).sum()


def count_by_layer(sizes):
    n = np.array(sizes)
    return list((n[:-1] + 1) * n[1:])


def theta_size(n_previous, n_this):
    return np.prod((n_this, n_previous + 1))
