"""e02: shapes, the size of every array before the code runs."""

import numpy as np

def input_size(height, width):
    """Count the input neurons that one grey image needs: one for each pixel."""
    return height * width


def flatten(image):
    """Turn one image into one column, reading it row by row."""
    h, w = image.shape
    return image.reshape(h * w, 1)


def flatten_batch(images):
    """Turn m images into m columns, each image read row by row."""
    columns = [flatten(image) for image in images]
    return np.hstack(columns)


def scale_pixels(images):
    """Bring pixels from 0…255 to 0…1, as real numbers."""
    return images / 255.0


def weights_shape(n_previous, n_this):
    """Give the shape of the weights W between two layers."""
    return n_this, n_previous


def bias_shape(n_this):
    """Give the shape of a layer's biases b: a column with one bias for each neuron."""
    b = np.zeros((n_this, 1))
    return b.shape


def output_shape(n_classes):
    """Give the shape of the network's output for one example: one neuron for each class."""
    return (n_classes, 1)
