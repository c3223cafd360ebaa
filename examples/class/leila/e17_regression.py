import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    rng = np.random.default_rng(42)
    X = rng.uniform(0, 20, (n, 2))
    return X, X[:, :1] * X[:, 1:]


def to_one(values):
    low = values.min(axis=0)
    return (values - low) / (values.max(axis=0) - low)


def scale(X, y):
    return to_one(X), to_one(y)


def fit(X, Y, n_hidden, lr, steps, rng):
    model = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    for i in range(steps):
        k = i % len(X)
        output, cache = model.forward_pass(X[k : k + 1])
        model.subtract_gradients(model.backwards_pass(cache, Y[k : k + 1]), lr)
    return model


def r_squared(Y, predictions):
    return float(np.sum((Y - predictions) ** 2) / np.sum((Y - np.mean(Y)) ** 2))
