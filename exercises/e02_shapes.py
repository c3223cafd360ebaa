# %% [markdown]
# # e02 · Shapes
#
# Most mistakes in a neural network are mistakes of shape: the arithmetic is right, but the
# numbers stand in the wrong place. Whoever can say the shape of every array before the code
# runs has found half of those mistakes already.
#
# **The picture.** A grey image is a sheet of squared paper with one number on each square. A
# network does not read sheets; it reads one tall column of numbers. So cut the sheet into its
# rows, glue the strips end to end, and stand the long strip upright:
#
# $$\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
# \quad\longrightarrow\quad
# \begin{bmatrix} 1 \\ 2 \\ 3 \\ 4 \end{bmatrix}$$
#
# A 28 × 28 image holds 784 numbers and becomes a column of shape (784, 1). Many images stand
# side by side, **one example per column**: $m$ images become an array of shape (784, $m$).
# The course keeps to this everywhere; e07 and e15 rely on it.
#
# **The convention.** A *layer* is a group of neurons that all listen to the layer before it. To
# each number that it hears, a neuron gives a *weight*; it adds up, and adds one number of its
# own, its *bias* (e06 looks at this closely). For the whole layer that is one line:
#
# $$z = W a + b$$
#
# Here $a$ has one row for each neuron of the previous layer, and $z$ has one row for each neuron
# of this layer. Two sizes follow from that sentence, and the rest of the shapes follow from those
# two.
#
# **By hand.** Three neurons feed two: $a$ is (3, 1) and $z$ must be (2, 1). Which shape times
# (3, 1) gives (2, 1)? Only (2, 3). Each row of $W$ belongs to one neuron of this layer, and
# each of the two neurons has one bias of its own.

# %%
"""e02: shapes, the size of every array before the code runs."""

import numpy as np

# %% [markdown]
# ## How many inputs?
#
# Every pixel gets an input neuron of its own.


# %%
def input_size(height: int, width: int) -> int:
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
    raise NotImplementedError("e02 input_size: replace this line")


# %% [markdown]
# ## One image, one column
#
# Read the image as you read a page: along the first row, then along the second.


# %%
def flatten(image: np.ndarray) -> np.ndarray:
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
    raise NotImplementedError("e02 flatten: replace this line")


# %% [markdown]
# ## Many images, many columns
#
# A set of images, a *batch*, comes as one array of shape (m, h, w): the first axis says which
# image. In the result the *last* axis says which image. No image may lend a pixel to its neighbour:
# column 0 is the whole of image 0, and nothing else.


# %%
def flatten_batch(images: np.ndarray) -> np.ndarray:
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
    raise NotImplementedError("e02 flatten_batch: replace this line")


# %% [markdown]
# ## Pixels as fractions
#
# Image files keep a pixel as a whole number from 0 (black) to 255 (white), in the type
# `uint8`: eight bits, no sign. That type cannot hold a half, and it cannot hold −2 either: in
# `uint8`, 3 − 5 is 254. A network wants small real numbers, so black becomes 0.0, white becomes
# 1.0, and everything else keeps its place between them. One scale serves all images, the dark
# ones too: 51 becomes 0.2 whether or not there is a white pixel beside it.


# %%
def scale_pixels(images: np.ndarray) -> np.ndarray:
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
    raise NotImplementedError("e02 scale_pixels: replace this line")


# %% [markdown]
# ## The shapes of one layer
#
# A shape is a tuple of whole numbers, as `array.shape` gives it. $W a$ has to exist for an $a$
# with `n_previous` rows, and has to have `n_this` rows.
#
# A network is named by the sizes of its layers. The one of this course is 784-16-16-10: 784
# inputs, two *hidden* layers of 16 neurons, which nobody outside sees, and 10 outputs.


# %%
def weights_shape(n_previous: int, n_this: int) -> tuple[int, int]:
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
    raise NotImplementedError("e02 weights_shape: replace this line")


# %% [markdown]
# The bias is added to $W a$, and every neuron of the layer adds one number. Think of $W a$ for
# a single example, (n, 1): what has to be added to it?


# %%
def bias_shape(n_this: int) -> tuple[int, int]:
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
    raise NotImplementedError("e02 bias_shape: replace this line")


# %% [markdown]
# The output layer has one neuron for each class: ten for the digits 0 to 9, two for the
# question "zero or not zero?".


# %%
def output_shape(n_classes: int) -> tuple[int, int]:
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
    raise NotImplementedError("e02 output_shape: replace this line")
