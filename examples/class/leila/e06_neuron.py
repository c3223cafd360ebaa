import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-15.0, 10.0, 10.0)
OR = (-6.0, 14.0, 13.0)
NOT = (7.0, -15.0)
NOR = (6.0, -14.0, -13.0)


def weighted_sum(w, x, b):
    z = b
    for k in range(len(w)):
        z += w[k] * x[k]
    return z


def neuron(w, x, b):
    return 1.0 if weighted_sum(w, x, b) > 0 else 0.0


def with_bias_unit(x):
    return x + 1


def neuron_theta(theta, x):
    return sigmoid(np.dot(theta[:-1], x) + theta[-1])


def gate(theta, *inputs):
    return neuron_theta(theta, inputs)


def xnor(x1, x2):
    both = gate(AND, x1, x2)
    neither = gate(NOR, x1, x2)
    return gate(OR, both, neither)
