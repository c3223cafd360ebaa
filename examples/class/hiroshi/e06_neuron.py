"""e06: one neuron, the bias unit, and logic gates."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-30, 20, 20)
OR = (-10, 20, 20)
NOT = (10, -20)
NOR = (10, -20, -20)


def weighted_sum(w, x, b):
    """Gather what one neuron hears: every input times its weight, summed, and the bias."""
    return w @ x + b


def neuron(w, x, b):
    """Give the activation of one neuron: σ(w·x + b)."""
    return sigmoid(weighted_sum(w, x, b))


def with_bias_unit(x):
    """Put the bias unit, a 1, before the inputs."""
    return np.insert(x, 0, 1)


def neuron_theta(theta, x):
    """Give the activation of one neuron whose bias and weights are one list: σ(θ·[1 | x])."""
    return sigmoid(theta @ with_bias_unit(x))


def gate(theta, *inputs):
    """Give the answer of one neuron to inputs that are 0 or 1: near 1 for yes, near 0 for no."""
    return sigmoid(np.dot(theta[1:], inputs))


def xnor(x1, x2):
    """Tell whether two inputs, each 0 or 1, are the same: OR(AND(x1, x2), NOR(x1, x2))."""
    return gate(OR, gate(AND, x1, x2), gate(NOR, x1, x2))
