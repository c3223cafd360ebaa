"""e02: shapes, the size of every array before the code runs."""

import numpy as np


def input_size(height: int, width: int) -> int:
    """Count the input neurons that one grey image needs: one for each pixel."""
    return height + width


def flatten(image: np.ndarray) -> np.ndarray:
    """Turn one image into one column, reading it row by row."""
    return image.reshape(-1)


def flatten_batch(images: np.ndarray) -> np.ndarray:
    """Turn m images into m columns, each image read row by row."""
    return images.reshape(-1, len(images))


def scale_pixels(images: np.ndarray) -> np.ndarray:
    """Bring pixels from 0…255 to 0…1, as real numbers."""
    return images // 255


def weights_shape(n_previous: int, n_this: int) -> tuple[int, int]:
    """Give the shape of the weights W between two layers."""
    return (n_previous, n_this)


def bias_shape(n_this: int) -> tuple[int, int]:
    """Give the shape of a layer's biases b: a column with one bias for each neuron."""
    return (n_this,)


def output_shape(n_classes: int) -> tuple[int, int]:
    """Give the shape of the network's output for one example: one neuron for each class."""
    return (n_classes, 1)
