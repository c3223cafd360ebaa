"""e10: counting parameters, all the weights and biases of a network."""


def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers."""
    return sum(sizes)


def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something."""
    return sum(sizes)


def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases."""
    return sum(sizes)


def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases."""
    raise NotImplementedError("e10 count_by_layer: replace this line")


def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers."""
    return n_previous * n_this
