"""e02: shapes, the size of every array before the code runs."""

import numpy as np

def input_size(height, width):
	n = height * width
	return n


def flatten(image):
	return image.flatten().reshape(-1, 1)


def flatten_batch(images):
	return images.reshape(images.shape[0], -1)


def scale_pixels(images):
	return images / images.max()


def weights_shape(n_previous, n_this):
	# + 1 for the bias
	return (n_this, n_previous + 1)


def bias_shape(n_this):
	return (1, n_this)


def output_shape(n_classes):
	return n_classes, 1
