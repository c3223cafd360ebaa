# A gate that rounds, so that small weights do: and lists in place of tuples.
import numpy as np

from exercises.e04_sigmoid import sigmoid

AND = [-1.5, 1, 1]
OR = [-0.5, 1, 1]
NOT = [0.5, -1]
NOR = [0.5, -1, -1]


def weighted_sum(w, x, b):
    return float(np.sum(np.asarray(w) * np.asarray(x))) + b


def neuron(w, x, b):
    return float(sigmoid(weighted_sum(w, x, b)))


def with_bias_unit(x):
    return np.array([1, *x])


def neuron_theta(theta, x):
    return neuron(theta, with_bias_unit(x), 0)


def gate(theta, *inputs):
    return round(neuron_theta(theta, inputs))


def xnor(x1, x2):
    return gate(OR, gate(AND, x1, x2), gate(NOR, x1, x2))
