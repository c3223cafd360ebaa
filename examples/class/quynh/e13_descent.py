import numpy as np


def step(parameters, gradients, eta):
    if not parameters:
        return []
    (W, b), (dW, db) = parameters[0], gradients[0]
    moved = (np.subtract(W, np.multiply(eta, dW)), np.subtract(b, np.multiply(eta, db)))
    return [moved] + step(parameters[1:], gradients[1:], eta)


def descend(start, eta, steps):
    slope = 2 * (start - 3)
    ws = [start]
    for _ in range(steps):
        ws.append(ws[-1] - eta * slope)
    return ws
