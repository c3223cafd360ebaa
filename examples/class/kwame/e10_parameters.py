"""e10: counting parameters, all the weights and biases of a network."""

def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers."""
    total = 0
    i = 1
    while i < len(sizes):
        total = total + sizes[i] * sizes[i - 1]
    return total


def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something."""
    return sum(sizes[1:])


def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases."""
    return sum(count_by_layer(sizes))


def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases."""
    counts = []
    for i in range(1, len(sizes)):
        counts.append(sizes[i] * sizes[i - 1] + sizes[i])
    return counts


def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers."""
    return n_this * n_previous + n_this
