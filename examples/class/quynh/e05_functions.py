import numpy as np


def relu(z):
    return max(0, z)


def relu_prime(z):
    return (np.asarray(z) > 0) * 1


def tanh(z):
    return np.sinh(np.clip(z, -300, 300)) / np.cosh(np.clip(z, -300, 300))


def quadratic(z):
    return z * z


def shifted_relu(x, threshold):
    return relu(x) - threshold


def active_from(w, b):
    return -(b / w)


print("quadratic", quadratic(np.array([-2.0, 3.0])))
