"""e07: the dense layer, one layer's activations for a whole batch."""

import numpy as np
from scipy.special import expit


def pre_activation(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Gather what every neuron of a layer hears, for every example, before the squash."""
    return np.dot(W, a) + b


def dense_forward(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Compute the activations of one layer from those of the layer before."""
    # suma ponderada y despues la sigmoide
    return expit(pre_activation(W, b, a))
