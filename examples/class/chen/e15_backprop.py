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
    return np.einsum("ij,kj->ik", delta, a_previous) / m, np.einsum("ij->i", delta)[:, None] / m


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    return np.einsum("ik,ij,kj->kj", W_next, delta_next, sigmoid_prime(z))


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
    zs, activations = [], [x]
    for W, b in parameters:
        zs.append(pre_activation(W, b, activations[-1]))
        activations.append(sigmoid(zs[-1]))

    deltas = [output_error(zs[-1], activations[-1], y)]
    for (W, _), z in zip(parameters[:0:-1], zs[-2::-1]):
        deltas.append(hidden_error(W, deltas[-1], z))

    return [layer_gradients(d, a) for d, a in zip(reversed(deltas), activations)]
