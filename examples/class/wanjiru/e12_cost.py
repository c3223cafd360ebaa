"""e12: the cost, one number for how wrong the network is."""

import numpy as np

def example_cost(a, y):
	return float(np.linalg.norm(a - y))


def cost(A, Y):
	return float(np.mean(np.linalg.norm(A - Y, axis=0)))


def cost_prime(a, y):
	return 2.0 * (a - y)**2
