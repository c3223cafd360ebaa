"""e09: the network, layers chained into one function."""

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    """Compute what a network answers to every example of a batch."""
    (W1, b1), (W2, b2) = parameters
    hidden = dense_forward(W1, b1, a)
    return dense_forward(W2, b2, hidden)


def activations(parameters, a):
    """Keep what every column of neurons says, from the input to the output."""
    (W1, b1), (W2, b2) = parameters
    hidden = dense_forward(W1, b1, a)
    return [a, hidden, dense_forward(W2, b2, hidden)]
