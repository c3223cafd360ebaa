import numpy as np


def input_size(height, width):
    return len([(i, j) for i in range(height) for j in range(width)])


def flatten(image):
    return np.array([[pixel] for row in image.tolist() for pixel in row])


def flatten_batch(images):
    rows = [[pixel for row in image for pixel in row] for image in images.tolist()]
    return np.array(list(zip(*rows)))


def scale_pixels(images):
    if images.ndim == 0:
        return float(images) / 255
    if images.ndim == 1:
        return np.array([float(p) / 255 for p in images])
    return np.array([scale_pixels(part) for part in images])


def weights_shape(n_previous, n_this):
    return tuple([n_this, n_previous])


def bias_shape(n_this):
    return tuple([n_this, 1])


def output_shape(n_classes):
    return bias_shape(n_classes)
