import numpy as np


def step(parameters, gradients, eta):
    if not parameters:
        return []
    (W, b), (dW, db) = parameters[0], gradients[0]
    moved = (np.subtract(W, np.multiply(eta, dW)), np.subtract(b, np.multiply(eta, db)))
    return [moved] + step(parameters[1:], gradients[1:], eta)


def descend(start, eta, steps):
    path = np.empty(steps + 1)
    path[0] = start
    for t in range(1, steps + 1):
        path[t] = path[t - 1] - eta * (2 * path[t - 1] - 6)
    return path.tolist()
