import numpy as np


def input_size(height, width):
    count = 0
    for _ in range(height):
        for _ in range(width):
            count += 1
    return count


def flatten(image):
    height, width = image.shape
    column = np.zeros((height * width, 1))
    for i in range(height):
        for j in range(width):
            column[i * width + j, 0] = image[i, j]
    return column


def flatten_batch(images):
    m, height, width = images.shape
    columns = np.zeros((height * width, m))
    for k in range(m):
        columns[:, k] = flatten(images[k])[:, 0]
    return columns


def scale_pixels(images):
    scaled = np.empty(images.shape)
    for index in np.ndindex(images.shape):
        scaled[index] = int(images[index]) / 255.0
    return scaled


def weights_shape(n_previous, n_this):
    return (n_this, n_previous)


def bias_shape(n_this):
    return (n_this, 1)


def output_shape(n_classes):
    return (n_classes, 1)
