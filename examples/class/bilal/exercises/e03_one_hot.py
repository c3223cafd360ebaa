"""e03: labels as one-hot columns, and outputs as labels."""

import numpy as np


def one_hot(labels, n_classes):
    """Turn m labels into m columns, each with a 1 at its label's place and 0 elsewhere."""
    y = np.zeros((n_classes, len(labels)))
    for j in range(len(labels)):
        y[labels[j], j] = 1
    return y


def decode(activations):
    """Read off the label of each column: the index of its largest activation."""
    n, m = activations.shape
    out = []
    for j in range(m):
        best = 0
        for i in range(n):
            if activations[i, j] > activations[best, j]:
                best = i
        out.append(best)
    return np.array(out)
