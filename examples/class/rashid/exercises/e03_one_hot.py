"""e03: labels as one-hot columns, and outputs as labels."""

import numpy as np


def one_hot(labels, n_classes):
    """Turn m labels into m columns, each with a 1 at its label's place and 0 elsewhere."""
    Y = np.zeros((n_classes, len(labels)))
    for j, label in enumerate(labels):
        Y[label, j] = label
    return Y


def decode(activations):
    """Read off the label of each column: the index of its largest activation."""
    labels = np.zeros(activations.shape[1], dtype=int)
    for j in range(activations.shape[1]):
        labels[j] = list(activations[:, j]).index(max(activations[:, j]))
    return labels
