# e06

import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-9.0, 6.0, 6.0)
OR = (-3.0, 6.0, 6.0)
NOT = (3.0, -6.0)
NOR = (3.0, -6.0, -6.0)


def weighted_sum(w, x, b):
    return sigmoid(np.dot(w, x) + b)


def neuron(w, x, b):
    return weighted_sum(w, x, b)


def with_bias_unit(x):
    return np.hstack(([1], x))


def neuron_theta(theta, x):
    b, *w = theta
    return neuron(w, x, b)


def gate(theta, *inputs):
    return neuron_theta(theta, inputs)


def xnor(x1, x2):
    return gate(OR, gate(AND, x1, x2), gate(AND, gate(NOT, x1), gate(NOT, x2)))
