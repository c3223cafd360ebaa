import numpy as np

from exercises.e04_sigmoid import sigmoid

AND = np.array([-30.0, 20.0, 20.0])
OR = np.array([-10.0, 20.0, 20.0])
NOT = np.array([10.0, -20.0])
NOR = -OR


def weighted_sum(w, x, b):
    return np.inner(w, x) + b


def neuron(w, x, b):
    return sigmoid(np.array(weighted_sum(w, x, b)))


def with_bias_unit(x):
    return np.r_[1.0, x]


def neuron_theta(theta, x):
    return sigmoid(np.sum(theta * with_bias_unit(x)))


def gate(theta, *inputs):
    return neuron_theta(np.asarray(theta), np.asarray(inputs, dtype=float))


def xnor(x1, x2):
    # NOR alone is enough for every gate.
    neither = gate(NOR, x1, x2)
    return gate(NOR, gate(NOR, x1, neither), gate(NOR, x2, neither))
