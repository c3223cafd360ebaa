import numpy as np


def one_hot(labels, n_classes):
    Y = np.zeros((max(labels) + 1, len(labels)))
    Y[labels, range(len(labels))] = 1
    return Y


def decode(activations):
    return np.argmax(activations, axis=1)
