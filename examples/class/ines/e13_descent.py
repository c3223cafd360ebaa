"""e13: the downhill step."""

def step(parameters, gradients, eta):
    """Move every weight and bias one step downhill."""
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        new.append((W - eta * dW, b))
    return new


def descend(start, eta, steps):
    """Walk downhill on C(w) = (w − 3)² and list every w that was visited, the start first."""
    w = start
    ws = []
    for _ in range(steps):
        w = w - eta * 2 * (w - 3)
        ws.append(w)
    return ws
