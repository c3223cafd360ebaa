"""Collapses by products of square thetas; xor as a tent; loops for the line."""

import numpy as np


def collapse(parameters):
    n = parameters[0][0].shape[1]
    total = np.eye(n + 1)
    for W, b in parameters:
        theta = np.zeros((len(W) + 1, W.shape[1] + 1))
        theta[0, 0] = 1
        theta[1:, :1] = b
        theta[1:, 1:] = W
        total = theta @ total
    return total[1:, 1:], total[1:, :1]


def relu(z):
    return np.maximum(z, 0)


def forward_relu(parameters, a):
    for i, (W, b) in enumerate(parameters):
        a = W.dot(a) + b
        if i < len(parameters) - 1:
            a = relu(a)
    return a


def xor(x1, x2):
    # A tent over the sum: up to 1, and down from there.
    return relu(1 - relu(x1 + x2 - 1) - relu(1 - x1 - x2))


def hinge_network(xs, ys):
    changes = []
    before = 0.0
    for k in range(len(xs) - 1):
        slope = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k])
        changes.append(slope - before)
        before = slope
    return np.array(changes)


def hinge_value(x, xs, changes, start):
    height = start
    for change, hinge in zip(changes, xs):
        height = height + change * relu(x - hinge)
    return height


def edge_detector():
    W = np.full((3, 3), -1.0)
    W[1] = 1.0
    return W.reshape(1, 9), np.array([[-2.0]])
