"""e09: the network, layers chained into one function."""

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    """Compute what a network answers to every example of a batch."""
    out = [a]
    for W, b in parameters:
        out.append(dense_forward(W, b, out[-1]))
    return out


def activations(parameters, a):
    """Keep what every column of neurons says, from the input to the output."""
    kept = [a]
    for pair in parameters:
        kept.append(forward([pair], kept[-1]))
    return kept
