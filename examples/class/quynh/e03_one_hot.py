import numpy as np


def one_hot(labels, n_classes):
    flat = np.zeros(n_classes)
    flat[labels] = 1.0
    return flat


def decode(activations):
    return np.argmax(activations, axis=0, keepdims=True)


print(one_hot(np.array([2, 0, 2]), 4))
