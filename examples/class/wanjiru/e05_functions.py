import numpy as np


def relu(z):
	z = np.asarray(z)
	return z[z > 0]


def relu_prime(z):
	return np.heaviside(z, 0.5)


def tanh(z):
	with np.errstate(all='ignore'):
		return 2 / (1 + np.exp(-np.asarray(z, dtype=np.float64))) - 1


def quadratic(z):
	return np.power(z, 2)


def shifted_relu(x, threshold):
	return np.where(np.asarray(x) < threshold, 0, x - threshold)


def active_from(w, b):
	return b / -w
