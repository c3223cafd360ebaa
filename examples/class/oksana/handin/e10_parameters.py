"""e10: counting parameters, all the weights and biases of a network."""


def count_weights(sizes: list[int]) -> int:
    """Count the weights of a network: Σ n_l · n_(l−1) over all gaps between layers.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    int
        The number of weights.

    Examples
    --------
    >>> count_weights([784, 16, 16, 10])
    12960
    """
    # вхід і вихід
    return sizes[0] * sizes[1] + sizes[-2] * sizes[-1]


def count_biases(sizes: list[int]) -> int:
    """Count the biases of a network: one for each neuron that computes something.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    int
        The number of biases.

    Examples
    --------
    >>> count_biases([784, 16, 16, 10])
    42
    """
    return sum(sizes[1:])


def count_parameters(sizes: list[int]) -> int:
    """Count all the parameters of a network: its weights and its biases.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    int
        The number of parameters.

    Examples
    --------
    >>> count_parameters([3, 3, 1])
    16
    >>> count_parameters([784, 16, 16, 10])
    13002
    """
    return sum(count_by_layer(sizes))


def count_by_layer(sizes: list[int]) -> list[int]:
    """Count the parameters that each computing layer brings: its weights and its biases.

    Parameters
    ----------
    sizes : list of int
        The layer sizes, the input first; two or more.

    Returns
    -------
    list of int
        One count for each layer but the input, first hidden layer first.

    Examples
    --------
    >>> count_by_layer([784, 16, 16, 10])
    [12560, 272, 170]
    """
    first = sizes[0] * sizes[1] + sizes[1]
    last = sizes[-2] * sizes[-1] + sizes[-1]
    return [first, last]


def theta_size(n_previous: int, n_this: int) -> int:
    """Count the entries of θ = [b | W] between two layers.

    θ has one row for each neuron of this layer; a row holds that neuron's bias and one weight
    for each neuron of the previous layer.

    Parameters
    ----------
    n_previous : int
        Neurons in the previous layer, the bias unit not counted.
    n_this : int
        Neurons in this layer.

    Returns
    -------
    int
        How many numbers θ holds: one whole number, not a shape.

    Examples
    --------
    >>> theta_size(5, 10)
    60
    """
    return n_this * n_previous + n_this
