"""What right means in e02: sizes, columns, scaled pixels and the shapes of a layer."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect


@check(
    "Every pixel gets an input: 28 × 28 pixels make 784, and 20 × 20 make 400.",
    points=1,
    hint="How many pixels are in one row, and how many rows are there?",
)
def test_input_size_counts_the_pixels(student: Student) -> None:
    # Stays: names input_size alone, where the hidden check asks for everything at once.
    expect(student.input_size, 28, 28).equals(784)
    expect(student.input_size, 20, 20).equals(400)


@check(
    "The image [[1, 2], [3, 4]] becomes the column 1, 2, 3, 4.",
    points=1,
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
    points=2,
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
    hint="By which number do you divide, so that white becomes exactly 1?",
)
def test_scale_pixels_brings_white_to_one(student: Student) -> None:
    # Stays: the text's three pixels, so that a scale can be checked in the head.
    pixels = np.array([[0, 51, 255]], dtype=np.uint8)
    expect(student.scale_pixels, pixels).equals(np.array([[0.0, 0.2, 1.0]]))


@check(
    "Pixels 51 and 102 become 0.2 and 0.4 in a dark image too, where nothing is white.",
    points=1,
    hint="Does the scale depend on the image, or is it the same for all images?",
)
def test_scale_pixels_has_one_scale_for_all_images(student: Student) -> None:
    # Stays: a dark image by itself, so that the feedback says what is wrong.
    pixels = np.array([[51, 102], [102, 51]], dtype=np.uint8)
    expect(student.scale_pixels, pixels).equals(np.array([[0.2, 0.4], [0.4, 0.2]]))


@check(
    "Scaled pixels are float64: 3 and 5 keep their distance, and one minus the other is negative.",
    points=1,
    hint="In uint8, 3 − 5 is 254. What is the .dtype of your result?",
)
def test_scale_pixels_gives_real_numbers(student: Student) -> None:
    # Stays: the dtype by itself, so that 3 - 5 = 254 is seen for what it is.
    pixels = np.array([3, 5], dtype=np.uint8)
    expect(student.scale_pixels, pixels).satisfies(
        lambda scaled: (
            scaled.dtype in (np.float64, np.float32)
            and scaled.shape == (2,)
            and abs((scaled[0] - scaled[1]) + 2 / 255) < 1e-8
        ),
        "float64 numbers, the first below the second by 2/255 = 0.00784",
    )


@check(
    "The first hidden layer of 784-16-16-10 has weights of shape (16, 784).",
    points=2,
    hint="W times a column of 784 numbers has to give 16 numbers. Which shape does that?",
)
def test_weights_have_a_row_for_each_neuron_of_this_layer(student: Student) -> None:
    # Stays: weights by themselves, with the course's own sizes.
    expect(student.weights_shape, 784, 16).equals((16, 784))


@check(
    "A layer of 16 neurons has biases of shape (16, 1).",
    points=1,
    hint="The bias is added to W a. What shape has that for one example?",
)
def test_biases_are_a_column(student: Student) -> None:
    # Stays: biases by themselves, with the course's own sizes.
    expect(student.bias_shape, 16).equals((16, 1))


@check(
    "Ten classes give an output of shape (10, 1), and zero or not zero gives (2, 1).",
    points=1,
    hint="How many output neurons are there, and how many columns has one example?",
)
def test_output_has_a_neuron_for_each_class(student: Student) -> None:
    # Stays: the output by itself, with the text's two cases.
    expect(student.output_shape, 10).equals((10, 1))
    expect(student.output_shape, 2).equals((2, 1))


### BEGIN HIDDEN TESTS
@check(
    "An image that is not square is flattened just as well.",
    points=1,
    hint="Which of height and width does your code take for granted?",
)
def test_flatten_any_height_and_width(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    height, width = probe.integer(3, 6), probe.integer(7, 11)
    expect(student.input_size, height, width).equals(reference.input_size)
    expect(student.flatten, probe.array(height, width)).equals(reference.flatten)


@check(
    "A batch of images that are not square keeps every image whole, in its own column.",
    points=2,
    hint="Flatten image 0 by hand. Is it column 0 of your result?",
)
def test_flatten_batch_any_height_and_width(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    images = probe.array(probe.integer(4, 7), 3, 5)
    expect(student.flatten_batch, images).equals(reference.flatten_batch)


@check(
    "A whole batch of images is scaled, and keeps its shape.",
    points=1,
    hint="Does your code work for an array with three axes?",
)
def test_scale_pixels_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    # No pixel is 255: then dividing by the brightest pixel would be right by luck.
    images = probe.images(3, 4, 5) // 2
    expect(student.scale_pixels, images).equals(reference.scale_pixels)


@check(
    "The shapes hold for layers of any size.",
    points=1,
    hint="Does one of your shapes hold for the network of the text alone?",
)
def test_shapes_of_any_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_previous, n_this = probe.integer(20, 90), probe.integer(3, 19)
    expect(student.weights_shape, n_previous, n_this).equals(reference.weights_shape)
    expect(student.bias_shape, n_this).equals(reference.bias_shape)
    expect(student.output_shape, n_this).equals(reference.output_shape)


### END HIDDEN TESTS
