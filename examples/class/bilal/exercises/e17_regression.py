"""e17: regression, a network that learns to multiply."""

import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    """Draw pairs of numbers from 0 to 20, and multiply them."""
    X = rng.uniform(0, 20, size=2 * n).reshape(n, 2)
    y = np.empty((n, 1))
    for i, (a, b) in enumerate(X):
        y[i] = a * b
    return X, y


def to_one(values):
    low = values.min(axis=0)
    return (values - low) / (values.max(axis=0) - low)


def scale(X, y):
    """Bring inputs and products from 0…20 and 0…400 to 0…1."""
    return to_one(X), to_one(y)


def fit(X, Y, n_hidden, lr, steps, rng):
    """Train a new two-layer perceptron with all examples in every step."""
    p = TwoLayerPerceptron(X.shape[-1], n_hidden, Y.shape[-1], rng)
    for _ in range(steps):
        prediction, cache = p.forward_pass(X)
        p.subtract_gradients(gradients=p.backwards_pass(cache, Y), lr=lr)
    return p


def r_squared(Y, predictions):
    """Tell which share of the targets' variation the predictions explain."""
    targets, answers = Y.ravel().tolist(), predictions.ravel().tolist()
    mean = sum(targets) / len(targets)
    missed = sum((t - a) ** 2 for t, a in zip(targets, answers))
    return 1 - missed / sum((t - mean) ** 2 for t in targets)
