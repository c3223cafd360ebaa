"""One function by way of the other."""

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    return activations(parameters, a)[-1]


def activations(parameters, a):
    result = [a]
    for i in range(len(parameters)):
        W, b = parameters[i]
        result += [dense_forward(W, b, result[i])]
    return result
