"""Known wrong answers to e02, each with the question that leads out of it."""

import numpy as np

from autograder.checking import misconception


@misconception(
    "input_size",
    name="The sides added, not multiplied",
    hint="Is that the number of squares on the sheet, or the length of its edges?",
)
def sides_added(height: int, width: int) -> int:
    return height + width


@misconception(
    "flatten",
    name="A flat array with one axis in place of a column",
    hint="How many columns has a column? Is that number part of your result's shape?",
)
def one_axis_only(image: np.ndarray) -> np.ndarray:
    return image.reshape(-1)


@misconception(
    "flatten",
    name="A row in place of a column",
    hint="Does one example stand upright, or does it lie on its side?",
)
def a_row(image: np.ndarray) -> np.ndarray:
    return image.reshape(1, -1)


@misconception(
    "flatten",
    name="Read column by column",
    hint="Read along the row first? Which pixel comes right after the first one?",
)
def column_major(image: np.ndarray) -> np.ndarray:
    return image.T.reshape(-1, 1)


@misconception(
    "flatten_batch",
    name="All images in one long column",
    hint="Where did the images go? How many columns should there be?",
)
def one_long_column(images: np.ndarray) -> np.ndarray:
    return images.reshape(-1, 1)


@misconception(
    "flatten_batch",
    name="Reshaped straight to (h·w, m), which scrambles the images",
    hint="Is column 0 one image? Which numbers does it hold?",
)
def scrambled(images: np.ndarray) -> np.ndarray:
    return images.reshape(-1, len(images))


@misconception(
    "flatten_batch",
    name="One image per row",
    hint="Is an example a row or a column in this course?",
)
def images_in_rows(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1)


@misconception(
    "flatten_batch",
    name="Images in the right columns, but read column by column",
    hint="Read along the row first? Which pixel of image 0 comes right after its first one?",
)
def batch_column_major(images: np.ndarray) -> np.ndarray:
    return images.T.reshape(-1, len(images))


@misconception(
    "scale_pixels",
    name="Whole numbers: //, or a result put back into uint8",
    hint="What dtype is it? Can that hold a number between 0 and 1?",
)
def whole_numbers(images: np.ndarray) -> np.ndarray:
    return images // 255


@misconception(
    "scale_pixels",
    name="Pixels left on the scale from 0 to 255",
    hint="What dtype is it, and what should white become? In uint8, 3 − 5 is 254.",
)
def left_unscaled(images: np.ndarray) -> np.ndarray:
    return images.copy()


@misconception(
    "scale_pixels",
    name="Divided by 256",
    hint="What is the largest value that a pixel can have, and what should it become?",
)
def divided_by_256(images: np.ndarray) -> np.ndarray:
    return images / 256


@misconception(
    "scale_pixels",
    name="Divided by the image's own brightest pixel",
    hint="Would a dark image and a bright one still be on the same scale?",
)
def own_brightest(images: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = images / images.max()
    return scaled


@misconception(
    "weights_shape",
    name="W as (previous, this)",
    hint="Row i belongs to which neuron? Which of the two sizes does W @ a have to give?",
)
def weights_turned(n_previous: int, n_this: int) -> tuple[int, int]:
    return (n_previous, n_this)


@misconception(
    "weights_shape",
    name="One more column, for a bias",
    hint="Is the bias part of W here, or does it stand beside W in b?",
)
def weights_with_bias(n_previous: int, n_this: int) -> tuple[int, int]:
    return (n_this, n_previous + 1)


@misconception(
    "bias_shape",
    name="Biases with one axis only",
    hint="How many columns has a column? What would (16, 1) + (16,) give?",
)
def flat_biases(n_this: int) -> tuple[int]:
    return (n_this,)


@misconception(
    "bias_shape",
    name="Biases as a row",
    hint="W a has one row for each neuron. Does your b?",
)
def biases_in_a_row(n_this: int) -> tuple[int, int]:
    return (1, n_this)


@misconception(
    "output_shape",
    name="An output with one axis only",
    hint="How many columns has a column?",
)
def flat_output(n_classes: int) -> tuple[int]:
    return (n_classes,)


@misconception(
    "output_shape",
    name="The output as a row",
    hint="Is an example a row or a column in this course?",
)
def output_in_a_row(n_classes: int) -> tuple[int, int]:
    return (1, n_classes)
