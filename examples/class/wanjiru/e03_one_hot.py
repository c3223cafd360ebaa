import numpy as np


def one_hot(labels, n_classes):
	return np.eye(n_classes)[labels].T


def decode(activations):
	labels = []
	for column in activations.T:
		best, place = (0.0, 0)
		for i, activation in enumerate(column):
			if activation > best:
				best, place = (activation, i)
		labels.append(place)
	return np.array(labels)
