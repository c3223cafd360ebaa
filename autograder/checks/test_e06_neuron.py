"""What right means in e06: one neuron, its bias unit, and gates made of it."""

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

# The neuron of the worked example.
W = np.array([-2.0, 4.0, 1.5])
X = np.array([66.0, 39.0, 12.0])
B = -0.5
THETA = np.array([-0.5, -2.0, 4.0, 1.5])

FOUR_DECIMALS = "the worked numbers are rounded to four decimals"


def table(name: str, *answers: float) -> dict[str, float]:
    """Return the truth table of a gate, 1 for yes and 0 for no, its rows counted upwards."""
    n_inputs = (len(answers) - 1).bit_length()
    rows = itertools.product((0, 1), repeat=n_inputs)
    return {
        f"{name}({', '.join(map(str, row))})": float(answer)
        for row, answer in zip(rows, answers, strict=True)
    }


def table_of(name: str) -> Callable[[Any], dict[str, float]]:
    """Return what works out the truth table that a tuple (bias, weights…) makes.

    By the sign of z alone, in the check's own arithmetic: whatever the numbers, whoever gets the
    table right is right. A z of 0 is undecided, and shown as one half.
    """

    def worked_out(theta: Any) -> dict[str, float]:
        bias, *weights = (float(number) for number in theta)
        rows = itertools.product((0, 1), repeat=len(weights))
        sums = [bias + sum(w * x for w, x in zip(weights, row, strict=True)) for row in rows]
        return table(name, *(0.5 + 0.5 * float(np.sign(z)) for z in sums))

    return worked_out


def is_theta(n_inputs: int) -> Callable[[Any], bool]:
    """Return what tells whether a value is a bias and `n_inputs` weights."""
    return lambda value: how_many(value) == 1 + n_inputs


def how_many(value: Any) -> int:
    """Return how many numbers there are: a missing bias is known by that, whatever the weights."""
    numbers = np.asarray(value)
    if numbers.dtype.kind not in "iuf" or numbers.ndim != 1 or not np.all(np.isfinite(numbers)):
        raise ValueError("these are no numbers in a row")
    return len(numbers)


def yes_or_no(a: float) -> float:
    """Return 1 for an activation above one half, 0 for one below; what is none, as it is."""
    if 0.5 < a <= 1:
        return 1.0
    return 0.0 if 0 <= a < 0.5 else a


# How an XNOR can be built of gates. Between 0 and 1 these differ; an XNOR goes one of the roads.
ROADS: tuple[Callable[..., float], ...] = (
    lambda x1, x2, AND, OR, NOT, NOR: said(OR, said(AND, x1, x2), said(NOR, x1, x2)),
    lambda x1, x2, AND, OR, NOT, NOR: said(
        OR, said(AND, x1, x2), said(AND, said(NOT, x1), said(NOT, x2))
    ),
    # NOT of "at least one, but not both".
    lambda x1, x2, AND, OR, NOT, NOR: said(
        NOT, said(AND, said(OR, x1, x2), said(NOT, said(AND, x1, x2)))
    ),
    # Each is at least what the other is.
    lambda x1, x2, AND, OR, NOT, NOR: said(
        AND, said(OR, x1, said(NOT, x2)), said(OR, said(NOT, x1), x2)
    ),
    # Neither of the two ways to differ.
    lambda x1, x2, AND, OR, NOT, NOR: said(
        NOR, said(AND, x1, said(NOT, x2)), said(AND, said(NOT, x1), x2)
    ),
    lambda x1, x2, AND, OR, NOT, NOR: said(
        NOT, said(OR, said(AND, x1, said(NOT, x2)), said(AND, said(NOT, x1), x2))
    ),
)


# How one can do without any gate.
COMPARISONS: tuple[Callable[[float, float], bool], ...] = (
    lambda x1, x2: x1 == x2,
    lambda x1, x2: (x1 > 0.5) == (x2 > 0.5),
)


def said(theta: Any, *inputs: float) -> float:
    """Return the activation of a gate, in the check's own arithmetic."""
    bias, *weights = (float(number) for number in theta)
    z = bias + sum(weight * x for weight, x in zip(weights, inputs, strict=True))
    return 0.5 * (1 + math.tanh(z / 2))


def said_on_the_road(
    road: Callable[..., float], pairs: Sequence[tuple[float, float]], gates: Mapping[str, Any]
) -> list[float | None]:
    """Return 1 for yes and 0 for no for each pair of inputs; None if the gates do not decide it."""
    try:
        answers = [road(x1, x2, **gates) for x1, x2 in pairs]
    except (TypeError, ValueError):
        # No biases and weights of these gates: their own checks say so.
        return [None for _ in pairs]
    return [1.0 if a > 0.9 else 0.0 if a < 0.1 else None for a in answers]


def differing(decided: Sequence[float | None], answers: Sequence[Any]) -> int:
    """Return how many answers are not what was decided, where anything was."""
    return sum(
        one is not None
        and (not isinstance(got, (int, float, np.number)) or yes_or_no(float(got)) != one)
        for one, got in zip(decided, answers, strict=True)
    )


def expect_gate(student: Student, name: str, *answers: int) -> None:
    """Expect the constant `name` to be a bias and weights with this truth table."""
    n_inputs = (len(answers) - 1).bit_length()
    weights = "one weight" if n_inputs == 1 else f"{n_inputs} weights"
    expect(student.constant(name)).satisfies(
        is_theta(n_inputs), f"a tuple of numbers: the bias, then {weights}", through=how_many
    )
    expect(student.constant(name)).equals(table(name, *answers), through=table_of(name))


# The worked example: what a student can follow with a pencil.
@check(
    "The worked neuron gathers z = 41.5.",
    points=2,
    group="weighted_sum",
    hint="Which three products are summed, and what comes on top?",
)
def test_weighted_sum_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.weighted_sum, W, X, B).equals(41.5)


# It stays for its sentence: what the bias is there for.
@check(
    "When all inputs are silent, the bias alone is left.",
    points=1,
    group="weighted_sum",
    hint="Every product is 0. Which number does not depend on the inputs?",
)
def test_weighted_sum_of_silent_inputs(student: Student) -> None:
    # Stays: the bias alone, so that a missing one cannot hide behind a large sum.
    expect(student.weighted_sum, W, np.zeros(3), B).equals(-0.5)


# The worked example, and far from saturation: what a step gets wrong shows here.
@check(
    "With the bias -10, sums of 8, 10 and 12 give 0.1192, 0.5 and 0.8808.",
    points=3,
    group="neuron",
    hint="What is z for each of the three, and what does the sigmoid make of it?",
)
def test_neuron_with_a_bias_of_minus_ten(student: Student) -> None:
    # Stays: sums near 0, where the sigmoid is not saturated and mistakes show.
    w = np.array([1.0, 1.0])
    rows = (([7.0, 5.0], 0.8808), ([5.0, 3.0], 0.1192), ([7.0, 3.0], 0.5))
    # It takes more than one sum to tell one curve from another: they come before any is judged.
    for x, _ in rows:
        student.neuron(w, np.array(x), -10.0)
    for x, expected in rows:
        expect(student.neuron, w, np.array(x), -10.0).equals(
            expected, rtol=0.0, atol=5e-5, because=FOUR_DECIMALS
        )


# The worked example: what a student can follow with a pencil.
@check(
    "The bias unit stands before the inputs: 66, 39, 12 become 1, 66, 39, 12.",
    points=2,
    group="with_bias_unit",
    hint="How many entries are there now, and which of them is always 1?",
)
def test_with_bias_unit_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.with_bias_unit, X).equals(np.array([1.0, 66.0, 39.0, 12.0]))


# The lecture's -61.5 would be silent; a forgotten bias is saturated, and shows below.
@check(
    "The worked neuron, written as theta, is fully active: z is 41.5.",
    points=1,
    group="neuron_theta",
    hint="Which entry of theta is the bias, and which number does it multiply?",
)
def test_neuron_theta_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.neuron_theta, THETA, X).equals(1.0)


# In a handout, the only check in which theta's neuron is not saturated.
@check(
    "Theta and (w, b) are two ways to write the same neuron.",
    points=2,
    group="neuron_theta",
    hint="Take theta apart into a bias and weights. Do both ways gather the same z?",
)
def test_neuron_theta_agrees_with_neuron(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: the two ways to write a neuron against each other.
    theta, x = probe.array(5), probe.array(4, low=0.1)
    # A bias that by chance is 0 can be forgotten.
    theta[0] = probe.integer(50, 150) / 100.0
    expect(student.neuron_theta, theta, x).equals(reference.neuron(theta[1:], x, theta[0]))


# The worked example: what a student can follow with a pencil.
@check(
    "A gate with theta = (-15, 30, -30) says yes to 1 and 0, and no otherwise.",
    points=2,
    group="gate",
    hint="What is z for the inputs 0 and 1, and what is its sigmoid?",
)
def test_gate_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    for x1, x2 in itertools.product((0, 1), repeat=2):
        expect(student.gate, (-15.0, 30.0, -30.0), x1, x2).equals(float(x1 > x2), through=yes_or_no)


# In a handout, the only check of a gate whose inputs are not two.
@check(
    "A gate takes as many inputs as theta has weights: one, or three.",
    points=1,
    group="gate",
    hint="Where does your code say how many inputs there are?",
)
def test_gate_with_one_input_or_three(student: Student) -> None:
    # Stays: other numbers of inputs than two, as NOT has.
    expect(student.gate, (-10.0, 20.0), 1).equals(1.0, through=yes_or_no)
    expect(student.gate, (-50.0, 20.0, 20.0, 20.0), 1, 1, 0).equals(0.0, through=yes_or_no)
    expect(student.gate, (-50.0, 20.0, 20.0, 20.0), 1, 1, 1).equals(1.0, through=yes_or_no)


# Each of the four is the only check of its constant when xnor is written without gates.
@check(
    "AND says yes if both inputs are 1, and no otherwise.",
    points=3,
    hint="Work out z for each row of inputs. Which rows must stay below 0?",
)
def test_and(student: Student) -> None:
    # Stays: the gate by itself; XNOR would not say which of its parts is wrong.
    expect_gate(student, "AND", 0, 0, 0, 1)


@check(
    "OR says yes if at least one input is 1, and no otherwise.",
    points=3,
    hint="A single 1 has to be enough, and no 1 must not be. Work out z for each row: is it so?",
)
def test_or(student: Student) -> None:
    # Stays: the gate by itself; XNOR would not say which of its parts is wrong.
    expect_gate(student, "OR", 0, 1, 1, 1)


@check(
    "NOT says yes to 0 and no to 1.",
    points=3,
    hint="What is z when the input is 0? And which way should a 1 push it?",
)
def test_not(student: Student) -> None:
    expect_gate(student, "NOT", 1, 0)


@check(
    "NOR says yes if neither input is 1, and no otherwise.",
    points=3,
    hint="What is z when both inputs are 0? And which way should a 1 push it?",
)
def test_nor(student: Student) -> None:
    # Stays: the gate by itself; XNOR would not say which of its parts is wrong.
    expect_gate(student, "NOR", 1, 0, 0, 0)


# Only here do gates hear gates.
@check(
    "XNOR, made of gates, says yes if both inputs are the same.",
    points=2,
    group="xnor",
    hint="What does each of the three gates say in this row, one after another? Is it near 0 or 1?",
)
def test_xnor(student: Student) -> None:
    # Gates that are not written yet make this one to do as well, and not an error.
    for name in ("AND", "OR", "NOR"):
        student.constant(name)()
    rows = [*itertools.product((0, 1), repeat=2)]
    # It takes all four rows to tell one mistake from another: they come before any is judged.
    for x1, x2 in rows:
        expect(student.xnor, x1, x2).satisfies(
            lambda a: 0 <= a <= 1, "an activation, from 0 to 1", through=yes_or_no
        )
    for x1, x2 in rows:
        expect(student.xnor, x1, x2).equals(float(x1 == x2), through=yes_or_no)


### BEGIN HIDDEN TESTS
@oracle
def step_by_step(reference: Reference, w: np.ndarray, x: np.ndarray, b: float) -> float:
    """Gather the weighted sum one input at a time, the bias first."""
    z = float(b)
    for weight, heard in zip(w, x, strict=True):
        z += float(weight) * float(heard)
    return z


# Only here are there more than three inputs, or whole numbers beside a bias that is none.
@check(
    "A neuron gathers any number of inputs, whole numbers among them.",
    points=1,
    group="weighted_sum",
    hint="Is there a 3, from the worked example, in your code?",
)
def test_weighted_sum_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 9)
    w, b = probe.array(n), probe.integer(5, 15) / 10
    x = probe.array(n, low=0.1, high=1.0)
    expect(student.weighted_sum, w, x, b).equals(reference.step_by_step(w, x, b))
    whole = probe.integers(-1, 1, n)
    expect(student.weighted_sum, whole, np.arange(n), 2.25).equals(reference.weighted_sum)


# Only here does the neuron have more than two inputs, or whole numbers.
@check(
    "A neuron answers to any number of inputs, whole numbers among them.",
    points=1,
    group="neuron",
    hint="Is there a 2, from the worked example, in your code?",
)
def test_neuron_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 9)
    w, b = probe.array(n), probe.integer(5, 15) / 10
    expect(student.neuron, w, probe.array(n, low=0.1, high=1.0), b).equals(reference.neuron)
    whole = probe.integers(-1, 1, n)
    expect(student.neuron, whole, np.ones(n, dtype=np.int64), 1.25).equals(reference.neuron)


# Only here is the number of inputs not three, or do they have no decimal point.
@check(
    "Any list of inputs gets its bias unit, and whole numbers stay what they are.",
    points=1,
    group="with_bias_unit",
    hint="Does the caller's own list have a new first entry, or only the one that you return?",
)
def test_with_bias_unit_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    expect(student.with_bias_unit, probe.array(probe.integer(5, 9))).equals(
        reference.with_bias_unit
    )
    expect(student.with_bias_unit, probe.integers(2, 9, 2)).equals(reference.with_bias_unit)


# Only here has theta another length than the text's and the handout's.
@check(
    "A neuron written as theta is right for any number of inputs.",
    points=1,
    group="neuron_theta",
    hint="Theta is one longer than x. Which entry of theta has no input of its own?",
)
def test_neuron_theta_of_any_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 9)
    theta, x = probe.array(n + 1), probe.array(n, low=0.1, high=1.0)
    # A bias that by chance is 0 can be added twice.
    theta[0] = probe.integer(50, 150) / 100.0
    expect(student.neuron_theta, theta, x).equals(reference.neuron(theta[1:], x, theta[0]))


# Only here can a gate that knows the text's numbers by heart not know them.
@check(
    "A gate with other numbers gives other answers.",
    points=1,
    group="gate",
    hint="Does your gate look at theta at all, or does it know only the worked example's?",
)
def test_gate_with_any_theta(student: Student) -> None:
    # Stays: sizes and numbers of no public check, so that answers fitted to those earn nothing.
    # "At least k of four": one gate can count. A bias that comes last gets one of the two right.
    for k in (2, 3):
        theta = (10.0 - 20.0 * k, 20.0, 20.0, 20.0, 20.0)
        for inputs in ((1, 0, 0, 0), (0, 1, 0, 1), (1, 1, 1, 0)):
            expected = float(sum(inputs) >= k)
            expect(student.gate, theta, *inputs).equals(expected, through=yes_or_no)


# Only here are the inputs between 0 and 1: what does not hear the gates cannot know the answer.
@check(
    "Between 0 and 1, XNOR says what your own gates make of it.",
    points=2,
    group="xnor",
    hint="At 0.5 and 0.5: what does each of your gates say, one after another?",
)
def test_xnor_between_no_and_yes(student: Student, probe: Probe) -> None:
    gates = {name: student.constant(name)() for name in ("AND", "OR", "NOT", "NOR")}
    low, high = probe.integer(5, 12) / 100, probe.integer(88, 95) / 100
    middle, more = probe.integer(48, 52) / 100, probe.integer(68, 72) / 100
    undecided = [(middle, middle), (more, middle + 0.1), (0.55, 0.45)]
    decided = [(high, low), (low, high), (high, high - 0.02), (low, low + 0.02)]
    pairs = [*undecided, *decided]
    # It takes all answers to tell one road from another: they come before any is judged.
    answers = [student.xnor(x1, x2) for x1, x2 in pairs]
    roads = [said_on_the_road(road, pairs, gates) for road in ROADS]
    nearest = min(roads, key=lambda road: differing(road, answers))
    # There are more roads than these. But code that compares the inputs goes none.
    compared = [[float(holds(*pair)) for pair in undecided] for holds in COMPARISONS]
    is_compared = any(not differing(one, answers[: len(undecided)]) for one in compared)
    for pair, expected in zip(pairs, nearest, strict=True):
        if expected is not None and (is_compared or pair in decided):
            expect(student.xnor, *pair).equals(expected, through=yes_or_no)


### END HIDDEN TESTS
