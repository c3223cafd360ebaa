"""e02: shapes, the size of every array before the code runs."""

import numpy as np


def input_size(height, width):
    """Count the input neurons that one grey image needs: one for each pixel.

    Parameters
    ----------
    height, width : int
        Size of the image in pixels.

    Returns
    -------
    int
        The number of pixels.

    Examples
    --------
    >>> input_size(28, 28)
    784
    """
    return height * width


def flatten(image):
    """Turn one image into one column, reading it row by row.

    The pixel in row i and column j of a (h, w) image lands in row i·w + j of the result.
    The numbers themselves stay as they are.

    Parameters
    ----------
    image : ndarray of shape (h, w)
        One grey image.

    Returns
    -------
    ndarray of shape (h·w, 1)
        The same numbers in one column. Two axes, not one: (784, 1), not (784,).

    Examples
    --------
    >>> flatten(np.array([[1, 2], [3, 4]]))
    array([[1],
           [2],
           [3],
           [4]])
    """
    h, w = image.shape
    return image.reshape(h * w, 1)


def flatten_batch(images):
    """Turn m images into m columns, each image read row by row.

    The pixel in row i and column j of image k lands in row i·w + j of column k.

    Parameters
    ----------
    images : ndarray of shape (m, h, w)
        Grey images, all of one size.

    Returns
    -------
    ndarray of shape (h·w, m)
        One image per column.

    Examples
    --------
    >>> flatten_batch(np.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]]))
    array([[1, 5],
           [2, 6],
           [3, 7],
           [4, 8]])
    """
    columns = [flatten(image) for image in images]
    return np.hstack(columns)


def scale_pixels(images):
    """Bring pixels from 0…255 to 0…1, as real numbers.

    Black, 0, becomes 0.0 and white, 255, becomes 1.0; what lies between keeps its place.

    Parameters
    ----------
    images : ndarray of uint8, of any shape
        Pixels from 0 to 255.

    Returns
    -------
    ndarray of float64, of the same shape
        The same pixels on the scale from 0 to 1.

    Examples
    --------
    >>> scale_pixels(np.array([0, 51, 255], dtype=np.uint8))
    array([0. , 0.2, 1. ])
    """
    return images / 255.0


def weights_shape(n_previous, n_this):
    """Give the shape of the weights W between two layers.

    W[i, j] is the weight from neuron j of the previous layer to neuron i of this one.

    Parameters
    ----------
    n_previous : int
        Neurons in the previous layer.
    n_this : int
        Neurons in this layer.

    Returns
    -------
    tuple of two int
        Rows and columns of W.

    Examples
    --------
    The first hidden layer of a 784-16-16-10 network:

    >>> weights_shape(784, 16)
    (16, 784)
    """
    return n_this, n_previous


def bias_shape(n_this):
    """Give the shape of a layer's biases b: a column with one bias for each neuron.

    Parameters
    ----------
    n_this : int
        Neurons in this layer.

    Returns
    -------
    tuple of two int
        Rows and columns of b.

    Examples
    --------
    >>> bias_shape(16)
    (16, 1)
    """
    b = np.zeros((n_this, 1))
    return b.shape


def output_shape(n_classes):
    """Give the shape of the network's output for one example: one neuron for each class.

    Parameters
    ----------
    n_classes : int
        How many answers the network chooses from.

    Returns
    -------
    tuple of two int
        Rows and columns of the output of one example.

    Examples
    --------
    >>> output_shape(10)
    (10, 1)
    """
    return (n_classes,)
