# Comments, prints and spare names do no harm.
import numpy as np

WHITE = 255.0


def input_size(height: int, width: int) -> int:
    n = width * height
    return n


def flatten(image):
    image = np.array(image, dtype=float)
    return np.expand_dims(image.flatten(), axis=1)


def flatten_batch(images):
    columns = np.stack([im.flatten() for im in images], axis=1)
    print(columns.shape)
    return columns


def scale_pixels(images):
    images = np.array(images, dtype=float)
    images /= WHITE
    return images


def weights_shape(n_previous, n_this):
    rows, columns = n_this, n_previous
    return (rows, columns)


def bias_shape(n_this):
    return (n_this,) + (1,)


def output_shape(n_classes):
    shape = (n_classes, 1)
    return shape
