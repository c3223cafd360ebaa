import numpy as np


def one_hot(labels, n_classes):
    return np.identity(n_classes, dtype=np.float32)[:, labels]


def decode(activations):
    order = np.argsort(activations, axis=0)
    return order[-1]
