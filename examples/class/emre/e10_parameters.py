def pairs(sizes):
    return zip(sizes, sizes[1:])


def count_weights(sizes):
    return sum(p * n for p, n in pairs(sizes))


def count_biases(sizes):
    return sum(n for _, n in pairs(sizes))


def count_by_layer(sizes):
    return [theta_size(p, n) for p, n in pairs(sizes)]


def count_parameters(sizes):
    return sum(count_by_layer(sizes))


def theta_size(n_previous, n_this):
    return n_this * (1 + n_previous)
