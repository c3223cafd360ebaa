import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-10, 20, 20)
OR = (-10, 20, 20)
NOT = (10, -20)
NOR = (10, -20, -20)


def weighted_sum(w, x, b):
	return float(np.dot(w, x) - b)


def neuron(w, x, b):
	return sigmoid(weighted_sum(w, x, b))


def with_bias_unit(x):
	return np.append(x, 1.0)


def neuron_theta(theta, x):
	return sigmoid(theta @ with_bias_unit(x))


def gate(theta, *inputs):
	return neuron_theta(np.array(theta), np.array(inputs))


def xnor(x1, x2):
	return gate(OR, gate(AND, x1, x2), gate(NOR, x1, x2))
