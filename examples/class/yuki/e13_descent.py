"""e13: the downhill step."""

def step(parameters, gradients, eta):
    """Move every weight and bias one step downhill."""
    return [(W - dW, b - db) for (W, b), (dW, db) in zip(parameters, gradients)]


def descend(start, eta, steps):
    """Walk downhill on C(w) = (w − 3)² and list every w that was visited, the start first."""
    ws = [start]
    for _ in range(steps):
        ws.append(ws[-1] - 2 * (ws[-1] - 3))
    return ws
