from functools import reduce
from itertools import accumulate

from exercises.e04_sigmoid import sigmoid


def layer(a, pair):
    return sigmoid(pair[0] @ a + pair[1])


def forward(parameters, a):
    return reduce(layer, parameters, a)


def activations(parameters, a):
    return tuple(accumulate(parameters, layer, initial=a))
