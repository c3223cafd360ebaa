"""e07: the dense layer, one layer's activations for a whole batch."""

import numpy as np

from exercises.e04_sigmoid import sigmoid

def pre_activation(W, b, a):
	return W.T @ a + b


def dense_forward(W, b, a):
	return sigmoid(pre_activation(W, b, a))
