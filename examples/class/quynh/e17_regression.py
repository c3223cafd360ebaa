import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    X = rng.uniform(0, 20, size=2 * n).reshape(n, 2)
    y = np.empty((n, 1))
    for i, (a, b) in enumerate(X):
        y[i] = a * b
    return X, y


def to_one(values):
    low = values.min(axis=0)
    return (values - low) / (values.max(axis=0) - low)


def scale(X, y):
    return to_one(X), to_one(y)


def fit(X, Y, n_hidden, lr, steps, rng):
    p = TwoLayerPerceptron(X.shape[-1], n_hidden, Y.shape[-1], rng)
    for _ in range(steps):
        prediction, cache = p.forward_pass(X)
        p.subtract_gradients(gradients=p.backwards_pass(cache, Y), lr=lr)
    return p


def r_squared(Y, predictions):
    return np.mean((Y - predictions) ** 2)
