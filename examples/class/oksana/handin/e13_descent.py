# e13_descent

def step(parameters, gradients, eta):
    moved = []
    for pair, slopes in zip(parameters, gradients):
        moved.append([p + -eta * g for p, g in zip(pair, slopes)])
    return moved


def descend(start, eta, steps):
    ws = [start]
    for _ in range(steps):
        w = ws[-1]
        ws.append(w - eta * (w - 3) ** 2)
    return ws
