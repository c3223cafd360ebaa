import math

import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-15.0, 10.0, 10.0)
OR = (-6.0, 14.0, 13.0)
NOT = (7.0, -15.0)
NOR = NotImplemented  # e06 NOR: replace this line


def weighted_sum(w, x, b):
    z = b
    for k in range(len(w)):
        z += w[k] * x[k]
    return z


def neuron(w, x, b):
    return 1 / (1 + math.exp(-weighted_sum(w, x, b)))


def with_bias_unit(x):
    out = np.ones(len(x) + 1)
    out[1:] = x
    return out


def neuron_theta(theta, x):
    return sigmoid(np.dot(theta[1:], x))


def gate(theta, inputs):
    return neuron_theta(np.array(theta), np.array(inputs))


def xnor(x1, x2):
    both = gate(AND, x1, x2)
    neither = gate(NOR, x1, x2)
    return gate(OR, both, neither)
