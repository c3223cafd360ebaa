"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime


def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    r"""Tell how each example's cost changes with each pre-activation of the last layer.

    .. math:: \delta_{ij} = 2 (a_{ij} - y_{ij}) \, \sigma'(z_{ij})

    Parameters
    ----------
    z : ndarray, shape (n, m)
        Pre-activations of the last layer, one example in each column.
    a : ndarray, shape (n, m)
        Its activations, the sigmoid of `z`.
    y : ndarray, shape (n, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    ndarray, shape (n, m)
        The error of the last layer, float64; each example's own, not averaged.

    Examples
    --------
    >>> z, a, y = np.array([[0.0]]), np.array([[0.5]]), np.array([[0.0]])
    >>> output_error(z, a, y)  # the slopes are 1 and 1/4
    array([[0.25]])
    """
    return 2 * (a - y) * sigmoid_prime(z)


def layer_gradients(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the gradients of one layer's weights and biases, the mean over the batch."""
    dW = delta @ a_previous.T
    db = np.sum(delta, axis=1, keepdims=True)
    return dW, db


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    r"""Tell how each example's cost changes with each pre-activation of a hidden layer.

    .. math:: \delta_{kj} = \sigma'(z_{kj}) \sum_i W^{next}_{ik} \, \delta^{next}_{ij}

    Parameters
    ----------
    W_next : ndarray, shape (n_next, n)
        Weights from this layer to the next.
    delta_next : ndarray, shape (n_next, m)
        Error of the next layer, one example in each column.
    z : ndarray, shape (n, m)
        Pre-activations of this layer.

    Returns
    -------
    ndarray, shape (n, m)
        The error of this layer, float64; each example's own, not averaged.

    Examples
    --------
    >>> W_next = np.array([[2.0, -4.0]])
    >>> delta_next, z = np.array([[0.5]]), np.array([[0.0], [0.0]])
    >>> hidden_error(W_next, delta_next, z)  # the squash has slope 1/4 at 0
    array([[ 0.25],
           [-0.5 ]])
    """
    return np.dot(W_next.T, delta_next) * sigmoid_prime(z)


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    r"""Find the gradient of the batch's cost with respect to every weight and bias.

    .. math::

        \frac{\partial C}{\partial W^{(l)}_{ik}} =
        \frac{1}{m} \sum_{j=1}^{m} \delta^{(l)}_{ij} a^{(l-1)}_{kj}, \qquad
        \frac{\partial C}{\partial b^{(l)}_i} = \frac{1}{m} \sum_{j=1}^{m} \delta^{(l)}_{ij}

    Parameters
    ----------
    parameters : list of (W, b)
        Weights (n, n_previous) and biases (n, 1) of each layer, first hidden layer first. Every
        layer squashes with the sigmoid, the last one too.
    x : ndarray, shape (n_input, m)
        The inputs, one example in each column.
    y : ndarray, shape (n_output, m)
        The wanted outputs, one-hot columns.

    Returns
    -------
    list of (dW, db)
        The gradients, float64, in the order and with the shapes of `parameters`.

    Examples
    --------
    >>> parameters = [(np.array([[2.0]]), np.array([[-0.5]]))]
    >>> [(dW, db)] = backprop(parameters, np.array([[0.8]]), np.array([[1.0]]))
    >>> dW.round(5), db.round(5)
    (array([[-0.07487]]), array([[-0.09359]]))
    """
    L = len(parameters)
    z_list = []
    a_list = [x]
    for k in range(L):
        W, b = parameters[k]
        z_list.append(pre_activation(W, b, a_list[k]))
        a_list.append(sigmoid(z_list[k]))

    deltas = [None] * L
    deltas[L - 1] = output_error(z_list[L - 1], a_list[L], y)
    for k in range(L - 2, -1, -1):
        deltas[k] = hidden_error(parameters[k + 1][0], deltas[k + 1], z_list[k])

    grads = []
    for k in range(L):
        delta = deltas[k]
        grads.append(layer_gradients(delta, a_list[k]))
    return grads
