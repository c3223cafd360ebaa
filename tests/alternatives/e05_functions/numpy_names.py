import numpy as np

relu = lambda z: np.maximum(z, 0)
relu_prime = lambda z: np.heaviside(z, 0)
tanh = np.tanh
quadratic = np.square


def shifted_relu(x, threshold):
    return np.clip(x - threshold, 0, None)


def active_from(w, b):
    return float(np.divide(-b, w))
