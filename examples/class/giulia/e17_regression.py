# e17 Learn to multiply

import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
    x0 = 20 * rng.random(n)
    x1 = 20 * rng.random(n)
    return np.column_stack([x0, x1]), (x0 * x1)[:, None]


def scale(X, y):
    return np.array(X) / 20.0, np.array(y) / 20.0**2


def fit(X, Y, n_hidden, lr, steps, rng):
    net = TwoLayerPerceptron(2 if X.ndim == 1 else X.shape[1], n_hidden, Y.shape[1], rng)
    step = 0
    while step < steps:
        out, cache = net.forward_pass(X)
        grads = net.backwards_pass(cache, Y)
        net.subtract_gradients(grads, lr)
        step += 1
    return net


def r_squared(Y, predictions):
    return 1 - np.mean((Y - predictions) ** 2) / np.var(Y)
