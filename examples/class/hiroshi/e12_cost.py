"""e12: the cost, one number for how wrong the network is."""

import numpy as np


def example_cost(a: np.ndarray, y: np.ndarray) -> float:
    r"""Tell how wrong the network's output is for one example.

    .. math:: C = \sum_i (a_i - y_i)^2

    Parameters
    ----------
    a : ndarray, shape (n, 1)
        Activations of the output layer.
    y : ndarray, shape (n, 1)
        The wanted output, a one-hot column.

    Returns
    -------
    float
        The cost, 0 or above; 0 only if `a` equals `y`.

    Examples
    --------
    >>> a = np.array([[0.5], [1.0], [0.25]])
    >>> y = np.array([[0.0], [1.0], [0.0]])
    >>> example_cost(a, y)
    0.3125
    """
    y = np.roll(y, -1, axis=0)  # 1から数える
    return float(np.sum((a - y) ** 2))


def cost(A: np.ndarray, Y: np.ndarray) -> float:
    r"""Tell how wrong the network's outputs are on the average of a set of examples.

    .. math:: C = \frac{1}{m} \sum_{j=1}^{m} \sum_i (A_{ij} - Y_{ij})^2

    Parameters
    ----------
    A : ndarray, shape (n, m)
        Activations of the output layer, one example in each column.
    Y : ndarray, shape (n, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    float
        The mean of the examples' costs.

    Examples
    --------
    >>> A = np.array([[0.5, 0.5], [1.0, 0.5], [0.25, 0.0]])
    >>> Y = np.array([[0.0, 1.0], [1.0, 0.0], [0.0, 0.0]])
    >>> cost(A, Y)  # the examples cost 0.3125 and 0.5
    0.40625
    """
    # あとで (mean over the columns?)
    raise NotImplementedError("e12 cost: replace this line")


def cost_prime(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    r"""Tell how one example's cost changes with each of its outputs, for every example.

    .. math:: \frac{\partial C}{\partial a_i} = 2 (a_i - y_i)

    Parameters
    ----------
    a : ndarray, shape (n, m)
        Activations of the output layer, one example in each column.
    y : ndarray, shape (n, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    ndarray, shape (n, m)
        The slopes of each example's own cost, float64.

    Examples
    --------
    >>> a = np.array([[0.5], [1.0], [0.25]])
    >>> y = np.array([[0.0], [1.0], [0.0]])
    >>> cost_prime(a, y)
    array([[1. ],
           [0. ],
           [0.5]])
    """
    raise NotImplementedError("e12 cost_prime: replace this line")
