"""e04: the sigmoid, its slope and the way back."""

import math

import numpy as np

def sigmoid(z):
	return 1 / (1 + math.exp(-z))


def sigmoid_prime(z):
	s = sigmoid(z)
	return s * (1 - s)


def logit(a):
	return -np.log(1 / a - 1)
