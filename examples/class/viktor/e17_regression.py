"""e17: regression, a network that learns to multiply."""

import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    """Draw pairs of numbers from 0 to 20, and multiply them."""
    x0 = 20 * rng.random(n)
    x1 = 20 * rng.random(n)
    return np.column_stack([x0, x1]), (x0 * x1)[:, None]


def scale(X, y):
    """Bring inputs and products from 0…20 and 0…400 to 0…1."""
    return (X / 20, y)


def fit(X, Y, n_hidden, lr, steps, rng):
    """Train a new two-layer perceptron with all examples in every step."""
    net = TwoLayerPerceptron(2 if X.ndim == 1 else X.shape[1], n_hidden, Y.shape[1], rng)
    step = 0
    while step < steps:
        out, cache = net.forward_pass(X)
        grads = net.backwards_pass(cache, Y)
        net.subtract_gradients(grads, lr)
        step += 1
    return net


def r_squared(Y, predictions):
    """Tell which share of the targets' variation the predictions explain."""
    return 1 - np.mean((Y - predictions) ** 2) / np.var(Y)
