"""e06: one neuron, the bias unit, and logic gates."""

import math

import numpy as np


AND = (-15.0, 10.0, 10.0)
OR = (-6.0, 14.0, 13.0)
NOT = (7.0, -15.0)
NOR = (6.0, -14.0, -13.0)


def weighted_sum(w, x, b):
    """Gather what one neuron hears: every input times its weight, summed, and the bias."""
    return w * x + b


def neuron(w, x, b):
    """Give the activation of one neuron: σ(w·x + b)."""
    return 1 / (1 + math.exp(-weighted_sum(w, x, b)))


def with_bias_unit(x):
    """Put the bias unit, a 1, before the inputs."""
    out = np.ones(len(x) + 1)
    out[1:] = x
    return out


def neuron_theta(theta, x):
    """Give the activation of one neuron whose bias and weights are one list: σ(θ·[1 | x])."""
    return neuron(theta[1:], x, theta[0])


def gate(theta, *inputs):
    """Give the answer of one neuron to inputs that are 0 or 1: near 1 for yes, near 0 for no."""
    return neuron_theta(theta, inputs)


def xnor(x1, x2):
    """Tell whether two inputs, each 0 or 1, are the same: OR(AND(x1, x2), NOR(x1, x2))."""
    return gate((10.0, -20.0, 20.0), x1, x2)
