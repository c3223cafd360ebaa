"""Checks of e07: the dense layer."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect

W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
B = np.array([[1.0], [-0.5]])
A = np.array([[2.0], [1.0], [-1.0]])

BY_HAND = "by hand, and again with fresh numbers"
BATCH = "a batch of any size"
SQUASH = "the squash, by hand and far from 0"


# A square W and as many examples go first: here no size gives a transposed or misplaced W away, so
# each such mistake shows its own wrong numbers, and is known by them in the checks that follow.
@check(
    "Row i of W belongs to neuron i, also when W is square.",
    points=6,
    hint="Which row of W does the first neuron read, and which numbers does it meet there?",
    group=BY_HAND,
)
def test_each_neuron_reads_its_own_row_of_a_square_matrix(student: Student) -> None:
    # Stays: square, where a transposed W fits and goes wrong in silence.
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    b = np.array([[0.5], [-0.25]])
    a = np.array([[1.0, 2.0], [10.0, -1.0]])
    expected = np.array([[21.5, 0.5], [42.75, 1.75]])
    expect(student.pre_activation, square, b, a).equals(expected)


@check(
    "The worked example's neurons gather z = -2 and 2.5.",
    points=7,
    hint="Which three products does the first neuron add up, and what comes on top?",
    group=BY_HAND,
)
def test_pre_activation_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.pre_activation, W, B, A).equals(np.array([[-2.0], [2.5]]))


@check(
    "With silent inputs each neuron is left with its bias, for every example.",
    points=8,
    hint="All inputs are 0. What is there still to add?",
)
def test_silent_inputs_leave_the_bias(student: Student, probe: Probe) -> None:
    # Stays: the bias alone, for every example.
    [(weights, b)] = probe.network([3, 2])
    expect(student.pre_activation, weights, b, np.zeros((3, 4))).equals(np.hstack([b, b, b, b]))


@check(
    "Five examples go through at once, one in each column.",
    points=10,
    hint="What are the shapes of W, of a and of z now? Which of them knows that there are five?",
    group=BATCH,
)
def test_pre_activation_of_five_examples(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: five examples of three inputs and four neurons: no two sizes agree.
    [(weights, b)] = probe.network([3, 4])
    a = probe.array(3, 5)
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


# Whole numbers times whole numbers are whole: where z is kept as it came, .5 finds no room.
@check(
    "Whole weights leave the biases their fractions.",
    points=9,
    hint="W @ a holds whole numbers here. Which dtype has it, and can it take in 0.5?",
)
def test_whole_weights_and_fractional_biases(
    student: Student, reference: Reference, probe: Probe
) -> None:
    weights = probe.integers(-2, 2, 4, 3)
    b = probe.array(4, 1, low=0.1, high=0.9)
    a = probe.integers(-1, 1, 3, 2)
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


@check(
    "The worked example's layer answers 0.1192 and 0.9241.",
    points=6,
    hint="You have z = -2 and z = 2.5. What is still missing?",
    group=SQUASH,
)
def test_dense_forward_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.dense_forward, W, B, A).equals(
        np.array([[0.1192], [0.9241]]),
        rtol=0.0,
        atol=5e-5,
        because="the worked numbers are rounded to four decimals",
    )


@check(
    "The layer squashes every neuron's z for every example.",
    points=9,
    hint="Compare one column of your answer with that example on its own: are they the same?",
    group=SQUASH,
)
def test_dense_forward_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the whole layer for a batch, as e09 uses it.
    [(weights, b)] = probe.network([5, 3])
    a = probe.array(5, 4, low=0.0, high=1.0)
    expect(student.dense_forward, weights, b, a).equals(reference.dense_forward)


@check(
    "Whole numbers go in, fractions come out.",
    points=10,
    hint="Work the first activation out on paper. From which step on does yours differ?",
)
def test_whole_numbers_are_welcome(student: Student, reference: Reference, probe: Probe) -> None:
    weights = probe.integers(-2, 2, 4, 3)
    b = probe.integers(1, 2, 4, 1)
    a = probe.integers(-1, 1, 3, 2)
    expect(student.dense_forward, weights, b, a).equals(reference.dense_forward)


### BEGIN HIDDEN TESTS
@check(
    "Any layer of any size takes any number of examples.",
    points=6,
    hint="Is there a number in your code that belongs to one example only?",
    group=BATCH,
)
def test_pre_activation_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = probe.sizes(2, 2, 9)
    [(weights, b)] = probe.network(sizes)
    a = probe.array(sizes[0], probe.integer(10, 14))
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


# All sizes are equal by design: whatever lies on the wrong axis fits, and shows in the numbers.
@check(
    "The bias goes with the neuron, also when neurons, inputs and examples are equally many.",
    points=4,
    hint="Three neurons, three examples: does a bias run along a row of z or down a column?",
    group=BY_HAND,
)
def test_as_many_examples_as_neurons(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(weights, b)] = probe.network([3, 3])
    a = probe.array(3, 3)
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


@check(
    "The squash holds where a neuron gathers as much as 40, or as little as -40.",
    points=4,
    hint="What should an activation be where z is 40, and where it is -40?",
    group=SQUASH,
)
def test_dense_forward_far_from_zero(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(weights, b)] = probe.network([4, 5])
    # One example gathers about 40, one about -40, and four anything between.
    towards = 10.0 * np.sign(weights[:1].T)
    a = np.hstack([towards, -towards, probe.array(4, 4, low=-6.0, high=6.0)])
    expect(student.dense_forward, weights, b, a).equals(reference.dense_forward)


@check(
    "A layer of one neuron with one input is a layer too.",
    points=9,
    hint="Does your answer keep two axes when there is one neuron only?",
)
def test_a_single_neuron_with_a_single_input(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(weights, b)] = probe.network([1, 1])
    a = probe.array(1, 6, low=0.5, high=2.0)
    expect(student.dense_forward, weights, b, a).equals(reference.dense_forward)


@check(
    "Sixteen neurons look at real handwritten digits.",
    points=12,
    hint="784 pixels a column, 16 neurons: which shape should come out?",
)
def test_dense_forward_of_real_digits(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    images, _ = probe.digits(8)
    x = images.reshape(8, 784).T / 255.0
    [(weights, b)] = probe.network([784, 16])
    expect(student.dense_forward, weights, b, x).equals(reference.dense_forward)


### END HIDDEN TESTS
