import numpy as np


def collapse(parameters):
    def run(a):
        for W, b in parameters:
            a = W @ a + b
        return a

    n = parameters[0][0].shape[1]
    b = run(np.zeros((n, 1)))
    columns = [run(np.eye(n)[:, [k]]) - b for k in range(n)]
    return np.hstack(columns), b


def forward_relu(parameters, a):
    W, b = parameters[0]
    z = W @ a + b
    if len(parameters) == 1:
        return z
    return forward_relu(parameters[1:], z * (z > 0))


def xor(x1, x2):
    # An AND neuron silences the sum.
    both = np.maximum(0, x1 + x2 - 1)
    return np.maximum(0, x1 + x2 - 2 * both)


def hinge_network(xs, ys):
    slopes = (ys[1:] - ys[:-1]) / (xs[1:] - xs[:-1])
    changes = slopes.copy()
    changes[1:] -= slopes[:-1]
    return changes


def hinge_value(x, xs, changes, start):
    past = np.maximum(0, np.subtract.outer(x, xs[: len(changes)]))
    return start + np.sum(past * changes, axis=-1)


def edge_detector():
    W = np.array([[-5, -5, -5, 20, 20, 20, -20, -20, -20]])
    return W, np.array([[-30]])
