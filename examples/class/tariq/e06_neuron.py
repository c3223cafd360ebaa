import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-30, 10, 10)
OR = (-10, 20, 20)
NOT = (10, -20)
NOR = (10, -20, -20)


def weighted_sum(w, x, b):
    return w @ x + b


def neuron(w, x, b):
    return sigmoid(weighted_sum(w, x, b))


def with_bias_unit(x):
    return np.insert(x, 0, 1)


def neuron_theta(theta, x):
    return sigmoid(theta @ with_bias_unit(x))


def gate(theta, *inputs):
    return float(theta[0] + np.dot(theta[1:], inputs))


def xnor(x1, x2):
    return gate(OR, gate(AND, x1, x2), gate(NOR, x1, x2))
