"""Checks of e14: the chain rule."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

# 16 of 32 points belong to each function: a mistake that spoils one of them costs half.
# Some mistakes are caught by several checks. A worked example stays as the one to follow with a
# pencil; a public check and its hidden sibling both stay, since a handout has the first alone and
# only the second sees sizes and numbers that were written into the code.

FIVE_DECIMALS = "the worked numbers are rounded to five decimals"
CENTRAL = "central differences with a step of 1e-5 are this exact"


@check(
    "The worked neuron has z = 1.1, a = .75026, C = .06237, and slopes -.07487, -.09359, -.18717.",
    points=4,
    hint="Compare name by name, z first. Which is the first that differs?",
    group="the chain",
)
def test_chain_of_the_worked_neuron(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expected = {
        "z": 1.1,
        "a": 0.75026,
        "cost": 0.06237,
        "dw": -0.07487,
        "db": -0.09359,
        "da_previous": -0.18717,
    }
    expect(student.chain, 2.0, -0.5, 0.8, 1.0).equals(
        expected, rtol=0.0, atol=5e-6, because=FIVE_DECIMALS
    )


# Where a miss shows that has lost its sign: |a - y| is right for the worked neuron but for it.
@check(
    "A neuron that says too much gets slopes of the other sign.",
    points=3,
    hint="It should say 0. Raise w a little: what becomes of z, of a, and of the cost?",
)
def test_chain_of_a_neuron_that_says_too_much(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: a neuron above its target, so that both signs occur.
    w = probe.integer(50, 300) / 100
    expect(student.chain, w, 0.75, 0.4, 0.0).equals(reference.chain)


# Where an array shows that took its dtype from the whole numbers it was given.
@check(
    "Whole numbers go in, fractions come out.",
    points=3,
    hint="Is there a step in your code that rounds, or that keeps whole numbers only?",
)
def test_chain_of_whole_numbers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: integers in, fractions out.
    w, b = -probe.integer(2, 5), probe.integer(1, 3)
    expect(student.chain, w, b, probe.integer(1, 2), 0).equals(reference.chain)


# The order of the next four decides which mistake is recognised: each is the first on which one
# of the known wrong ways gives another answer than the right one and than the other wrong ways.
@check(
    "Small weights and activations: the bias raises the activation most, however small it is.",
    points=1,
    hint="By how much does z move when the bias moves by .001? Does the bias's own value matter?",
    group="the largest link",
)
def test_a_nudge_of_the_bias_pays_most(student: Student) -> None:
    # Stays: the bias as the answer.
    expect(student.nudges, np.array([0.5, 0.3]), 0.2, np.array([0.9, 0.25])).equals("bias")


@check(
    "In the worked neuron a nudge of the previous activation pays most.",
    points=1,
    hint="Which number does the previous activation meet on its way into z?",
    group="the largest link",
)
def test_a_nudge_of_the_previous_activation_pays_most(student: Student) -> None:
    # Stays: the previous activations as the answer, in the text's neuron.
    expect(student.nudges, np.array([2.0]), -0.5, np.array([0.8])).equals("previous activations")


@check(
    "A strongly negative weight counts too: nudging down pays as well as nudging up.",
    points=2,
    hint="One weight is -3. What happens to z when the activation it meets goes down a little?",
    group="nudging down",
)
def test_a_nudge_downwards_pays_too(student: Student) -> None:
    # Stays: a negative weight, which pays when it is nudged down.
    expect(student.nudges, np.array([-3.0, 0.5]), 0.1, np.array([0.4, 0.7])).equals(
        "previous activations"
    )


@check(
    "A single number is nudged: many small weights do not add up.",
    points=2,
    hint="How many numbers may you move at a time?",
    group="one number at a time",
)
def test_one_number_at_a_time(student: Student) -> None:
    # Stays: many small weights, which do not add up.
    w, a = np.array([0.6, 0.7, -0.5]), np.array([0.5, 0.3, 0.6])
    expect(student.nudges, w, 2.5, a).equals("bias")


@check(
    "Where an activation is above 1, a nudge of the weight that it meets pays most.",
    points=1,
    hint="Which number does a weight meet on its way into z?",
    group="the largest link",
)
def test_a_nudge_of_a_weight_pays_most(student: Student) -> None:
    # Stays: the weights as the answer.
    expect(student.nudges, np.array([0.6, 0.8]), -1.5, np.array([0.5, 2.0])).equals("weights")


### BEGIN HIDDEN TESTS
@oracle
def slopes_by_central_differences(
    reference: Reference, w: float, b: float, a_previous: float, y: float
) -> dict[str, float]:
    """Nudge w, b and a_previous up and down, and see how much the cost changes."""
    eps = 1e-5

    def forward(w: float, b: float, a_previous: float) -> tuple[float, float, float]:
        z = w * a_previous + b
        a = float(1.0 / (1.0 + np.exp(-z)))
        return z, a, (a - y) ** 2

    def slope(dw: float, db: float, da: float) -> float:
        above = forward(w + dw, b + db, a_previous + da)[2]
        below = forward(w - dw, b - db, a_previous - da)[2]
        return (above - below) / (2 * eps)

    z, a, cost = forward(w, b, a_previous)
    return {
        "z": z,
        "a": a,
        "cost": cost,
        "dw": slope(eps, 0.0, 0.0),
        "db": slope(0.0, eps, 0.0),
        "da_previous": slope(0.0, 0.0, eps),
    }


@check(
    "The slopes are what a tiny nudge of w, of b and of the previous activation finds.",
    points=6,
    hint="Raise one of them by 0.00001: by how much does the cost change?",
    group="the chain",
)
def test_chain_by_central_differences(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    for _ in range(3):
        w = -probe.integer(30, 250) / 100
        b = probe.integer(-100, 100) / 100
        a_previous = probe.integer(10, 95) / 100
        y = probe.integer(0, 100) / 100
        expect(student.chain, w, b, a_previous, y).equals(
            reference.slopes_by_central_differences(w, b, a_previous, y),
            rtol=1e-6,
            atol=1e-8,
            because=CENTRAL,
        )


@check(
    "The nudge that pays most is found for any neuron.",
    points=5,
    hint="Write down the three first links of this neuron. Which of them is the largest in size?",
    group="the largest link",
)
def test_nudges_of_any_neuron(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(4, 7)
    # Below 0.9, above 1.2 or above 2: never so close that rounding decides.
    small = probe.array(n, low=-0.9, high=0.9)
    loud = probe.array(n, low=0.0, high=0.9)
    strong, bright = small.copy(), loud.copy()
    strong[-1] = -probe.integer(120, 190) / 100
    bright[0] = probe.integer(210, 400) / 100
    b = probe.integer(-400, 400) / 100
    expect(student.nudges, small, b, loud).equals(reference.nudges)
    expect(student.nudges, strong, b, loud).equals(reference.nudges)
    expect(student.nudges, strong, b, bright).equals(reference.nudges)


@check(
    "Negative weights count by their size, and by no more than that.",
    points=2,
    hint="Write down the size of each link. Which of them is the largest?",
    group="nudging down",
)
def test_nudges_of_small_negative_weights(student: Student, probe: Probe) -> None:
    # Stays: another right answer than the public one has, and fresh numbers.
    w = -probe.array(3, low=0.1, high=0.9)
    a = probe.array(3, low=0.0, high=0.9)
    expect(student.nudges, w, probe.integer(-200, 200) / 100, a).equals("bias")


@check(
    "One bright activation pays more than many strong weights together.",
    points=2,
    hint="How many numbers may you move at a time?",
    group="one number at a time",
)
def test_one_number_of_any_neuron(student: Student, probe: Probe) -> None:
    # Stays: another right answer than the public one has, and fresh numbers.
    w = probe.array(4, low=0.7, high=0.9)
    a = np.array([probe.integer(130, 190) / 100, 0.1, 0.0, 0.1])
    expect(student.nudges, w, probe.integer(-200, 200) / 100, a).equals("weights")


### END HIDDEN TESTS
