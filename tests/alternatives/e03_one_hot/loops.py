import numpy as np


def one_hot(labels, n_classes):
    y = np.zeros((n_classes, len(labels)))
    for j in range(len(labels)):
        y[labels[j], j] = 1
    return y


def decode(activations):
    n, m = activations.shape
    out = []
    for j in range(m):
        best = 0
        for i in range(n):
            if activations[i, j] > activations[best, j]:
                best = i
        out.append(best)
    return np.array(out)
