"""e13: the downhill step."""

def step(parameters, gradients, eta):
    """Move every weight and bias one step downhill."""
    new = []
    for (W, b), (dW, db) in zip(parameters, gradients):
        new.append((W + eta * dW, b + eta * db))
    return new


def descend(start, eta, steps):
    """Walk downhill on C(w) = (w − 3)² and list every w that was visited, the start first."""
    ws = [start]
    for _ in range(steps):
        w = ws[-1]
        ws.append(w + eta * 2 * (w - 3))
    return ws
