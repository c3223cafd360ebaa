"""e13: the downhill step."""

import numpy as np


def step(parameters, gradients, eta):
    """Move every weight and bias one step downhill."""
    new = []
    for i in range(len(parameters)):
        W = np.array(parameters[i][0], dtype=float)
        b = np.array(parameters[i][1], dtype=float)
        W -= eta * gradients[i][0]
        b -= eta * gradients[i][1]
        new.append((W, b))
    return new


def descend(start, eta, steps):
    """Walk downhill on C(w) = (w − 3)² and list every w that was visited, the start first."""
    w = start
    visited = [w]
    while len(visited) <= steps:
        w -= eta * 2 * (w - 3)
        visited.append(w)
    return visited
