
def step(parameters, gradients, eta):
    moved = []
    for pair, slopes in zip(parameters, gradients):
        moved.append([p + -eta * g for p, g in zip(pair, slopes)])
    return moved


def descend(start, eta, steps):
    return [3 + (start - 3) * (1 - 2 * eta) ** t for t in range(steps + 1)]
