"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime

def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of the last layer."""
    return 2 * (a - y) * sigmoid_prime(z)


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    return W_next.T @ delta_next * sigmoid_prime(z)


def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
    activations = [x]
    zs = []
    for i, (W, b) in enumerate(parameters):
        z = pre_activation(W, b, activations[-1])
        print("layer", i, "z", z.shape)
        zs.append(z)
        activations.append(sigmoid(z))

    delta = output_error(zs[-1], activations[-1], y)
    print("delta last", delta)
    grads = []
    for i in range(len(parameters) - 1, -1, -1):
        dW = np.dot(delta, activations[i].T)
        db = np.sum(delta, axis=1, keepdims=True)
        print("dW", dW.shape, "should be", parameters[i][0].shape)
        print("db", db.shape, "should be", parameters[i][1].shape)
        grads.append((dW, db))
        if i > 0:
            delta = hidden_error(parameters[i][0], delta, zs[i - 1])
            print("delta", i, delta)
    return grads[::-1]


print("e15 loaded ok")
