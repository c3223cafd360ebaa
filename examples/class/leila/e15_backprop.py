"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime


def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of the last layer."""
    return cost_prime(a, y) * sigmoid_prime(z)


def layer_gradients(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    m = delta.shape[1]
    dW = (a_previous @ delta.T) / m
    db = np.sum(delta, axis=1, keepdims=True) / m
    return dW, db


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    blame = W_next.T @ delta_next
    return blame * sigmoid_prime(z)


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
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
