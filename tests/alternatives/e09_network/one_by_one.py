"""Example by example and neuron by neuron, in plain Python."""

import math

import numpy as np


def forward(parameters, a):
    a = np.array(a, dtype=float)
    for W, b in parameters:
        said = np.empty((len(W), a.shape[1]))
        for j in range(a.shape[1]):
            for i in range(len(W)):
                z = sum(w * heard for w, heard in zip(W[i], a[:, j])) + b[i][0]
                said[i][j] = 1 / (1 + math.exp(-z))
        a = said
    return a


def activations(parameters, a):
    kept = [a]
    for pair in parameters:
        kept.append(forward([pair], kept[-1]))
    return kept
