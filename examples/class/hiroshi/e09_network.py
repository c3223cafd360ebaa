"""e09: the network, layers chained into one function."""

from itertools import accumulate

from exercises.e04_sigmoid import sigmoid
from exercises.e07_dense import dense_forward


def layer(a, pair):
    return sigmoid(pair[0] @ a + pair[1])


def forward(parameters, a):
    """Compute what a network answers to every example of a batch."""
    out = [a]
    for W, b in parameters:
        out.append(dense_forward(W, b, out[-1]))
    return out


def activations(parameters, a):
    """Keep what every column of neurons says, from the input to the output."""
    return tuple(accumulate(parameters, layer, initial=a))
