# e09 The network

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    if len(parameters) == 0:
        return a
    *before, (W, b) = parameters
    return dense_forward(W, b, forward(before, a))


def activations(parameters, a):
    if not parameters:
        return [a]
    (W, b), *after = parameters
    return [a] + activations(after, dense_forward(W, b, a))
