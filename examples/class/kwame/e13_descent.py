"""e13: the downhill step."""

import numpy as np


def step(parameters, gradients, eta):
    """Move every weight and bias one step downhill."""
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        # minus where it goes up, plus where it goes down
        new.append((W - eta * np.sign(dW), b - eta * np.sign(db)))
    return new


def descend(start, eta, steps):
    """Walk downhill on C(w) = (w − 3)² and list every w that was visited, the start first."""
    w = start
    ws = []
    for _ in range(steps):
        ws.append(w)
        w = w - eta * 2 * (w - 3)
    return ws
