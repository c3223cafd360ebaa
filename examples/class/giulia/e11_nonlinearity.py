# e11 Why the squash

import numpy as np


def collapse(parameters):
    W, b = parameters[-1]
    for W_before, b_before in reversed(parameters[:-1]):
        b = W @ b_before + b
        W = W @ W_before
    return (W, b)


def forward_relu(parameters, a):
    for W, b in parameters[:-1]:
        a = np.clip(W @ a + b, 0, None)
    W, b = parameters[-1]
    return W @ a + b


def xor(x1, x2):
    hidden = np.maximum(0, np.array([1, 1])[:, None] * np.ravel(x1 + x2) + np.array([[0], [-1]]))
    out = np.array([[1, -2]]) @ hidden
    return out.reshape(np.shape(x1)) if np.ndim(x1) else float(out[0, 0])


def hinge_network(xs, ys):
    # Solve for the strengths: at point k + 1 the hinges 0 .. k have set in.
    reach = np.maximum(0, xs[1:, None] - xs[None, :-1])
    return np.linalg.solve(reach, ys[1:] - ys[0])


def hinge_value(x, xs, changes, start):
    if np.ndim(x):
        return np.array([hinge_value(one, xs, changes, start) for one in x])
    height = start
    for k in range(len(changes)):
        if x > xs[k]:
            height += changes[k] * (x - xs[k])
    return height


def edge_detector():
    W = np.zeros((1, 9)) - 2.0
    W[0, 4] = 10.0
    return [W, np.array([[-5.0]])]
