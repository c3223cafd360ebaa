"""e09: the network, layers chained into one function."""

from exercises.e07_dense import dense_forward


def forward(parameters, a):
    # go through the layers from left to right
    for W, b in parameters:
        # what this layer says is what the next one hears
        a = dense_forward(W, b, a)
    return a


def activations(parameters, a):
    # the input is the first one
    everything = [a]
    for W, b in parameters:
        a = dense_forward(W, b, a)
        everything.append(a)
    return everything
