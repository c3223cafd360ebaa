"""e10: counting parameters, all the weights and biases of a network."""


def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers."""
    return sum(n * m for n, m in zip(sizes[1:], sizes[:-1]))


def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something."""
    total = 0
    for n in sizes[1:]:
        total += n
    return total


def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases."""
    w = count_weights(sizes)
    b = count_biases(sizes)
    return w + b


def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases."""
    return [(sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 1)]


def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers."""
    return (n_previous + 1) * (n_this + 1)
