"""e11: why the squash, and what a hidden layer can do with it."""

import numpy as np


def collapse(parameters):
    # begin with the first layer
    W, b = parameters[0]
    for W_next, b_next in parameters[1:]:
        # b first, because it needs the old one times W_next
        b = W_next @ b + b_next
        # the later layer stands on the left
        W = W_next @ W
    return W, b


def forward_relu(parameters, a):
    # all but the last have a relu
    for W, b in parameters[:-1]:
        a = np.maximum(0, W @ a + b)
    # the last one has none
    W, b = parameters[-1]
    return W @ a + b


def xor(x1, x2):
    s = x1 + x2
    # 0 -> 0, 1 -> 1, 2 -> 2 - 2 = 0
    return np.maximum(0, s) - 2 * np.maximum(0, s - 1)


def hinge_network(xs, ys):
    # slope of every piece
    slopes = np.diff(ys) / np.diff(xs)
    # only the change, the earlier hinges are still there
    changes = np.diff(slopes)
    # the first hinge has to do its whole slope
    return np.append(slopes[0], changes)


def hinge_value(x, xs, changes, start):
    height = start + 0 * x
    # one hinge after the other
    for k in range(len(changes)):
        height = height + changes[k] * np.maximum(0, x - xs[k])
    return height


def edge_detector():
    # dark, bright, dark
    W = np.array([[-1.0, -1, -1, 1, 1, 1, -1, -1, -1]])
    # quiet if there is nothing
    b = np.array([[-2.0]])
    return W, b
