"""Known wrong answers to e02, each with the question that leads out of it."""

import numpy as np

from autograder.checking import misconception, misconception_family


@misconception(
    "input_size",
    name="The sides added, not multiplied",
    hint="Is that the number of squares on the sheet, or the length of its edges?",
    concept="definition",
)
def sides_added(height: int, width: int) -> int:
    return height + width


@misconception(
    "input_size",
    name="One side squared, as if every image were square",
    hint="How many pixels has an image of 2 rows with 5 pixels each? Do you use both numbers?",
    concept="shape",
)
def one_side_squared(height: int, width: int) -> int:
    return height**2


@misconception(
    "flatten",
    name="A flat array with one axis in place of a column",
    hint="How many columns has a column? Is that number part of your result's shape?",
    concept="shape",
)
def one_axis_only(image: np.ndarray) -> np.ndarray:
    return image.reshape(-1)


@misconception(
    "flatten",
    name="A row in place of a column",
    hint="Does one example stand upright, or does it lie on its side?",
    concept="axes and layout",
)
def a_row(image: np.ndarray) -> np.ndarray:
    return image.reshape(1, -1)


@misconception(
    "flatten",
    name="Read column by column",
    hint="Read along the row first? Which pixel comes right after the first one?",
    concept="axes and layout",
)
def column_major(image: np.ndarray) -> np.ndarray:
    return image.T.reshape(-1, 1)


@misconception(
    "flatten",
    name="Always 784 pixels, whatever the image",
    hint="How many pixels has a 2 × 2 image? Where does your code say that there are 784?",
    concept="shape",
)
def always_784(image: np.ndarray) -> np.ndarray:
    return image.reshape(784, 1)


@misconception(
    "flatten",
    name="One side taken for both",
    hint="Is every image square? Which of its two sizes does your code never look at?",
    concept="shape",
)
def one_side_for_both(image: np.ndarray) -> np.ndarray:
    return image.reshape(len(image) ** 2, 1)


@misconception(
    "flatten_batch",
    name="All images in one long column",
    hint="Where did the images go? How many columns should there be?",
    concept="axes and layout",
)
def one_long_column(images: np.ndarray) -> np.ndarray:
    return images.reshape(-1, 1)


@misconception(
    "flatten_batch",
    name="Reshaped straight to (h·w, m), which scrambles the images",
    hint="Is column 0 one image? Which numbers does it hold?",
    concept="axes and layout",
)
def scrambled(images: np.ndarray) -> np.ndarray:
    return images.reshape(-1, len(images))


@misconception(
    "flatten_batch",
    name="One image per row",
    hint="Is an example a row or a column in this course?",
    concept="axes and layout",
)
def images_in_rows(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1)


@misconception(
    "flatten_batch",
    name="Images in the right columns, but read column by column",
    hint="Read along the row first? Which pixel of image 0 comes right after its first one?",
    concept="axes and layout",
)
def batch_column_major(images: np.ndarray) -> np.ndarray:
    return images.T.reshape(-1, len(images))


@misconception(
    "flatten_batch",
    name="A batch of square images only",
    hint="Is every image square? Which of its two sizes does your code never look at?",
    concept="shape",
)
def square_batch_only(images: np.ndarray) -> np.ndarray:
    m, height = images.shape[:2]
    return images.reshape(m, height * height).T


@misconception(
    "scale_pixels",
    name="Whole numbers: //, rounding, or a result put back into uint8",
    hint="What dtype is it? Can that hold a number between 0 and 1?",
    concept="dtype",
)
def whole_numbers(images: np.ndarray) -> np.ndarray:
    return images // 255


@misconception(
    "scale_pixels",
    name="Pixels left on the scale from 0 to 255",
    hint="Which number should white, 255, become, and which does it become here?",
    concept="scaling",
)
def left_unscaled(images: np.ndarray) -> np.ndarray:
    return images.copy()


@misconception_family(
    "scale_pixels",
    name="Divided by another number than 255",
    hint="What is the largest value that a pixel can have, and what should it become?",
    concept="scaling",
    example=1 / 256,
)
def divided_by_another_number(images: np.ndarray, *, factor: float) -> np.ndarray:
    return images * factor


@misconception(
    "scale_pixels",
    name="Divided by the image's own brightest pixel",
    hint="Would a dark image and a bright one still be on the same scale?",
    concept="scaling",
)
def own_brightest(images: np.ndarray) -> np.ndarray:
    scaled: np.ndarray = images / images.max()
    return scaled


@misconception(
    "scale_pixels",
    name="Stretched from the image's own darkest to its brightest pixel",
    hint="What becomes of 51 in an image that is dark all over? Is it 0.2 still?",
    concept="scaling",
)
def own_range(images: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        low, high = float(images.min()), float(images.max())
        return np.asarray((images - low) / (high - low))


@misconception(
    "scale_pixels",
    name="Mean 0 and spread 1, in place of 0 to 1",
    hint="What should black become? Does your scale depend on the other pixels?",
    concept="scaling",
)
def standardised(images: np.ndarray) -> np.ndarray:
    pixels = images.astype(np.float64)
    # Many add a little to the spread, so that it can be divided by.
    return np.asarray((pixels - pixels.mean()) / (pixels.std() + 1e-8))


@misconception(
    "scale_pixels",
    name="A scale from -1 to 1",
    hint="What should black become: -1 or 0?",
    concept="scaling",
)
def minus_one_to_one(images: np.ndarray) -> np.ndarray:
    return np.asarray(images / 127.5 - 1)


@misconception(
    "weights_shape",
    name="W as (previous, this)",
    hint="Row i belongs to which neuron? Which of the two sizes does W @ a have to give?",
    concept="axes and layout",
)
def weights_turned(n_previous: int, n_this: int) -> tuple[int, int]:
    return (n_previous, n_this)


@misconception(
    "weights_shape",
    name="One more column, for a bias",
    hint="Is the bias part of W here, or does it stand beside W in b?",
    concept="the bias",
)
def weights_with_bias(n_previous: int, n_this: int) -> tuple[int, int]:
    return (n_this, n_previous + 1)


@misconception(
    "weights_shape",
    name="The number of weights, not their shape",
    hint="A shape says rows and columns. How many numbers is that?",
    concept="shape",
)
def weights_counted(n_previous: int, n_this: int) -> int:
    return n_previous * n_this


@misconception(
    "bias_shape",
    name="Biases with one axis only",
    hint="How many columns has a column? What would (16, 1) + (16,) give?",
    concept="shape",
)
def flat_biases(n_this: int) -> tuple[int]:
    return (n_this,)


@misconception(
    "bias_shape",
    name="Biases as a row",
    hint="W a has one row for each neuron. Does your b?",
    concept="axes and layout",
)
def biases_in_a_row(n_this: int) -> tuple[int, int]:
    return (1, n_this)


@misconception(
    "bias_shape",
    name="One bias for the whole layer",
    hint="How many neurons has the layer? Do they all have to be equally eager?",
    concept="the bias",
)
def one_bias_for_all(n_this: int) -> tuple[int, int]:
    return (1, 1)


@misconception(
    "bias_shape",
    name="A number in brackets, which is no shape",
    hint="What is type((16))? What makes a tuple: the brackets or the comma?",
    concept="shape",
)
def bias_number(n_this: int) -> int:
    return n_this


@misconception(
    "output_shape",
    name="An output with one axis only",
    hint="How many columns has a column?",
    concept="shape",
)
def flat_output(n_classes: int) -> tuple[int]:
    return (n_classes,)


@misconception(
    "output_shape",
    name="The output as a row",
    hint="Is an example a row or a column in this course?",
    concept="axes and layout",
)
def output_in_a_row(n_classes: int) -> tuple[int, int]:
    return (1, n_classes)


@misconception(
    "output_shape",
    name="One neuron where there are two classes",
    hint="One neuron could do it. How many does the text give to zero and not zero?",
    concept="special cases",
)
def one_neuron_for_two(n_classes: int) -> tuple[int, int]:
    return (1, 1) if n_classes == 2 else (n_classes, 1)


@misconception(
    "output_shape",
    name="How many classes there are, in place of a shape",
    hint="A shape is a tuple. How many rows and how many columns has one example's output?",
    concept="shape",
)
def number_of_classes(n_classes: int) -> int:
    return n_classes
