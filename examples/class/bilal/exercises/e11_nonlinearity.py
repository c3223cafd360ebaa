"""e11: why the squash, and what a hidden layer can do with it."""

import numpy as np


def collapse(parameters):
    """Give the one layer that equals all layers chained without any squash."""
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
    """Run a network with a ReLU after every layer but the last."""
    for i, (W, b) in enumerate(parameters):
        a = W.dot(a) + b
        if i < len(parameters) - 1:
            a = relu(a)
    return a


def xor(x1, x2):
    """Tell whether exactly one of two inputs is 1, with two ReLUs."""
    s = x1 + x2
    return relu(1 - relu(s - 1) - relu(1 - s))


def hinge_network(xs, ys):
    """Find the slope changes of the ReLU network whose line goes through the points."""
    changes = []
    before = 0.0
    for k in range(len(xs) - 1):
        slope = (ys[k + 1] - ys[k]) / (xs[k + 1] - xs[k])
        changes.append(slope - before)
        before = slope
    return np.array(changes)


def hinge_value(x, xs, changes, start):
    """Compute how high the line with the given hinges is at `x`."""
    height = start
    for change, hinge in zip(changes, xs):
        height = height + change * relu(x - hinge)
    return height


def edge_detector():
    """Give a neuron that fires on a bright middle row and stays quiet on a blank wall."""
    W = np.full((3, 3), -1.0)
    W[1] = 1.0
    return W.reshape(1, 9), np.array([[-2.0]])
