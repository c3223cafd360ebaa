"""Checks of e07: the dense layer."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect

W = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]])
B = np.array([[1.0], [-0.5]])
A = np.array([[2.0], [1.0], [-1.0]])


# A square W goes first: here no size gives a transposed or misplaced W away, so each such
# mistake shows its own wrong numbers, and is known by them in the checks that follow.
@check(
    "Row i of W belongs to neuron i, also when W is square.",
    points=2,
    hint="Which row of W does the first neuron read, and which numbers does it meet there?",
)
def test_each_neuron_reads_its_own_row_of_a_square_matrix(student: Student) -> None:
    # Stays: square, where a transposed W fits and goes wrong in silence.
    square = np.array([[1.0, 2.0], [3.0, 4.0]])
    b = np.array([[0.5], [-0.25]])
    a = np.array([[1.0], [10.0]])
    expect(student.pre_activation, square, b, a).equals(np.array([[21.5], [42.75]]))


@check(
    "The worked example's neurons gather z = -2 and 2.5.",
    points=2,
    hint="Which three products does the first neuron add up, and what comes on top?",
)
def test_pre_activation_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.pre_activation, W, B, A).equals(np.array([[-2.0], [2.5]]))


@check(
    "With silent inputs each neuron is left with its bias, for every example.",
    points=1,
    hint="All inputs are 0. What is there still to add?",
)
def test_silent_inputs_leave_the_bias(student: Student) -> None:
    # Stays: the bias alone, for every example.
    silent = np.zeros((3, 4))
    expected = np.array([[1.0, 1.0, 1.0, 1.0], [-0.5, -0.5, -0.5, -0.5]])
    expect(student.pre_activation, W, B, silent).equals(expected)


@check(
    "Five examples go through at once, one in each column.",
    points=3,
    hint="What are the shapes of W, of a and of z now? Which of them knows that there are five?",
)
def test_pre_activation_of_five_examples(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: five examples of three inputs and four neurons: no two sizes agree.
    [(weights, b)] = probe.network([3, 4])
    a = probe.array(3, 5)
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


@check(
    "The worked example's layer answers 0.1192 and 0.9241.",
    points=2,
    hint="You have z = -2 and z = 2.5. What is still missing?",
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
    points=3,
    hint="Compare one column of your answer with that example on its own: are they the same?",
)
def test_dense_forward_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the whole layer for a batch, as e09 uses it.
    [(weights, b)] = probe.network([5, 3])
    a = probe.array(5, 4, low=0.0, high=1.0)
    expect(student.dense_forward, weights, b, a).equals(reference.dense_forward)


@check(
    "Whole numbers go in, fractions come out.",
    points=1,
    hint="Which dtype has the array that you fill, and can it hold 0.5?",
)
def test_whole_numbers_are_welcome(student: Student, reference: Reference, probe: Probe) -> None:
    weights = probe.integers(-2, 2, 4, 3)
    b = probe.integers(1, 2, 4, 1)
    a = probe.integers(-1, 1, 3, 2)
    expect(student.dense_forward, weights, b, a).equals(reference.dense_forward)


### BEGIN HIDDEN TESTS
@check(
    "Any layer of any size takes any number of examples.",
    points=3,
    hint="Is there a number in your code that belongs to one example only?",
)
def test_pre_activation_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = probe.sizes(2, 2, 9)
    [(weights, b)] = probe.network(sizes)
    a = probe.array(sizes[0], probe.integer(10, 14))
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


@check(
    "The bias goes with the neuron, also when there are as many examples as neurons.",
    points=2,
    hint="Four neurons, four examples: does a bias run along a row of z or down a column?",
)
def test_as_many_examples_as_neurons(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(weights, b)] = probe.network([3, 4])
    a = probe.array(3, 4)
    expect(student.pre_activation, weights, b, a).equals(reference.pre_activation)


@check(
    "A layer of one neuron with one input is a layer too.",
    points=1,
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
    points=2,
    hint="784 pixels a column, 16 neurons: which shape should come out?",
)
def test_dense_forward_of_real_digits(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    images, _ = probe.digits(8)
    x = images.reshape(8, 784).T / 255.0
    [(weights, b)] = probe.network([784, 16])
    expect(student.dense_forward, weights, b, x).equals(reference.dense_forward)


### END HIDDEN TESTS
