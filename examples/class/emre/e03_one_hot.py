import numpy as np


def column(label, n_classes):
    return np.array([[1.0] if i == label else [0.0] for i in range(n_classes)])


def one_hot(labels, n_classes):
    return np.hstack([column(label, n_classes) for label in labels])


def decode(activations):
    labels = np.zeros(activations.shape[1], dtype=int)
    for j in range(activations.shape[1]):
        labels[j] = list(activations[:, j]).index(max(activations[:, j]))
    return labels
