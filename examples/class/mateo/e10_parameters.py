"""e10: counting parameters, all the weights and biases of a network."""


def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers."""
    total = 1
    for n in sizes:
        total *= n
    return total


def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something."""
    return sum(sizes) - sizes[0]


def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases."""
    return count_weights(sizes) + count_biases(sizes)


def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases."""
    return [n * (m + 1) for n, m in zip(sizes[1:], sizes[:-1])]


def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers."""
    return (n_previous + 1) * n_this
