"""e03: labels as one-hot columns, and outputs as labels."""

import numpy as np


def one_hot(labels, n_classes):
    return np.eye(n_classes)[labels]


def decode(activations):
    return int(np.argmax(activations))
