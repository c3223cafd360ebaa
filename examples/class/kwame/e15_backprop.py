"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime

def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of the last layer."""
    return cost_prime(a, y) * sigmoid_prime(z)


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    blame = W_next.T @ delta_next
    return blame * sigmoid_prime(z)


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
    # forward pass
    activations = [x]
    zs = []
    a = x
    for W, b in parameters:
        z = pre_activation(W, b, a)
        a = sigmoid(z)
        zs.append(z)
        activations.append(a)

    # backward pass
    m = x.shape[1]
    grads = [None] * len(parameters)
    delta = output_error(zs[-1], activations[-1], y)
    for i in reversed(range(len(parameters))):
        dW = delta @ activations[i].T
        db = np.sum(delta, axis=1, keepdims=True)
        grads[i] = (dW, db)
        if i > 0:
            W = parameters[i][0]
            delta = hidden_error(W, delta, zs[i - 1])
    return grads
