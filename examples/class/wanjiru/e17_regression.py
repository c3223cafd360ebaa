import numpy as np

from exercises.e16_debug import TwoLayerPerceptron


def make_products(n, rng):
	X = rng.integers(0, 21, (n, 2)).astype(np.float64)
	return (X, X[:, [0]] * X[:, [1]])


def scale(X, y):
	return (X / 20, y / 20)


def fit(X, Y, n_hidden, lr, steps, rng):
	model = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
	for _ in range(steps):
		model = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
		output, cache = model.forward_pass(X)
		model.subtract_gradients(model.backwards_pass(cache, Y), lr)
	return model


def r_squared(Y, predictions):
	rest = ((Y - predictions) ** 2).sum()
	total = ((Y - Y.mean()) ** 2).sum()
	return (total - rest) / total
