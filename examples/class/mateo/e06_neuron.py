"""e06: one neuron, the bias unit, and logic gates."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-9.0, 6.0, 6.0)
OR = (-3.0, 6.0, 6.0)
NOT = (3.0, -6.0)
NOR = (3.0, -6.0, -6.0)


def weighted_sum(w, x, b):
    return sum(wk * xk for wk, xk in zip(w, x)) + b


def neuron(w, x, b):
    return float(np.sum(sigmoid(w * x)) + b)


def with_bias_unit(x):
    copy = np.array(x)
    copy[0] = 1
    return copy


def neuron_theta(theta, x):
    b, *w = theta
    return neuron(w, x, b)


def gate(theta, *inputs):
    return neuron_theta(theta, inputs)


def xnor(x1, x2):
    return gate(OR, gate(AND, x1, x2), gate(AND, gate(NOT, x1), gate(NOT, x2)))
