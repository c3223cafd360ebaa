"""e09: the network, layers chained into one function."""

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    """Compute what a network answers to every example of a batch."""
    # parameters[0] is the input layer, nothing to do there
    for W, b in parameters[1:]:
        a = dense_forward(W, b, a)
    return a


def activations(parameters, a):
    """Keep what every column of neurons says, from the input to the output."""
    out = [a]
    for W, b in parameters[1:]:
        out.append(dense_forward(W, b, out[-1]))
    return out
