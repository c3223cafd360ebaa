"""What right means in e05: other curves, the active zone, and functions in a chain."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

SIX = np.array([-2.0, -0.5, 0.0, 1.0, 1.5, 3.0])


# The worked example: what a student can follow with a pencil.
@check(
    "relu silences -2, -0.5 and 0, and lets 1, 1.5 and 3 through as they are.",
    points=2,
    group="relu",
    hint="Which of the six numbers are positive, and what should become of them?",
)
def test_relu_of_the_six_numbers(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.relu, SIX).equals(np.array([0.0, 0.0, 0.0, 1.0, 1.5, 3.0]))


# In a handout, the only check with two axes: a loop over numbers fails here.
@check(
    "A whole batch is rectified at once: an array of shape (3, 4) gives one of shape (3, 4).",
    points=1,
    hint="Does every entry stand for itself, whatever the shape of the array?",
)
def test_relu_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a shape with two axes, as layers have.
    expect(student.relu, probe.array(3, 4)).equals(reference.relu)


# Only here is the slope asked for at the kink.
@check(
    "The slope of the ReLU at the six numbers is 0, 0, 0, 1, 1, 1.",
    points=2,
    group="relu_prime",
    hint="At which of them does the ReLU move when z is nudged? And what was chosen for 0?",
)
def test_relu_prime_of_the_six_numbers(student: Student) -> None:
    # Stays: the text's own numbers, the kink among them.
    expect(student.relu_prime, SIX).equals(np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0]))


# The worked example: what a student can follow with a pencil.
@check(
    "tanh of -1, 0 and 1 is -0.761594, 0 and 0.761594.",
    points=2,
    group="tanh",
    hint="What does the formula give at 0, and what does yours?",
)
def test_tanh_of_the_worked_values(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.tanh, np.array([-1.0, 0.0, 1.0])).equals(
        np.array([-0.761594, 0.0, 0.761594]), atol=1e-6, because="the text rounds to six places"
    )


# Only here do the exponentials overflow.
@check(
    "At -1000 and 1000 tanh is finite and right: -1 and 1, as far as float64 can tell.",
    points=2,
    group="tanh far out",
    hint="How large is e to the power 1000 in float64, and what does your formula make of that?",
)
def test_tanh_far_out(student: Student) -> None:
    # Stays: the overflow by itself, in numbers that a student can try.
    expect(student.tanh, np.array([-1000.0, 1000.0])).equals(np.array([-1.0, 1.0]))


# The worked example: what a student can follow with a pencil.
@check(
    "The squares of the six numbers are 4, 0.25, 0, 1, 2.25 and 9.",
    points=2,
    group="quadratic",
    hint="What is (-0.5) times (-0.5)?",
)
def test_quadratic_of_the_six_numbers(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.quadratic, SIX).equals(np.array([4.0, 0.25, 0.0, 1.0, 2.25, 9.0]))


# The worked example: what a student can follow with a pencil.
@check(
    "With the threshold 1 the six numbers give 0, 0, 0, 0, 0.5 and 2.",
    points=3,
    group="shifted_relu",
    hint="By how much does 1.5 exceed the threshold? And what if a number does not exceed it?",
)
def test_shifted_relu_of_the_six_numbers(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.shifted_relu, SIX, 1.0).equals(np.array([0.0, 0.0, 0.0, 0.0, 0.5, 2.0]))


# Only here does rectifying before the shift, and again after it, show.
@check(
    "A negative threshold lets the ReLU fire earlier: above -1.",
    points=2,
    group="a negative threshold",
    hint="With the threshold -1, by how much does 0 exceed it?",
)
def test_shifted_relu_with_a_negative_threshold(student: Student) -> None:
    # Stays: the text's six numbers, where rectifying too early shows.
    expect(student.shifted_relu, SIX, -1.0).equals(np.array([0.0, 0.5, 1.0, 2.0, 2.5, 4.0]))


# In a handout, the only check with a weight other than 1.
@check(
    "With the weight 2 and the bias -3 a neuron fires above 1.5.",
    points=2,
    group="active_from",
    hint="Solve 2x - 3 = 0 on paper. What did you do with the 2?",
)
def test_active_from_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.active_from, 2.0, -3.0).equals(1.5)


# The lecture's three biases; a bias of 0 is the one that cannot be divided by.
@check(
    "A bias of 0 lets a neuron fire above 0, a bias of -1 above 1, and one of -10 above 10.",
    points=1,
    group="active_from",
    hint="With weight 1 and bias -10: at which input is the sum exactly 0?",
)
def test_active_from_with_weight_one(student: Student) -> None:
    # Stays: the text's shifts, before a weight comes in.
    expect(student.active_from, 1.0, -1.0).equals(1.0)
    expect(student.active_from, 1.0, -10.0).equals(10.0)
    expect(student.active_from, 1.0, 0.0).equals(0.0)


# Only here does a container of the input's dtype lose its fractions.
@check(
    "Whole numbers are welcome, and so is a threshold between them.",
    points=2,
    group="whole numbers",
    hint="Which dtype has the array that your results are put into? Can it hold 0.5?",
)
def test_whole_numbers_are_welcome(student: Student, reference: Reference) -> None:
    # Stays: whole numbers by themselves, in numbers that can be seen.
    z = np.array([-3, -1, 0, 1, 2])
    expect(student.shifted_relu, z, 0.5).equals(np.array([0.0, 0.0, 0.0, 0.5, 1.5]))
    expect(student.tanh, z).equals(reference.tanh)


### BEGIN HIDDEN TESTS
@oracle
def half_of_sum(reference: Reference, z: np.ndarray) -> np.ndarray:
    """Return the ReLU by another road: half of z and its distance from 0 together."""
    half: np.ndarray = (z + np.abs(z)) / 2
    return half


@oracle
def sigmoid_stretched(reference: Reference, z: np.ndarray) -> np.ndarray:
    """Return tanh by another road: a sigmoid, twice as steep, from -1 to 1."""
    stretched: np.ndarray = 2 / (1 + np.exp(-2 * z)) - 1
    return stretched


# Only here are sums as large as 50: a ReLU that is cut off above 6 fails.
@check(
    "The ReLU is right for any batch, an exact 0 among its numbers.",
    points=1,
    group="relu",
    hint="Try large numbers and small ones, one column and one row: which comes back changed?",
)
def test_relu_of_any_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = probe.array(probe.integer(5, 9), probe.integer(2, 4), low=-50.0, high=50.0)
    z[1, 1] = 0.0
    expect(student.relu, z).equals(reference.half_of_sum(z))


# In grading, the only slope of two axes, with exact zeros in different places.
@check(
    "The slope of the ReLU is right for any batch, also where z is exactly 0.",
    points=1,
    group="relu_prime",
    hint="What does the text choose for the slope at 0? And is it one slope for each number?",
)
def test_relu_prime_of_any_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = probe.array(probe.integer(5, 9), probe.integer(2, 4), low=-50.0, high=50.0)
    z[0, 1] = z[3, 0] = 0.0
    expect(student.relu_prime, z).equals(reference.relu_prime)


# Only here has tanh two axes.
@check(
    "tanh is right for any batch.",
    points=1,
    group="tanh",
    hint="Is it the formula of the text, or a curve that looks like it?",
)
def test_tanh_of_any_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = probe.array(4, 3, low=-4.0, high=4.0)
    expect(student.tanh, z).equals(reference.sigmoid_stretched(z))


# Numbers of no public check, so large that their exponentials overflow.
@check(
    "Wherever z is far out, tanh is finite and right.",
    points=1,
    group="tanh far out",
    hint="How large is e to the power 800 in float64, and what does your formula make of that?",
)
def test_tanh_anywhere_far_out(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    far = probe.array(2, 3, low=720.0, high=990.0)
    expect(student.tanh, np.hstack([-far, probe.array(2, 1), far])).equals(reference.tanh)


# Only here has the quadratic two axes.
@check(
    "The quadratic is right for any batch.",
    points=1,
    group="quadratic",
    hint="Which number does each entry meet: itself, or another?",
)
def test_quadratic_of_any_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.quadratic, probe.array(4, 3, low=-4.0, high=4.0)).equals(reference.quadratic)


# Only here is the threshold not one of the text's.
@check(
    "Any threshold moves the active zone of a whole batch.",
    points=1,
    group="shifted_relu",
    hint="Is there a 1, the threshold of the worked example, in your code?",
)
def test_shifted_relu_of_any_threshold(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    x = probe.array(5, 4, low=-6.0, high=6.0)
    threshold = probe.integer(120, 480) / 100
    # An input that stands on the threshold, and one that the shift must not let through.
    x[0, 0], x[1, 1] = threshold, threshold / 2
    expect(student.shifted_relu, x, threshold).equals(reference.half_of_sum(x - threshold))


# Negative thresholds of no public check.
@check(
    "Any negative threshold lets the ReLU fire earlier.",
    points=1,
    group="a negative threshold",
    hint="With the threshold -3, by how much does -1 exceed it?",
)
def test_shifted_relu_of_any_negative_threshold(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    x = probe.array(3, 4, low=-6.0, high=6.0)
    threshold = -probe.integer(120, 480) / 100
    x[0, 0] = threshold / 2
    expect(student.shifted_relu, x, threshold).equals(reference.half_of_sum(x - threshold))


# Whole numbers of no public check.
@check(
    "Any whole numbers are welcome, whatever the threshold between them.",
    points=1,
    group="whole numbers",
    hint="Which dtype has the array that your results are put into? Can it hold 0.25?",
)
def test_any_whole_numbers_are_welcome(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = np.append(probe.integers(-6, 6, 5), 4)
    expect(student.shifted_relu, z, 0.25).equals(reference.half_of_sum(z - 0.25))
    expect(student.tanh, z).equals(reference.tanh)


# Only here is the bias positive.
@check(
    "Any positive weight and any bias say where the neuron begins to fire.",
    points=1,
    group="active_from",
    hint="Put your answer in place of x: is w x + b then 0?",
)
def test_active_from_of_any_neuron(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    w = probe.integer(11, 90) / 10
    expect(student.active_from, w, probe.integer(1, 9) / 4).equals(reference.active_from)
    expect(student.active_from, w, -probe.integer(1, 9) / 4).equals(reference.active_from)


# Only here is z no array: a copy of it, or a mask on it, fails.
@check(
    "One number is as good as an array, for every curve.",
    points=1,
    hint="Does your code take for granted that z has a shape?",
)
def test_curves_of_one_number(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = probe.integer(20, 300) / 100
    expect(student.relu, -z).equals(reference.relu)
    expect(student.relu_prime, z).equals(reference.relu_prime)
    expect(student.tanh, z).equals(reference.tanh)
    expect(student.quadratic, -z).equals(reference.quadratic)
    expect(student.shifted_relu, z, 0.125).equals(reference.shifted_relu)


### END HIDDEN TESTS
