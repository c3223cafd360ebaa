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
    return delta @ a_previous.T / m, np.sum(delta, axis=1) / m


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    return np.dot(W_next.T, delta_next) * sigmoid_prime(z)


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
    (W1, b1), (W2, b2) = parameters

    z1 = pre_activation(W1, b1, x)
    a1 = sigmoid(z1)
    z2 = pre_activation(W2, b2, a1)
    a2 = sigmoid(z2)

    delta2 = output_error(z2, a2, y)
    delta1 = hidden_error(W2, delta2, z1)

    dW2, db2 = layer_gradients(delta2, a1)
    dW1, db1 = layer_gradients(delta1, x)
    return [(dW1, db1), (dW2, db2)]
