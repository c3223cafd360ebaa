"""e10: counting parameters, all the weights and biases of a network."""


def count_weights(sizes):
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
    return sum(n * m for n, m in zip(sizes[1:], sizes[:-1]))


def count_biases(sizes):
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
    total = 0
    for n in sizes[1:]:
        total += n
    return total


def count_parameters(sizes):
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
    w = count_weights(sizes)
    b = count_biases(sizes)
    return w + b


def count_by_layer(sizes):
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
    return [sizes[i] * (sizes[i + 1] + 1) for i in range(len(sizes) - 1)]


def theta_size(n_previous, n_this):
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
    return n_previous * (n_this + 1)
