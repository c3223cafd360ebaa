"""e10: counting parameters, all the weights and biases of a network."""


def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers."""
    weights = 0
    for i in range(len(sizes) - 1):
        weights = weights + sizes[i] * sizes[i + 1]
    return weights


def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something."""
    biases = 0
    for i in range(1, len(sizes)):
        biases = biases + sizes[i]
    return biases


def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases."""
    return count_weights(sizes) + count_biases(sizes)


def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases."""
    counts = [0]   # the input layer has none
    for i in range(1, len(sizes)):
        counts.append(sizes[i] * sizes[i - 1] + sizes[i])
    return counts


def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers."""
    return n_this * (n_previous + 1)
