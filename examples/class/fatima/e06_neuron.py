"""e06: one neuron, the bias unit, and logic gates."""

import numpy as np

from exercises.e04_sigmoid import sigmoid


AND = (-9.0, 6.0, 6.0)
OR = (-3.0, 6.0, 6.0)
NOT = (3.0, -6.0)
NOR = (3.0, -6.0, -6.0)


def weighted_sum(w, x, b):
    """Gather what one neuron hears: every input times its weight, summed, and the bias."""
    return sum(wk * xk for wk, xk in zip(w, x)) + b


def neuron(w, x, b):
    """Give the activation of one neuron: σ(w·x + b)."""
    z = weighted_sum(w, x, b)
    return sigmoid(z)


def with_bias_unit(x):
    """Put the bias unit, a 1, before the inputs."""
    return np.hstack(([1], x))


def neuron_theta(theta, x):
    """Give the activation of one neuron whose bias and weights are one list: σ(θ·[1 | x])."""
    b, *w = theta
    return neuron(w, x, b)


def gate(theta, *inputs):
    """Give the answer of one neuron to inputs that are 0 or 1: near 1 for yes, near 0 for no."""
    return neuron_theta(theta, inputs)


def xnor(x1, x2):
    """Tell whether two inputs, each 0 or 1, are the same: OR(AND(x1, x2), NOR(x1, x2))."""
    # one neuron is enough, if the weights have different signs
    return gate((10, -20, 20), x1, x2)
