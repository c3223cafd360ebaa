# Builds the network, then counts what is in it.
import numpy as np


def build(sizes):
    return [(np.zeros((n, p)), np.zeros((n, 1))) for p, n in zip(sizes[:-1], sizes[1:])]


def count_weights(sizes):
    return sum(W.size for W, _ in build(sizes))


def count_biases(sizes):
    return sum(b.size for _, b in build(sizes))


def count_parameters(sizes):
    return sum(W.size + b.size for W, b in build(sizes))


def count_by_layer(sizes):
    return [W.size + b.size for W, b in build(sizes)]


def theta_size(n_previous, n_this):
    W, b = np.zeros((n_this, n_previous)), np.zeros((n_this, 1))
    return np.hstack([b, W]).size
