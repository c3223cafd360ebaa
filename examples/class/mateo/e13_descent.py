"""e13: the downhill step."""

def step(parameters, gradients, eta):
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        new.append((W - eta * dW, b - eta * db))
        return new


def descend(start, eta, steps):
    ws = [start]
    for _ in range(steps):
        ws.append(ws[-1] - eta * (ws[-1] - 3))
    return ws
