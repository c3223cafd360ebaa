import numpy as np


def collapse(parameters):
	(W1, b1), (W2, b2) = (parameters[0], parameters[1])
	return (W2 @ W1, W2 @ b1 + b2)


def forward_relu(parameters, a):
	for W, b in parameters:
		a = np.maximum(0.0, W @ a + b)
	return a


def xor(x1, x2):
	s = np.add(x1, x2)
	return np.maximum(0.0, s) - np.maximum(0.0, s - 1)


def hinge_network(xs, ys):
	slopes = np.diff(ys) / np.diff(xs)
	return slopes - np.concatenate(([0.0], slopes[:-1]))


def hinge_value(x, xs, changes, start):
	def one(at):
		return start + sum(d * max(0.0, at - c) for d, c in zip(changes, xs))

	return np.vectorize(one, otypes=[float])(x)


def edge_detector():
	middle = np.tile(np.repeat([0, 1, 0], 3), (1, 1))
	return 1.0 * middle - 0.6, np.array([[-0.1]])
