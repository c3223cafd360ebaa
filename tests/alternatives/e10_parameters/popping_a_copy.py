def count_by_layer(sizes):
    left = list(sizes)
    previous = left.pop(0)
    counts = []
    while left:
        this = left.pop(0)
        counts += [this * previous + this]
        previous = this
    return counts


def count_parameters(sizes):
    return sum(count_by_layer(sizes))


def count_biases(sizes):
    return sum(sizes[1:])


def count_weights(sizes):
    return count_parameters(sizes) - count_biases(sizes)


def theta_size(n_previous, n_this):
    return count_parameters([n_previous, n_this])
