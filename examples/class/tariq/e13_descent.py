
def step(parameters, gradients, eta):
    for i in range(len(parameters)):
        W, b = parameters[i]
        dW, db = gradients[i]
        parameters[i] = (W - eta * dW, b - eta * db)
    return parameters


def descend(start, eta, steps):
    return [3 + (start - 3) * (1 - 2 * eta) ** t for t in range(steps + 1)]
