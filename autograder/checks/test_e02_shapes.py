"""What right means in e02: sizes, columns, scaled pixels and the shapes of a layer."""

from collections.abc import Callable

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect


def real_numbers_apart(steps: int) -> Callable[[np.ndarray], bool]:
    """Return what tells whether the first of two scaled pixels is so many steps below the other."""
    return lambda scaled: (
        scaled.dtype.kind == "f"
        and scaled.shape == (2,)
        # float32 keeps seven digits: enough for pixels.
        and abs(float(scaled[0] - scaled[1]) + steps / 255) < 1e-6
    )


@check(
    "Every pixel gets an input: 28 × 28 pixels make 784, and 20 × 20 make 400.",
    points=2,
    group="input_size",
    hint="How many pixels are in one row, and how many rows are there?",
)
def test_input_size_counts_the_pixels(student: Student) -> None:
    # Stays: names input_size alone, where the hidden check asks for everything at once.
    expect(student.input_size, 28, 28).equals(784)
    expect(student.input_size, 20, 20).equals(400)


@check(
    "The image [[1, 2], [3, 4]] becomes the column 1, 2, 3, 4.",
    points=2,
    group="flatten",
    hint="In which order do you read a page: along a row, or down a column?",
)
def test_flatten_reads_row_by_row(student: Student) -> None:
    # Stays: the text's four pixels, small enough to see the order.
    image = np.array([[1.0, 2.0], [3.0, 4.0]])
    expect(student.flatten, image).equals(np.array([[1.0], [2.0], [3.0], [4.0]]))


@check(
    "28 × 28 pixels of a digit become a column of shape (784, 1), 20 × 20 one of (400, 1).",
    points=1,
    hint="What is the .shape of your result, and what should it be?",
)
def test_flatten_turns_a_digit_into_a_column(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: a real digit, whose size no four pixels have.
    images, _ = probe.digits(1)
    # MNIST's digits were made in a box of 20 × 20 pixels, with a margin of 4.
    for image in (images[0], images[0][4:24, 4:24]):
        expected = np.asarray(reference.flatten(image), dtype=np.float64)
        expect(student.flatten, image).equals(expected)


@check(
    "Two 2 × 2 images become two columns: 1, 2, 3, 4 and 5, 6, 7, 8.",
    points=3,
    group="flatten_batch",
    hint="What should stand in column 0: the whole first image, or a pixel of each?",
)
def test_flatten_batch_gives_each_image_a_column(student: Student) -> None:
    # Stays: the text's two images, small enough to see which pixel went where.
    images = np.array([[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.0]]])
    expected = np.array([[1.0, 5.0], [2.0, 6.0], [3.0, 7.0], [4.0, 8.0]])
    expect(student.flatten_batch, images).equals(expected)


@check(
    "Pixels 0, 51 and 255 become 0.0, 0.2 and 1.0.",
    points=1,
    group="one scale",
    hint="By which number do you divide, so that white becomes exactly 1?",
)
def test_scale_pixels_brings_white_to_one(student: Student) -> None:
    # Stays: the text's three pixels, so that a scale can be checked in the head.
    pixels = np.array([[0, 51, 255]], dtype=np.uint8)
    expect(student.scale_pixels, pixels).equals(np.array([[0.0, 0.2, 1.0]]))


@check(
    "Pixels 51 and 102 become 0.2 and 0.4 in a dark image too, where nothing is white.",
    points=1,
    group="one scale",
    hint="Does the scale depend on the image, or is it the same for all images?",
)
def test_scale_pixels_has_one_scale_for_all_images(student: Student) -> None:
    # Stays: a dark image by itself, so that the feedback says what is wrong.
    pixels = np.array([[51, 102], [102, 51]], dtype=np.uint8)
    expect(student.scale_pixels, pixels).equals(np.array([[0.2, 0.4], [0.4, 0.2]]))


@check(
    "Scaled pixels are real numbers: 3 and 5 keep their distance, and 3 minus 5 is below 0.",
    points=1,
    group="real numbers",
    hint="In uint8, 3 − 5 is 254. What is the .dtype of your result?",
)
def test_scale_pixels_gives_real_numbers(student: Student) -> None:
    # Stays: the dtype by itself, so that 3 - 5 = 254 is seen for what it is.
    pixels = np.array([3, 5], dtype=np.uint8)
    expect(student.scale_pixels, pixels).satisfies(
        real_numbers_apart(2), "real numbers, the first below the second by 2/255 = 0.00784"
    )


@check(
    "The first hidden layer of 784-16-16-10 has weights of shape (16, 784).",
    points=2,
    group="weights_shape",
    hint="W times a column of 784 numbers has to give 16 numbers. Which shape does that?",
)
def test_weights_have_a_row_for_each_neuron_of_this_layer(student: Student) -> None:
    # Stays: weights by themselves, with the course's own sizes.
    expect(student.weights_shape, 784, 16).equals((16, 784))


@check(
    "A layer of 16 neurons has biases of shape (16, 1).",
    points=2,
    group="bias_shape",
    hint="The bias is added to W a. What shape has that for one example?",
)
def test_biases_are_a_column(student: Student) -> None:
    # Stays: biases by themselves, with the course's own sizes.
    expect(student.bias_shape, 16).equals((16, 1))


@check(
    "Ten classes give an output of shape (10, 1), and zero or not zero gives (2, 1).",
    points=2,
    group="output_shape",
    hint="How many output neurons are there, and how many columns has one example?",
)
def test_output_has_a_neuron_for_each_class(student: Student) -> None:
    expect(student.output_shape, 10).equals((10, 1))
    expect(student.output_shape, 2).equals((2, 1))


### BEGIN HIDDEN TESTS
@check(
    "Images of any height and width get as many inputs as they have pixels.",
    points=1,
    group="input_size",
    hint="Which of height and width does your code take for granted?",
)
def test_input_size_of_any_image(student: Student, reference: Reference, probe: Probe) -> None:
    expect(student.input_size, probe.integer(3, 40), probe.integer(41, 90)).equals(
        reference.input_size
    )
    # One row of pixels.
    expect(student.input_size, 1, probe.integer(2, 9)).equals(reference.input_size)


@check(
    "An image that is not square is flattened just as well.",
    points=2,
    group="flatten",
    hint="Which of height and width does your code take for granted?",
)
def test_flatten_any_height_and_width(student: Student, reference: Reference, probe: Probe) -> None:
    height, width = probe.integer(3, 6), probe.integer(7, 11)
    expect(student.flatten, probe.array(height, width)).equals(reference.flatten)


@check(
    "A batch of images that are not square keeps every image whole, in its own column.",
    points=2,
    group="flatten_batch",
    hint="Flatten image 0 by hand. Is it column 0 of your result?",
)
def test_flatten_batch_any_height_and_width(
    student: Student, reference: Reference, probe: Probe
) -> None:
    images = probe.array(probe.integer(6, 9), 3, 5)
    expect(student.flatten_batch, images).equals(reference.flatten_batch)


@check(
    "A whole batch of images is scaled, and keeps its shape.",
    points=1,
    group="one scale",
    hint="Does your code work for an array with three axes?",
)
def test_scale_pixels_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    # No pixel is 255: then dividing by the brightest pixel would be right by luck.
    images = probe.images(3, 4, 5) // 2
    expect(student.scale_pixels, images).equals(reference.scale_pixels)


@check(
    "Scaled pixels can be subtracted, whichever pixels they were.",
    points=1,
    group="real numbers",
    hint="Subtract the second of your results from the first. Is it the negative number on paper?",
)
def test_scale_pixels_gives_real_numbers_of_any_pixels(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    dark, steps = probe.integer(6, 90), probe.integer(7, 90)
    pixels = np.array([dark, dark + steps], dtype=np.uint8)
    expect(student.scale_pixels, pixels).satisfies(
        real_numbers_apart(steps), f"real numbers, the first below the second by {steps}/255"
    )


@check(
    "The weights of a layer have their shape whatever its sizes.",
    points=2,
    group="weights_shape",
    hint="Does your shape hold for the network of the text alone?",
)
def test_weights_shape_of_any_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_previous, n_this = probe.integer(20, 90), probe.integer(3, 19)
    expect(student.weights_shape, n_previous, n_this).equals(reference.weights_shape)
    # A layer that widens: its larger size comes last.
    expect(student.weights_shape, n_this, n_previous).equals(reference.weights_shape)


@check(
    "The biases of a layer have their shape whatever its size.",
    points=1,
    group="bias_shape",
    hint="How many neurons has this layer, and how many biases has each of them?",
)
def test_bias_shape_of_any_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.bias_shape, probe.integer(3, 19)).equals(reference.bias_shape)


@check(
    "The output has its shape for any number of classes.",
    points=1,
    group="output_shape",
    hint="Does your shape hold for ten digits alone?",
)
def test_output_shape_of_any_classes(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.output_shape, probe.integer(3, 19)).equals(reference.output_shape)


### END HIDDEN TESTS
