"""e08: one layer written four ways."""

import math

import numpy as np


def theta_from(W, b):
    """Put a layer's biases and weights into one matrix, the biases first: theta = [b | W]."""
    return np.array([[bias[0], *row] for bias, row in zip(b, W)])


def squashed_sum(neuron, example):
    z = neuron[0]
    for weight, value in zip(neuron[1:], example):
        z += weight * value
    return 1 / (1 + math.exp(-z))


def forward_rows(X, theta):
    """Compute a layer's activations for examples in rows: σ([1 | X] · thetaᵀ)."""
    return np.array([[squashed_sum(neuron, example) for neuron in theta] for example in X])


def forward_columns(theta, x):
    """Compute a layer's activations for examples in columns: σ(theta · [1; x])."""
    answer = np.zeros((len(theta), x.shape[1]))
    for j in range(x.shape[1]):
        for i in range(len(theta)):
            answer[i, j] = squashed_sum(theta[i], x[:, j])
    return answer


def rows_to_columns(X):
    """Turn a table with one example in each row into one with an example in each column."""
    return np.array([[row[k] for row in X] for k in range(X.shape[1])])
