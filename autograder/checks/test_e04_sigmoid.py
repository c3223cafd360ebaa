"""What right means in e04: the sigmoid, its slope and its inverse."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

SIX_PLACES = "the text rounds to six places"


@check(
    "sigmoid of 1, 2, 3 is 0.731059, 0.880797, 0.952574.",
    points=2,
    group="the curve",
    hint="Work out sigmoid(1) on paper, step by step. Where does your code part from it?",
)
def test_sigmoid_of_the_lecture_values(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.sigmoid, np.array([1.0, 2.0, 3.0])).equals(
        np.array([0.731059, 0.880797, 0.952574]), atol=1e-6, because=SIX_PLACES
    )


@check(
    "sigmoid(0) is one half.",
    points=1,
    group="the curve",
    hint="What is e to the power 0, and what does the formula make of it?",
)
def test_sigmoid_of_zero(student: Student) -> None:
    # Stays: the first thing to try with a pencil. Many wrong curves meet there, so it comes second.
    expect(student.sigmoid, 0.0).equals(0.5)


@check(
    "Left and right mirror each other: sigmoid(-z) is 1 - sigmoid(z).",
    points=1,
    hint="If a neuron is at 0.9 for some z, where should it be for -z?",
)
def test_sigmoid_mirrors(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the symmetry of the text, which needs no number by heart.
    z = probe.array(6, low=0.5, high=4.0)
    expect(student.sigmoid, -z).equals(1 - reference.sigmoid(z))


@check(
    "Whole numbers are squashed like any others.",
    points=2,
    group="whole numbers",
    hint="Which dtype has the array that your results are put into?",
)
def test_sigmoid_of_whole_numbers(student: Student, reference: Reference) -> None:
    # Stays: whole numbers by themselves, in numbers that can be seen.
    expect(student.sigmoid, np.array([-3, -2, -1, 0, 1, 2, 3])).equals(reference.sigmoid)


@check(
    "A whole batch is squashed at once: an array of shape (3, 4) gives one of shape (3, 4).",
    points=1,
    hint="Does every entry stand for itself, whatever the shape of the array?",
)
def test_sigmoid_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a shape with two axes, as layers have.
    expect(student.sigmoid, probe.array(3, 4)).equals(reference.sigmoid)


@check(
    "At -1000 and 1000 the sigmoid is finite and right: 0 and 1, as far as float64 can tell.",
    points=2,
    group="far out",
    hint="How large is e to the power 1000 in float64, and what does your formula make of that?",
)
def test_sigmoid_far_out(student: Student) -> None:
    # Stays: large numbers, where a formula that is right elsewhere is not a number.
    z = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
    expect(student.sigmoid, z).equals(np.array([0.0, 0.0, 0.5, 1.0, 1.0]))


@check(
    "The slope is 0.25 at 0, where the curve is steepest, and 0.104994 at 2.",
    points=1,
    group="the slope",
    hint="What is sigmoid(0), and what does the formula of the slope make of it?",
)
def test_sigmoid_prime_is_steepest_at_zero(student: Student) -> None:
    # Stays: the height of the slope's peak, which the text names.
    expect(student.sigmoid_prime, np.array([0.0, 2.0])).equals(
        np.array([0.25, 0.104994]), atol=1e-6, because=SIX_PLACES
    )


@check(
    "The slope is 0.16 where the activation is 0.2, at z = -1.386294, and at its mirror image.",
    points=2,
    group="the slope",
    hint="You are given z. Which number has to be known before the slope can be worked out?",
)
def test_sigmoid_prime_of_the_lecture_value(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.sigmoid_prime, np.array([-1.386294, 1.386294])).equals(
        np.array([0.16, 0.16]), atol=1e-6, because=SIX_PLACES
    )


@check(
    "Far out the curve is flat: the slope at -1000 and at 1000 is 0, and a number.",
    points=2,
    group="the slope far out",
    hint="Does one of your steps divide something very large by something very large?",
)
def test_sigmoid_prime_far_out(student: Student) -> None:
    # Stays: the overflow by itself, in numbers that a student can try.
    expect(student.sigmoid_prime, np.array([-1000.0, 1000.0])).equals(np.array([0.0, 0.0]))


@check(
    "logit(0.2) is -1.386294, logit(0.5) is 0 and logit(0.8) is 1.386294.",
    points=3,
    group="the way back",
    hint="Which z gives the activation 0.2? Should it lie to the left of 0 or to the right?",
)
def test_logit_of_the_lecture_value(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.logit, np.array([0.2, 0.5, 0.8])).equals(
        np.array([-1.386294, 0.0, 1.386294]), atol=1e-6, because=SIX_PLACES
    )


### BEGIN HIDDEN TESTS
@oracle
def numeric_slope(reference: Reference, z: np.ndarray) -> np.ndarray:
    """Return how much the sigmoid rises over a small step around z, per step."""
    step = 1e-5
    rise: np.ndarray = reference.sigmoid(z + step) - reference.sigmoid(z - step)
    return rise / (2 * step)


@check(
    "The sigmoid is right from -40 to 40, to nine places.",
    points=2,
    group="the curve",
    hint="Is it the formula of the text, or a curve that looks like it?",
)
def test_sigmoid_over_its_range(student: Student, reference: Reference, probe: Probe) -> None:
    expect(student.sigmoid, probe.array(5, 7, low=-12.0, high=12.0)).equals(reference.sigmoid)
    # Between 15 and 20 the curve still differs from 0 and 1 by more than the tolerance.
    every_other = np.arange(-40.0, 41.0, 2.0) + probe.integer(10, 90) / 100
    expect(student.sigmoid, every_other).equals(reference.sigmoid)


@check(
    "Any whole numbers are squashed, one of them or many.",
    points=1,
    group="whole numbers",
    hint="Which dtype has the array that your results are put into?",
)
def test_sigmoid_of_any_whole_numbers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.sigmoid, probe.integers(-6, 6, 2, 4)).equals(reference.sigmoid)
    expect(student.sigmoid, probe.integer(1, 5)).equals(reference.sigmoid)


@check(
    "Wherever z is far out, the sigmoid is finite and right.",
    points=1,
    group="far out",
    hint="How large is e to the power 800 in float64, and what does your formula make of that?",
)
def test_sigmoid_anywhere_far_out(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    far = probe.array(2, 3, low=720.0, high=990.0)
    expect(student.sigmoid, np.hstack([-far, probe.array(2, 1), far])).equals(reference.sigmoid)


@check(
    "Numbers in float32 are squashed as well.",
    points=1,
    hint="Does your code assume one particular dtype?",
)
def test_sigmoid_of_float32(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = probe.array(6).astype(np.float32)
    expect(student.sigmoid, z).equals(
        reference.sigmoid, rtol=1e-5, atol=1e-6, because="float32 keeps about seven digits"
    )


@check(
    "The slope is the rise of the sigmoid over a small step, for a whole batch.",
    points=3,
    group="the slope",
    hint="Take two values of z close to each other. How fast does the sigmoid rise between them?",
)
def test_sigmoid_prime_is_the_slope(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    z = probe.array(3, 5, low=-5.0, high=5.0)
    expect(student.sigmoid_prime, z).equals(
        reference.numeric_slope(z), rtol=0.0, atol=1e-8, because="a finite step is not quite 0"
    )


@check(
    "Wherever z is far out, the slope is 0, and a number.",
    points=1,
    group="the slope far out",
    hint="Does one of your steps divide something very large by something very large?",
)
def test_sigmoid_prime_anywhere_far_out(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    far = probe.array(2, 3, low=720.0, high=990.0)
    z = np.hstack([-far, probe.array(2, 1, low=0.1), far])
    expect(student.sigmoid_prime, z).equals(reference.sigmoid_prime)


@check(
    "logit leads back from any activation, for a whole batch.",
    points=2,
    group="the way back",
    hint="Take z, squash it, and put the result into logit. What should come out?",
)
def test_logit_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.logit, probe.array(4, 3, low=0.01, high=0.99)).equals(reference.logit)


@check(
    "The slope and the logit of a single number are single numbers.",
    points=2,
    hint="Does your code take for granted that it is given an array?",
)
def test_slope_and_logit_of_one_number(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.sigmoid_prime, probe.integer(50, 300) / 100).equals(reference.sigmoid_prime)
    # Not .5, where the logit and its negative are the same.
    expect(student.logit, probe.integer(10, 45) / 100).equals(reference.logit)


### END HIDDEN TESTS
