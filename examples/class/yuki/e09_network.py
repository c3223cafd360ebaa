"""e09: the network, layers chained into one function."""

def forward(parameters, a):
    """Compute what a network answers to every example of a batch."""
    for W, b in parameters:
        a = W @ a + b
    return a


def activations(parameters, a):
    """Keep what every column of neurons says, from the input to the output."""
    out = [a]
    for W, b in parameters:
        a = W @ a + b
        out.append(a)
    return out
