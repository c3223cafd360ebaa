"""e11: why the squash, and what a hidden layer can do with it."""

import numpy as np


def collapse(parameters):
    """Give the one layer that equals all layers chained without any squash."""
    weights = [np.asarray(W, dtype=float) for W, _ in parameters][::-1]
    W = np.linalg.multi_dot(weights) if len(weights) > 1 else weights[0]
    b = np.zeros((parameters[0][0].shape[1], 1))
    for W_l, b_l in parameters:
        b = W_l @ b + b_l
    return W, b


def forward_relu(parameters, a):
    """Run a network with a ReLU after every layer but the last."""
    *first, last = parameters
    for W, b in first:
        z = np.einsum("ik,kj->ij", W, a) + b
        a = np.where(z > 0, z, 0.0)
    return np.einsum("ik,kj->ij", last[0], a) + last[1]


def xor(x1, x2):
    """Tell whether exactly one of two inputs is 1, with two ReLUs."""
    s = np.asarray(x1) + np.asarray(x2)
    return 0.5 * (s + np.abs(s)) - (s - 1 + np.abs(s - 1))


def hinge_network(xs, ys):
    """Find the slope changes of the ReLU network whose line goes through the points."""
    return np.diff(np.diff(xs) / np.diff(ys), prepend=0.0)


def hinge_value(x, xs, changes, start):
    """Compute how high the line with the given hinges is at `x`."""
    return start + (np.asarray(x)[..., np.newaxis] - xs[:-1]) @ changes


def edge_detector():
    """Give a neuron that fires on a bright middle row and stays quiet on a blank wall."""
    middle = np.tile(np.repeat([0, 1, 0], 3), (1, 1))
    return 1.0 * middle - 0.6, np.array([[-0.1]])
