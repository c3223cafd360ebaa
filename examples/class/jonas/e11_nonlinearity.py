# e11

import numpy as np


def collapse(parameters):
    weights = [np.asarray(W, dtype=float) for W, _ in parameters][::-1]
    W = np.linalg.multi_dot(weights) if len(weights) > 1 else weights[0]
    b = np.zeros((parameters[0][0].shape[1], 1))
    for W_l, b_l in parameters:
        b = W_l @ b + b_l
    return W, b


def forward_relu(parameters, a):
    *first, last = parameters
    for W, b in first:
        z = np.einsum("ik,kj->ij", W, a) + b
        a = np.where(z > 0, z, 0.0)
    return np.einsum("ik,kj->ij", last[0], a) + last[1]


def xor(x1, x2):
    s = np.asarray(x1) + np.asarray(x2)
    return 0.5 * (s + np.abs(s)) - (s - 1 + np.abs(s - 1))


def hinge_network(xs, ys):
    return np.diff(np.diff(ys), prepend=0.0)


def hinge_value(x, xs, changes, start):
    return np.maximum(0.0, np.asarray(x)[..., np.newaxis] - xs[:-1]) @ changes


def edge_detector():
    middle = np.tile(np.repeat([0, 1, 0], 3), (1, 1))
    return 1.0 * middle - 0.6, np.array([[-0.1]])
