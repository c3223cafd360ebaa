"""e15: backpropagation, every gradient of any network for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e07_dense import pre_activation
from exercises.e12_cost import cost_prime

def output_error(z, a, y):
	return 2 * (y - a) * sigmoid_prime(z)


def layer_gradients(delta, a_previous):
	m = delta.shape[1]
	return np.dot(delta, a_previous.T) / m, np.mean(delta, axis=1, keepdims=True)


def hidden_error(W_next, delta_next, z):
	# weight times delta
	return np.outer(W_next[0], delta_next[0]) * sigmoid_prime(z)


def backprop(parameters, x, y):
	zs, acts = [], [x]
	for W, b in parameters:
		zs.append(pre_activation(W, b, acts[-1]))
		acts.append(sigmoid(zs[-1]))
	delta = output_error(zs[-1], acts[-1], y)
	grads = []
	for l in range(len(parameters) - 1, -1, -1):
		grads.insert(0, layer_gradients(delta, acts[l]))
		if l > 0:
			delta = hidden_error(parameters[l][0], delta, zs[l - 1])
	return grads
