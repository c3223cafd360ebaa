import numpy as np


def input_size(height, width):
    return height * width


def flatten(image):
    h, w = image.shape
    return image.reshape(h * w, 1)


def flatten_batch(images):
    m, h, w = images.shape
    return np.transpose(images, (1, 2, 0)).reshape(h * w, m)


def scale_pixels(images):
    return images / 255


def weights_shape(n_previous, n_this):
    return n_this, n_previous


def bias_shape(n_this):
    return n_this, 1


def output_shape(n_classes):
    return n_classes, 1
