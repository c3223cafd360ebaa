# e09_network

from exercises.e04_sigmoid import sigmoid


def forward(parameters, a):
    for W, b in parameters:
        a = W @ a + b
    return sigmoid(a)


def activations(parameters, a):
    out = [a]
    for W, b in parameters:
        out.append(W @ out[-1] + b)
    out[-1] = sigmoid(out[-1])
    return out
