"""With einsum and the hyperbolic tangent."""

import numpy as np


def pre_activation(W, b, a):
    return np.einsum("ik,kj->ij", W, a) + b


def dense_forward(W, b, a):
    return 0.5 * (1 + np.tanh(pre_activation(W, b, a) / 2))
