def count_weights(sizes):
    total = 0
    for l in range(1, len(sizes)):
        total += sizes[l] * sizes[l - 1]
    return total


def count_biases(sizes):
    total = 0
    i = 1
    while i < len(sizes):
        total = total + sizes[i]
        i += 1
    return total


def count_parameters(sizes):
    total = 0
    for l in range(len(sizes) - 1):
        total += (sizes[l] + 1) * sizes[l + 1]
    return total


def count_by_layer(sizes):
    counts = []
    previous = sizes[0]
    for n in sizes[1:]:
        counts.append(previous * n + n)
        previous = n
    return counts


def theta_size(n_previous, n_this):
    total = 0
    for _ in range(n_this):
        total += 1
        total += n_previous
    return total
