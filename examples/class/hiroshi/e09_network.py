"""e09: the network, layers chained into one function."""

from functools import reduce
from itertools import accumulate

from exercises.e04_sigmoid import sigmoid


def layer(a, pair):
    return sigmoid(pair[0] @ a + pair[1])


def forward(parameters, a):
    """Compute what a network answers to every example of a batch."""
    return reduce(layer, parameters, a)


def activations(parameters, a):
    """Keep what every column of neurons says, from the input to the output."""
    return tuple(accumulate(parameters, layer, initial=a))
