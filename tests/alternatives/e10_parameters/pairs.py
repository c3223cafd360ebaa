def count_weights(sizes):
    return sum(a * b for a, b in zip(sizes, sizes[1:]))


def count_biases(sizes):
    return sum(sizes) - sizes[0]


def count_by_layer(sizes):
    return [a * b + b for a, b in zip(sizes, sizes[1:])]


def count_parameters(sizes):
    return sum(count_by_layer(sizes))


def theta_size(n_previous, n_this):
    return n_this * (1 + n_previous)
