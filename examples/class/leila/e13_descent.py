
def step(parameters, gradients, eta):
    return [(-eta * dW, -eta * db) for dW, db in gradients]


def descend(start, eta, steps):
    w = start
    for _ in range(steps):
        w = w - eta * 2 * (w - 3)
    return w
