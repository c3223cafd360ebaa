# %%
"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime

# %%
def output_error(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of the last layer."""
    return cost_prime(a, y) * sigmoid_prime(z)


# %%
def layer_gradients(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n, m = delta.shape
    n_previous = a_previous.shape[0]
    dW = np.zeros((n, n_previous))
    db = np.zeros((n, 1))
    for i in range(n):
        for j in range(m):
            db[i, 0] += delta[i, j]
            for k in range(n_previous):
                dW[i, k] += delta[i, j] * a_previous[k, j]
    return dW / m, db / m


def hidden_error(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Tell how each example's cost changes with each pre-activation of a hidden layer."""
    n_next, n = W_next.shape
    m = delta_next.shape[1]
    slope = sigmoid_prime(z)
    delta = np.zeros((n, m))
    for k in range(n):
        for j in range(m):
            # everybody in the next layer who listens to neuron k
            for i in range(n_next):
                delta[k, j] += W_next[i, k] * delta_next[i, j]
            delta[k, j] *= slope[k, j]
    return delta


# %%
def backprop(
    parameters: list[tuple[np.ndarray, np.ndarray]], x: np.ndarray, y: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Find the gradient of the batch's cost with respect to every weight and bias."""
    # one example at a time, then divide at the end
    m = x.shape[1]
    sums = [(np.zeros(W.shape), np.zeros(b.shape)) for W, b in parameters]
    for j in range(m):
        a = x[:, j:j + 1]
        zs, activations = [], [a]
        for W, b in parameters:
            z = pre_activation(W, b, a)
            a = sigmoid(z)
            zs.append(z)
            activations.append(a)
        delta = output_error(zs[-1], a, y[:, j:j + 1])
        for l in range(len(parameters) - 1, -1, -1):
            dW, db = sums[l]
            for i in range(dW.shape[0]):
                dW[i, :] += delta[i, 0] * activations[l][:, 0]
                db[i, 0] += delta[i, 0]
            if l > 0:
                delta = hidden_error(parameters[l][0], delta, zs[l - 1])
    return [(dW / m, db / m) for dW, db in sums]
