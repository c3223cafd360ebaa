import numpy as np


def example_cost(a, y):
    return float(np.linalg.norm(a - y) ** 2)


def cost(A, Y):
    return float(np.linalg.norm(A - Y) ** 2 / A.shape[1])


def cost_prime(a, y):
    return 2.0 * (a - y)
