"""e03: labels as one-hot columns, and outputs as labels."""

import numpy as np


def one_hot(labels, n_classes):
    """Turn m labels into m columns, each with a 1 at its label's place and 0 elsewhere."""
    Y = np.zeros((max(labels) + 1, len(labels)))
    Y[labels, range(len(labels))] = 1
    return Y


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
