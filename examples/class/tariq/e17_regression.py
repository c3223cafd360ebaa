import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    X = np.array([[rng.uniform(0, 20), rng.uniform(0, 20)] for _ in range(n)])
    return X, X.prod(axis=1, keepdims=True)


def scale(X, y):
    X /= 20
    y /= 400
    return (X, y)


def fit(X, Y, n_hidden, lr, steps, rng):
    model = TwoLayerPerceptron(n_inputs=X.shape[1], n_hidden=n_hidden, n_outputs=Y.shape[1], rng=rng)
    for _ in range(steps):
        model.subtract_gradients(model.backwards_pass(model.forward_pass(X)[1], Y), lr)
    return model


def r_squared(Y, predictions):
    rest = ((Y - predictions) ** 2).sum()
    total = ((Y - Y.mean()) ** 2).sum()
    return (total - rest) / total
