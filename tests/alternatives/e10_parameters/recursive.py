from functools import reduce
from itertools import pairwise


def count_weights(sizes):
    if len(sizes) < 2:
        return 0
    return sizes[0] * sizes[1] + count_weights(sizes[1:])


def count_biases(sizes):
    _, *rest = sizes
    return reduce(lambda x, y: x + y, rest, 0)


count_by_layer = lambda sizes: [theta_size(p, n) for p, n in pairwise(sizes)]
count_parameters = lambda sizes: count_weights(sizes) + count_biases(sizes)
theta_size = lambda n_previous, n_this: n_previous * n_this + n_this
