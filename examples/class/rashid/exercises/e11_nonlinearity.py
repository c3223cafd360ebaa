"""e11: why the squash, and what a hidden layer can do with it."""

import numpy as np


def collapse(parameters):
    """Give the one layer that equals all layers chained without any squash."""
    W, b = parameters[-1]
    for W_k, b_k in parameters[-2::-1]:
        W, b = W_k @ W, W_k @ b + b_k
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
    slopes = np.diff(ys) / np.diff(xs)
    return slopes - np.concatenate(([0.0], slopes[:-1]))


def hinge_value(x, xs, changes, start):
    """Compute how high the line with the given hinges is at `x`."""
    def one(at):
        return start + sum(d * max(0.0, at - c) for d, c in zip(changes, xs))

    return np.vectorize(one, otypes=[float])(x)


def edge_detector():
    """Give a neuron that fires on a bright middle row and stays quiet on a blank wall."""
    middle = np.tile(np.repeat([0, 1, 0], 3), (1, 1))
    return 1.0 * middle - 0.6, np.array([[-0.1]])
