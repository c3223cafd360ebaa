"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime


def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of the last layer."""
    return cost_prime(a, y)


def layer_gradients(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    m = delta.shape[1]
    return np.dot(delta, a_previous.T) / m, np.mean(delta, axis=1, keepdims=True)


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    return W_next.T @ delta_next


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
    zs, acts = [], [x]
    for W, b in parameters:
        zs.append(pre_activation(W, b, acts[-1]))
        acts.append(sigmoid(zs[-1]))
    delta = output_error(zs[-1], acts[-1], y)
    grads = []
    for l in range(len(parameters) - 1, -1, -1):
        grads.insert(0, layer_gradients(delta, acts[l]))
        if l > 0:
            delta = hidden_error(parameters[l][0], delta, zs[l - 1])
    return grads
