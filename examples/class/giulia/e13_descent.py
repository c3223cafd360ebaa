# e13 The downhill step

import numpy as np


def step(parameters, gradients, eta):
    return [
        tuple(np.asarray(p, dtype=np.float64) - eta * g for p, g in zip(*both))
        for both in zip(parameters, gradients)
    ]


def cost(w):
    return (w - 3) ** 2


def descend(start, eta, steps):
    b = np.array([[float(start)]])
    path = [b.item()]
    for _ in range(steps):
        # Exact for a parabola, whatever the distance.
        slope = (cost(b + 1) - cost(b - 1)) / 2
        [(_, b)] = step([(np.zeros((1, 1)), b)], [(np.zeros((1, 1)), slope)], eta)
        path.append(b.item())
    return path
