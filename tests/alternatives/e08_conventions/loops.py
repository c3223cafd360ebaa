"""Entry by entry, in plain Python loops."""

import math

import numpy as np


def theta_from(W, b):
    return np.array([[bias[0], *row] for bias, row in zip(b, W)])


def squashed_sum(neuron, example):
    z = neuron[0]
    for weight, value in zip(neuron[1:], example):
        z += weight * value
    return 1 / (1 + math.exp(-z))


def forward_rows(X, theta):
    return np.array([[squashed_sum(neuron, example) for neuron in theta] for example in X])


def forward_columns(theta, x):
    answer = np.zeros((len(theta), x.shape[1]))
    for j in range(x.shape[1]):
        for i in range(len(theta)):
            answer[i, j] = squashed_sum(theta[i], x[:, j])
    return answer


def rows_to_columns(X):
    return np.array([[row[k] for row in X] for k in range(X.shape[1])])
