"""e06: one neuron, logic gates, and what one neuron cannot do."""

import numpy as np

from exercises.e04_sigmoid import sigmoid

# bias, weight 1, weight 2
AND = (-30, 20, 20)  # only both together are more than 30
OR = (-10, 20, 20)  # one is enough
NOT = (10, -20)  # yes, unless it is pushed down
NOR = (10, -20, -20)  # the same with two


def weighted_sum(w, x, b):
    # dot product, then the bias once
    return np.dot(w, x) + b


def neuron(w, x, b):
    # squash the sum
    return sigmoid(weighted_sum(w, x, b))


def with_bias_unit(x):
    # the 1 comes first!
    return np.concatenate([[1], x])


def neuron_theta(theta, x):
    # theta[0] meets the 1, so it is the bias
    z = np.dot(theta, with_bias_unit(x))
    return sigmoid(z)


def gate(theta, *inputs):
    # a gate is a neuron
    return neuron_theta(np.array(theta), np.array(inputs))


def xnor(x1, x2):
    both = gate(AND, x1, x2)
    neither = gate(NOR, x1, x2)
    # the same = both or neither
    return gate(OR, both, neither)
