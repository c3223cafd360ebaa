"""Checks of e13: the downhill step."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

# 16 of 32 points belong to each function: a mistake that spoils one of them costs half.
# Some mistakes are caught by several checks. A worked example stays as the one to follow with a
# pencil; a public check and its hidden sibling both stay, since a handout has the first alone and
# only the second sees sizes and numbers that were written into the code.

# The lecture prints the way down, -gradient: .18, .45, -.51, -.40 with the sign turned, and so on.
PARAMETERS = [(np.array([[2.25, -1.57, 1.98, -1.16, 3.82]]), np.array([[1.21]]))]
GRADIENTS = [(np.array([[-0.18, -0.45, 0.51, -0.40, 0.32]]), np.array([[-0.82]]))]


@check(
    "The worked parameters become 2.268, -1.525, 1.929, -1.12, 3.788 and 1.292.",
    points=3,
    hint="2.25 has the slope -.18. Does it go up or down, and how far?",
    group="one step",
)
def test_step_of_the_worked_parameters(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expected = [(np.array([[2.268, -1.525, 1.929, -1.12, 3.788]]), np.array([[1.292]]))]
    expect(student.step, PARAMETERS, GRADIENTS, 0.1).equals(expected)


@check(
    "Every layer of a 3-4-2 network takes its step.",
    points=3,
    hint="How many pairs are in the list, and how many do you hand back?",
    group="a step of every layer",
)
def test_step_of_a_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a network of two layers, as the text has it.
    parameters, gradients = probe.network([3, 4, 2]), probe.network([3, 4, 2])
    expect(student.step, parameters, gradients, 0.25).equals(reference.step)


@check(
    "Parameters that are whole numbers can take a step of a fraction.",
    points=2,
    hint="Which dtype have the parameters here? Can such an array hold .1?",
    group="whole numbers",
)
def test_step_of_whole_numbers(student: Student) -> None:
    # Stays: numbers for the text's sentence on whole numbers, before fresh ones.
    parameters = [(np.array([[3, -2], [1, 0]]), np.array([[1], [-1]]))]
    gradients = [(np.array([[5.0, 2.5], [-1.0, 0.5]]), np.array([[-2.0], [3.5]]))]
    expected = [(np.array([[2.5, -2.25], [1.1, -0.05]]), np.array([[1.2], [-1.35]]))]
    expect(student.step, parameters, gradients, 0.1).equals(expected)


@check(
    "With eta .1 the walk from 0 visits 0, .6, 1.08 and 1.464.",
    points=3,
    hint="What is the slope of (w - 3)² at 0, and where does the first step lead?",
    group="the walk",
)
def test_the_worked_walk(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.descend, 0.0, 0.1, 3).equals([0.0, 0.6, 1.08, 1.464])


# A worked number of the text; any other learning rate is graded out of sight.
@check(
    "With eta 1 the walk from 0 leaps between 0 and 6.",
    points=2,
    hint="How far is 0 from the lowest point, and how far on the other side do you land?",
    group="the walk",
)
def test_a_walk_that_leaps_to_and_fro(student: Student) -> None:
    # Stays: the text's eta of 1.
    expect(student.descend, 0.0, 1.0, 4).equals([0.0, 6.0, 0.0, 6.0, 0.0])


# A list of 21 numbers: the place where a walk that stops early, or at the bottom, shows.
@check(
    "With eta 1.1 the walk from 0 runs away: after 20 steps it is at -112.01.",
    points=2,
    hint="Does anything in your code keep the walk from going the wrong way?",
    group="the walk",
)
def test_a_walk_that_runs_away(student: Student, reference: Reference) -> None:
    # Stays: the text's -112.01.
    expect(student.descend, 0.0, 1.1, 20).equals(reference.descend)


### BEGIN HIDDEN TESTS
@oracle
def by_formula(reference: Reference, start: float, eta: float, steps: int) -> list[float]:
    """Return the visited w: each step multiplies the distance to 3 by 1 - 2 eta."""
    return [3.0 + (start - 3.0) * (1.0 - 2.0 * eta) ** t for t in range(steps + 1)]


@check(
    "One layer takes its step for any numbers.",
    points=3,
    hint="Work the first weight out on paper: its slope, times eta, and then which way?",
    group="one step",
)
def test_step_of_one_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh numbers, so that answers fitted to the worked ones earn nothing.
    eta = probe.integer(11, 49) / 100
    expect(student.step, probe.network([5, 3]), probe.network([5, 3]), eta).equals(reference.step)


@check(
    "Whole numbers of any layer can take a step of a fraction.",
    points=2,
    hint="Which dtype have the parameters here? Can such an array hold a fraction?",
    group="whole numbers",
)
def test_step_of_any_whole_numbers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh numbers; W of whole numbers with fractional b.
    parameters = [(probe.integers(-3, 3, 2, 3), probe.array(2, 1, low=0.1, high=0.9))]
    gradients = [(probe.array(2, 3), probe.array(2, 1))]
    expect(student.step, parameters, gradients, 0.1).equals(reference.step)


@check(
    "Networks of any depth take steps of any size.",
    points=3,
    hint="Is there a learning rate or a number of layers written into your code?",
    group="a step of every layer",
)
def test_step_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = probe.sizes(probe.integer(4, 6), 2, 7)
    eta = probe.integer(1, 300) / 100
    expect(student.step, probe.network(sizes), probe.network(sizes), eta).equals(reference.step)


@check(
    "A walk from anywhere, at any rate, is right at every step.",
    points=6,
    hint="Is there a start or a rate written into your code? On which side of 3 do you begin?",
    group="the walk",
)
def test_a_walk_from_anywhere(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    start = probe.integer(400, 900) / 100
    eta = probe.integer(5, 45) / 100
    steps = probe.integer(7, 12)
    expect(student.descend, start, eta, steps).equals(reference.by_formula(start, eta, steps))


# Where a walk shows that moves first and asks afterwards whether it should.
@check(
    "A walk of no steps has been at its start, and nowhere else.",
    points=3,
    hint="If no step is taken, how many places were visited?",
    group="the walk",
)
def test_a_walk_of_no_steps(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    start = probe.integer(-500, 500) / 100
    expect(student.descend, start, 0.1, 0).equals([start])


### END HIDDEN TESTS
