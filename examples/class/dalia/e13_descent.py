"""e13: the downhill step."""


def step(parameters, gradients, eta):
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        # minus, because the gradient points uphill
        new.append((W - eta * dW, b - eta * db))
    # a NEW list, the old one stays
    return new


def descend(start, eta, steps):
    # the start belongs to the list
    visited = [start]
    for _ in range(steps):
        w = visited[-1]
        # slope of (w - 3)^2
        slope = 2 * (w - 3)
        visited.append(w - eta * slope)
    return visited
