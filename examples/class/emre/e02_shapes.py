import numpy as np


def input_size(height, width):
    return height * width


def flatten(image):
    return np.array([[p] for row in image for p in row])


def flatten_batch(images):
    return np.hstack([flatten(im) for im in images])


def scale_pixels(images):
    return images.astype("float64") / 255


def weights_shape(n_previous, n_this):
    return n_this, n_previous


def bias_shape(n_this):
    return n_this, 1


def output_shape(n_classes):
    return n_classes, 1
