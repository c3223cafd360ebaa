"""Checks of e12: the cost."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

# Of 32 points 8 belong to example_cost, 8 to cost and 16 to cost_prime, which e15 builds on. A
# mistake in both kinds of cost, such as a half in front, costs 16.

# The network's ten outputs for the picture of a 3, and the output that was wanted.
OUTPUT = np.array([[0.43, 0.28, 0.19, 0.88, 0.72, 0.01, 0.64, 0.86, 0.99, 0.63]]).T
THREE = np.array([[0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]).T


@check(
    "The worked example costs 3.3585.",
    points=1,
    hint="How far does each neuron miss its target, and what happens to each miss?",
    group="the cost of one example",
)
def test_cost_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.example_cost, OUTPUT, THREE).equals(3.3585)


@check(
    "An output of .1 everywhere costs 0.9, zeros cost 1, and .5 everywhere costs 2.5.",
    points=1,
    hint="With zeros everywhere, only one neuron misses. By how much?",
    group="the cost of one example",
)
def test_costs_that_can_be_found_in_the_head(student: Student) -> None:
    # Stays: three costs that can be found in the head.
    expect(student.example_cost, np.full((10, 1), 0.1), THREE).equals(0.9)
    expect(student.example_cost, np.zeros((10, 1)), THREE).equals(1.0)
    expect(student.example_cost, np.full((10, 1), 0.5), THREE).equals(2.5)


@check(
    "The cost of any example is right.",
    points=4,
    hint="Take two neurons only and work it out on paper: which step differs?",
    group="the cost of one example",
)
def test_cost_of_any_example(student: Student, reference: Reference, probe: Probe) -> None:
    # No two outputs are equal: then a 1 in the wrong place would cost the same. And the squares of
    # these thousandths add up to 0.000155, so that no cost has four decimals only.
    thousandths = np.array([[1], [2], [3], [4], [5], [6], [8]]) / 1000
    a = probe.array(7, 1, low=0.01, high=0.98) + thousandths
    y = probe.one_hot(7, 1)
    expect(student.example_cost, a, y).equals(reference.example_cost)


@check(
    "Two examples that cost 4 and 2 cost 3 as a set.",
    points=1,
    hint="You have the two costs, 4 and 2. Which number speaks for both?",
    group="the cost of a set",
)
def test_cost_of_a_set_of_two(student: Student) -> None:
    # Stays: the hint's 4 and 2, which make 3.
    outputs = np.array([[1.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0]])
    wanted = np.array([[0.0, 1.0], [0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 0.0]])
    expect(student.cost, outputs, wanted).equals(3.0)


@check(
    "The cost of a set is the mean of its examples' costs.",
    points=1,
    hint="Over which axis do you sum, and how many numbers are left to be averaged?",
    group="the cost of a set",
)
def test_cost_of_a_set(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: several examples and outputs of different number, so that the two means differ.
    # Many decimals: sums of few could agree by luck.
    outputs = probe.array(4, 6, low=0.01, high=0.98) + probe.array(4, 6, low=0.0) / 1000
    wanted = probe.one_hot(4, 6)
    expect(student.cost, outputs, wanted).equals(reference.cost)


# Before the worked one: a single example does not show a division by their number.
@check(
    "In a batch every example keeps its own slopes, in its own column.",
    points=4,
    hint="Do an example's slopes change because others stand next to it?",
    group="the slopes of a batch",
)
def test_slopes_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a student sees it, and its twin with fresh numbers is hidden.
    outputs = probe.array(4, 6, low=0.01, high=0.99)
    wanted = probe.one_hot(4, 6)
    expect(student.cost_prime, outputs, wanted).equals(reference.cost_prime)


@check(
    "The slopes of the worked example are .86, .56, .38, -.24, and so on.",
    points=4,
    hint="What is the derivative of a square? Which one neuron should say more?",
    group="the slopes of one example",
)
def test_slopes_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    slopes = np.array([[0.86, 0.56, 0.38, -0.24, 1.44, 0.02, 1.28, 1.72, 1.98, 1.26]]).T
    expect(student.cost_prime, OUTPUT, THREE).equals(slopes)


@check(
    "Whole numbers are welcome, and their mean may be a fraction.",
    points=1,
    hint="The two examples cost 1 and 2. Where does the half get lost?",
    group="whole numbers",
)
def test_whole_numbers_are_welcome(student: Student) -> None:
    # Stays: integers in, fractions out.
    outputs = np.array([[0, 1], [1, 0], [0, 0]])
    wanted = np.array([[0, 0], [0, 0], [0, 1]])
    expect(student.cost, outputs, wanted).equals(1.5)


### BEGIN HIDDEN TESTS
@oracle
def slopes_by_central_differences(reference: Reference, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Nudge each output up and down and see how much the example's cost changes."""
    eps = 1e-5
    slopes = np.zeros_like(a)
    for i in range(a.shape[0]):
        up, down = a.copy(), a.copy()
        up[i, 0] += eps
        down[i, 0] -= eps
        slopes[i, 0] = (reference.example_cost(up, y) - reference.example_cost(down, y)) / (2 * eps)
    return slopes


@check(
    "The slopes are what a tiny nudge of each output finds.",
    points=4,
    hint="Raise one output by 0.00001: by how much does the cost change, and in which direction?",
    group="the slopes of one example",
)
def test_slopes_by_central_differences(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    a = probe.array(5, 1, low=0.01, high=0.99)
    y = probe.one_hot(5, 1)
    expect(student.cost_prime, a, y).equals(
        reference.slopes_by_central_differences(a, y),
        rtol=1e-6,
        atol=1e-8,
        because="central differences with a step of 1e-5 are this exact",
    )


@check(
    "A set that holds every example twice costs what it cost before.",
    points=1,
    hint="Twice the examples: is the network twice as wrong?",
    group="the cost of a set",
)
def test_a_doubled_set_costs_the_same(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    outputs = probe.array(3, 5, low=0.01, high=0.98) + probe.array(3, 5, low=0.0) / 1000
    wanted = probe.one_hot(3, 5)
    expected = reference.cost(outputs, wanted)
    expect(student.cost, np.hstack([outputs, outputs]), np.hstack([wanted, wanted])).equals(
        expected
    )


@check(
    "Sets of any size and outputs of any number are costed.",
    points=2,
    hint="Is there a 10, or any other number of this one example, in your code?",
    group="the cost of a set",
)
def test_cost_of_a_set_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(2, 8)
    m = probe.integer(9, 14)
    outputs = probe.array(n, m, low=0.01, high=0.98) + probe.array(n, m, low=0.0) / 1000
    wanted = probe.one_hot(n, m)
    expect(student.cost, outputs, wanted).equals(reference.cost)


@check(
    "One output neuron and a target that is no digit are costed too.",
    points=1,
    hint="Does your cost need a 1 somewhere in y?",
    group="the cost of one example",
)
def test_cost_of_a_single_output(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    hundredths = probe.integer(60, 95)
    a = np.array([[hundredths / 100.0]])
    y = np.array([[0.25]])
    expect(student.example_cost, a, y).equals((hundredths - 25) ** 2 / 10_000)


@check(
    "An output that is exactly right costs 0.",
    points=1,
    hint="Every neuron says what was wanted. How many misses are there to add up?",
    group="the cost of one example",
)
def test_cost_of_a_right_output(student: Student, probe: Probe) -> None:
    # Stays: the one cost that neither a logarithm nor a division takes.
    y = probe.one_hot(probe.integer(3, 6), 1)
    expect(student.example_cost, y, y).equals(0.0)


@check(
    "Sets of whole numbers cost what they cost as fractions.",
    points=2,
    hint="Which of your steps keeps whole numbers only?",
    group="whole numbers",
)
def test_any_whole_numbers_are_welcome(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh numbers; an odd sum over two examples, so that half of it is no whole number.
    outputs = probe.integers(0, 1, 3, 2)
    wanted = np.zeros((3, 2), dtype=np.int64)
    wanted[0, 0] = 1 - outputs[0, 0] if np.sum(outputs) % 2 == 0 else outputs[0, 0]
    if np.sum((outputs - wanted) ** 2) % 2 == 0:
        wanted[1, 1] = 1 - wanted[1, 1]
    expect(student.cost, outputs, wanted).equals(reference.cost)


@check(
    "The slopes of a batch of any size are right, whole numbers included.",
    points=4,
    hint="Is there a size written into your code, or a mean that is not asked here?",
    group="the slopes of a batch",
)
def test_slopes_of_any_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n, m = probe.integer(3, 5), probe.integer(7, 9)
    outputs = probe.array(n, m, low=0.01, high=0.99)
    wanted = probe.one_hot(n, m).astype(np.int64)
    expect(student.cost_prime, outputs, wanted).equals(reference.cost_prime)


### END HIDDEN TESTS
