"""Checks of e11: why the squash."""

from typing import Any

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

# Some mistakes are caught by several checks. A worked example stays as the one to follow with a
# pencil; a public check and its hidden sibling both stay, since a handout has the first alone and
# only the second sees sizes and numbers that were written into the code.

# The lecture's two layers.
LAYERS = [
    (np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]), np.array([[1.0], [0.0], [-1.0]])),
    (np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), np.array([[0.0], [5.0]])),
]

COLLAPSE = "layers collapse, by hand and of any number"
RELU = "a ReLU network, by hand and of any depth"
XOR = "xor at its corners and between them"
HINGES = "hinges, by hand and through any points"
HEIGHTS = "heights, by hand and of any line"
EDGE = "one neuron that fires on the line and nowhere else"

# Patches of nine pixels, read row by row.
LINE = np.array([[0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0]]).T
UPRIGHT = np.array([[0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0]]).T
TOP = np.array([[1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]]).T
WHITE, DARK = np.ones((9, 1)), np.zeros((9, 1))


def z_before(neuron: Any, patch: np.ndarray) -> float:
    """Return the z of the neuron (W, b) in front of a patch of nine pixels, shape (9, 1)."""
    W, b = neuron
    with np.errstate(all="ignore"):
        return float((W @ patch + b).item())


def fires(neuron: Any, patch: np.ndarray) -> bool:
    """Tell whether the neuron's activation is above one half: its z is above 0."""
    return z_before(neuron, patch) > 0


def is_quiet(neuron: Any, patch: np.ndarray) -> bool:
    """Tell whether the neuron's activation is below one half."""
    return z_before(neuron, patch) < 0


def behaviour(neuron: Any) -> np.ndarray:
    """Return on which patches it fires (1) and is quiet (-1): a mistake is one with any weights."""
    return np.array([np.sign(z_before(neuron, p)) for p in (LINE, WHITE, DARK, UPRIGHT, TOP)])


def shapes(neuron: Any) -> list[tuple[int, ...]]:
    """Return the shapes of W and b."""
    return [np.shape(part) for part in neuron]


# Square layers go first: here no size gives a wrong order or a misplaced bias away, so each such
# mistake shows its own wrong numbers, and is known by them in the checks that follow.
@check(
    "Two square layers collapse in the order in which they act.",
    points=4,
    hint="Write both layers out for one input and multiply out. Which matrix ends up next to a?",
    group=COLLAPSE,
)
def test_two_square_layers_collapse(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: square, where W1 @ W2 fits and goes wrong in silence; whole weights, halves in b.
    parameters = [
        (probe.integers(-3, 3, 3, 3), probe.array(3, 1, low=0.1, high=0.9)) for _ in range(2)
    ]
    expect(student.collapse, parameters).equals(reference.collapse)


@check(
    "The worked layers collapse to W = [[2, 3], [3, 0]] and b = [[2], [4]].",
    points=5,
    hint="Which of the two products is (2, 2), and through which weights must b1 go?",
    group=COLLAPSE,
)
def test_the_worked_layers_collapse(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expected = (np.array([[2.0, 3.0], [3.0, 0.0]]), np.array([[2.0], [4.0]]))
    expect(student.collapse, LAYERS).equals(expected)


# At (0, 0) the first layer gathers (1, 0, -1): an exact 0 comes to a ReLU.
@check(
    "At (-1, 1) a ReLU makes the worked layers say 4, 5, where collapsed they say 3, 1.",
    points=5,
    hint="The first layer gathers 2, -1 and -3. What does the second one hear of it?",
    group=RELU,
)
def test_a_relu_undoes_the_collapse(student: Student) -> None:
    # Stays: the text's point where a bend makes the difference.
    expect(student.forward_relu, LAYERS, np.array([[-1.0], [1.0]])).equals(np.array([[4.0], [5.0]]))
    expect(student.forward_relu, LAYERS, np.zeros((2, 1))).equals(np.array([[2.0], [5.0]]))


# Each output neuron has a twin with opposite signs, so that one of the two is always negative.
@check(
    "The last layer of a ReLU network may say something negative.",
    points=6,
    hint="After which layers does a ReLU stand, and after which one does it not?",
)
def test_the_last_layer_keeps_its_sign(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: a negative answer by itself, which a last ReLU would cut off.
    [hidden, (W, b)] = probe.network([3, 4, 2])
    parameters = [hidden, (np.vstack([W, -W]), np.vstack([b, -b]))]
    expect(student.forward_relu, parameters, probe.array(3, 5)).equals(reference.forward_relu)


@check(
    "xor gives 0, 1, 1, 0 for the inputs 00, 01, 10, 11.",
    points=4,
    hint="What is the sum of the inputs in each row of the table, and what does each ReLU say?",
    group=XOR,
)
def test_xor_has_the_right_table(student: Student) -> None:
    # Stays: the table itself, one pair at a time.
    expect(student.xor, 0.0, 0.0).equals(0.0)
    expect(student.xor, 0.0, 1.0).equals(1.0)
    expect(student.xor, 1.0, 0.0).equals(1.0)
    expect(student.xor, 1.0, 1.0).equals(0.0)


# Where an `if`, or the max of Python, shows.
@check(
    "xor takes the whole table at once.",
    points=3,
    hint="Which of your steps works on one number only, and which on a whole array?",
    group=XOR,
)
def test_xor_of_arrays(student: Student) -> None:
    # Stays: the table at once, as arrays.
    x1, x2 = np.array([0.0, 0.0, 1.0, 1.0]), np.array([0.0, 1.0, 0.0, 1.0])
    expect(student.xor, x1, x2).equals(np.array([0.0, 1.0, 1.0, 0.0]))


# Where a table shows that was written down, and a formula that is right at the corners alone.
@check(
    "Between the corners xor is a tent: .5 and .25 give .75, and .75 twice gives .5.",
    points=5,
    hint="What is s for .5 and .25? Which of the two ReLUs has set in, and what does it say?",
    group=XOR,
)
def test_xor_between_the_corners(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.xor, 0.5, 0.25).equals(0.75)
    expect(student.xor, 0.75, 0.75).equals(0.5)


@check(
    "Four hinges for x² on [0, 1] have the strengths .25, .5, .5, .5.",
    points=5,
    hint="What is the slope of the second piece, and how much of it is there already?",
    group=HINGES,
)
def test_hinges_of_the_parabola(student: Student) -> None:
    # Stays: the text's parabola.
    xs = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
    expect(student.hinge_network, xs, xs**2).equals(np.array([0.25, 0.5, 0.5, 0.5]))


@check(
    "Points that stand at uneven distances are joined as well.",
    points=6,
    hint="The line rises by 1 over a distance of 2. How steep is it?",
    group=HINGES,
)
def test_hinges_of_uneven_points(student: Student) -> None:
    # Stays: uneven distances, where a rise is not a slope.
    xs = np.array([-1.0, 1.0, 1.5, 4.0])
    ys = np.array([2.0, 3.0, 1.0, 6.0])
    expect(student.hinge_network, xs, ys).equals(np.array([0.5, -4.5, 6.0]))


@check(
    "In the middle of each piece the line is .015625 above x² with 4 pieces, .0025 with 10.",
    points=5,
    hint="Which hinges have set in at x, and how far is x past each of them?",
    group=HEIGHTS,
)
def test_errors_of_the_parabola(student: Student) -> None:
    # Stays: the two errors that the text names.
    for n, error in ((4, 0.015625), (10, 0.0025)):
        xs = np.arange(n + 1) / n
        changes = np.full(n, 2.0 / n)
        changes[0] = 1.0 / n
        middles = (np.arange(n) + 0.5) / n
        expect(student.hinge_value, middles, xs, changes, 0.0).equals(middles**2 + error)


# Where an interpolation shows, which is right between the points alone.
@check(
    "Left of the points the line is flat at its start; right of them it goes on as it was.",
    points=4,
    hint="How high is the line before any hinge has set in? Does anything bend at the last point?",
    group=HEIGHTS,
)
def test_the_line_beyond_its_points(student: Student) -> None:
    # Stays: both sides outside of the points, where hinges are silent or all active.
    xs, changes = np.array([0.0, 1.0, 3.0]), np.array([2.0, -3.0])
    expect(student.hinge_value, -5.0, xs, changes, 4.0).equals(4.0)
    expect(student.hinge_value, 10.0, xs, changes, 4.0).equals(-3.0)


@check(
    "The edge detector is one neuron for nine pixels: W is (1, 9) and b is (1, 1).",
    points=2,
    hint="How many neurons are there, how many pixels, and which of them are the rows of W?",
    group=EDGE,
)
def test_the_edge_detector_is_one_neuron(student: Student) -> None:
    expect(student.edge_detector).satisfies(
        lambda neuron: len(neuron) == 2 and [part.shape for part in neuron] == [(1, 9), (1, 1)],
        "W of shape (1, 9) and b of shape (1, 1)",
        through=shapes,
    )


@check(
    "The edge detector fires on a bright middle row.",
    points=3,
    hint="Which three of the nine weights meet the bright pixels, and is their sum above -b?",
    group=EDGE,
)
def test_the_edge_detector_fires_on_the_line(student: Student) -> None:
    expect(student.edge_detector).satisfies(
        lambda neuron: fires(neuron, LINE),
        "an activation above 0.5 where the middle row is 1 and the rest 0",
        through=behaviour,
    )


@check(
    "In front of a blank wall, white, grey or dark, it is quiet.",
    points=4,
    hint="What do all nine weights add up to, and what is left when every pixel is 0?",
    group=EDGE,
)
def test_the_edge_detector_is_quiet_on_a_wall(student: Student) -> None:
    # z is affine in the brightness, so quiet at both ends is quiet everywhere between.
    expect(student.edge_detector).satisfies(
        lambda neuron: all(is_quiet(neuron, c * WHITE) for c in (0.0, 0.5, 1.0)),
        "activations below 0.5 where all nine pixels are 0, all .5 or all 1",
        through=behaviour,
    )


### BEGIN HIDDEN TESTS
@oracle
def one_after_another(
    reference: Reference, parameters: list[tuple[np.ndarray, np.ndarray]]
) -> tuple[np.ndarray, np.ndarray]:
    """Send 0 and each unit input through: the answers are b, and b plus a column of W."""

    def chained(a: np.ndarray) -> np.ndarray:
        for W, b in parameters:
            a = W @ a + b
        return a

    n_input = parameters[0][0].shape[1]
    b = chained(np.zeros((n_input, 1)))
    return chained(np.eye(n_input)) - b, b


@check(
    "Any number of layers of any sizes collapse to one.",
    points=5,
    hint="You have collapsed the first two. What is left to do with the third?",
    group=COLLAPSE,
)
def test_any_layers_collapse(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = probe.network(probe.sizes(probe.integer(4, 6), 2, 6))
    expect(student.collapse, parameters).equals(reference.one_after_another(parameters))


# Where code that names its first and its last layer shows.
@check(
    "A single layer is what it is, collapsed.",
    points=8,
    hint="How many products are there to work out if there is one layer only?",
    group=COLLAPSE,
)
def test_a_single_layer_stays(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(W, b)] = probe.network([3, 2])
    expect(student.collapse, [(W, b)]).equals((W, b))


@check(
    "A single layer has no ReLU.",
    points=2,
    hint="How many ReLUs stand between the layers if there is one layer only?",
)
def test_a_single_layer_has_no_relu(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    [(W, b)] = probe.network([3, 2])
    # One of the two is negative: a ReLU too many shows.
    b[1, 0] = -b[0, 0]
    expect(student.forward_relu, [(W, b)], np.zeros((3, 4))).equals(np.hstack([b, b, b, b]))


@check(
    "ReLU networks of any depth answer any number of examples.",
    points=4,
    hint="Which layer is the last one, and how does your code find out?",
    group=RELU,
)
def test_relu_networks_of_any_depth(student: Student, reference: Reference, probe: Probe) -> None:
    sizes = probe.sizes(probe.integer(4, 6), 2, 6)
    a = probe.array(sizes[0], probe.integer(8, 11))
    expect(student.forward_relu, probe.network(sizes), a).equals(reference.forward_relu)


@check(
    "xor is right for any inputs from 0 to 1, of any shape.",
    points=4,
    hint="Draw the tent: where does it climb, where is its top, and where does it fall?",
    group=XOR,
)
def test_xor_of_any_inputs(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    x1, x2 = (probe.array(3, 4, low=0.0, high=1.0) for _ in range(2))
    expect(student.xor, x1, x2).equals(reference.xor)


@check(
    "There is a hinge for each piece, however many points there are and wherever they lie.",
    points=5,
    hint="How steep is each piece, and how steep was the one before it?",
    group=HINGES,
)
def test_hinges_of_any_points(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 9)
    xs = np.cumsum(probe.array(n, low=0.2, high=1.5)) - 2.0
    expect(student.hinge_network, xs, probe.array(n, low=-3.0, high=3.0)).equals(
        reference.hinge_network
    )


@check(
    "The line goes through its points, however many and wherever they are.",
    points=2,
    hint="At the second point, which hinges have set in?",
    group=HEIGHTS,
)
def test_the_line_goes_through_any_points(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(5, 9)
    xs = np.cumsum(probe.array(n, low=0.2, high=1.5)) - 2.0
    ys = probe.array(n, low=-3.0, high=3.0)
    expect(student.hinge_value, xs, xs, reference.hinge_network(xs, ys), float(ys[0])).equals(ys)


# Where a column that was made of x, `x[:, None]` or `reshape`, shows.
@check(
    "The heights at an array of any shape come back in that shape.",
    points=9,
    hint="Every x meets every hinge. Over which axis do you add up, and which are left?",
)
def test_heights_of_any_shape(student: Student, reference: Reference, probe: Probe) -> None:
    xs = np.array([-1.0, 0.5, 1.0, 1.5])
    changes = probe.array(3)
    x = probe.array(2, 4, low=-3.0, high=3.0)
    expect(student.hinge_value, x, xs, changes, 0.5).equals(reference.hinge_value)


### END HIDDEN TESTS
