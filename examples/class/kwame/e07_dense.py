"""e07: the dense layer, one layer's activations for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


def pre_activation(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    r"""Gather what every neuron of a layer hears, for every example, before the squash.

    .. math:: z_{ij} = \sum_k W_{ik} a_{kj} + b_i

    Parameters
    ----------
    W : ndarray, shape (n, n_previous)
        Weights; row i belongs to neuron i of this layer.
    b : ndarray, shape (n, 1)
        Biases, one for each neuron of this layer.
    a : ndarray, shape (n_previous, m)
        Activations of the previous layer, one example in each column.

    Returns
    -------
    ndarray, shape (n, m)
        The pre-activations z, float64.

    Examples
    --------
    >>> W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
    >>> b = np.array([[1.0], [-0.5]])
    >>> a = np.array([[2.0], [1.0], [-1.0]])
    >>> pre_activation(W, b, a)
    array([[-2. ],
           [ 2.5]])
    """
    return np.matmul(W, a)


def dense_forward(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    r"""Compute the activations of one layer from those of the layer before.

    .. math:: a'_{ij} = \sigma(z_{ij})

    Parameters
    ----------
    W : ndarray, shape (n, n_previous)
        Weights; row i belongs to neuron i of this layer.
    b : ndarray, shape (n, 1)
        Biases, one for each neuron of this layer.
    a : ndarray, shape (n_previous, m)
        Activations of the previous layer, one example in each column.

    Returns
    -------
    ndarray, shape (n, m)
        The activations of this layer, float64, each between 0 and 1.

    Examples
    --------
    >>> W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
    >>> b = np.array([[1.0], [-0.5]])
    >>> a = np.array([[2.0], [1.0], [-1.0]])
    >>> dense_forward(W, b, a).round(4)
    array([[0.1192],
           [0.9241]])
    """
    return sigmoid(pre_activation(W, b, a))
