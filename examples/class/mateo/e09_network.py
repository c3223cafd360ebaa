"""e09: the network, layers chained into one function."""

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    for i in range(len(parameters) - 1):
        W, b = parameters[i]
        a = dense_forward(W, b, a)
    return a


def activations(parameters, a):
    out = [a]
    for i in range(len(parameters) - 1):
        W, b = parameters[i]
        a = dense_forward(W, b, a)
        out.append(a)
    return out
