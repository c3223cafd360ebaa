"""Checks of e15: backpropagation, a staircase of four functions.

`output_error`, `layer_gradients` and `hidden_error` bring more than half of the points, and
`backprop` is asked for one layer, for two and for any depth. Each group is a claim: numbers to
follow with a pencil or to see, and fresh ones behind them.

Differences are no backpropagation: from two layers on, each group has a check with slopes so faint
that they are lost in the rounding of what the next layer gathers, also in `longdouble`. A product
loses none.
"""

import itertools
from collections.abc import Callable

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

Parameters = list[tuple[np.ndarray, np.ndarray]]

FIVE_DECIMALS = "the worked numbers are rounded to five decimals"
CENTRAL = "central differences with a step of 1e-5 are this exact"
OWN_SIZE = "each slope is divided by the power of two nearest to its usual size"

# Powers of two: a factor that costs no digit.
FAINT_INPUT = 2.0**-27  # about 0.000000007
FAINT_VOICE = 2.0**-60  # below the last digit of a sum near 1, also in 64 bits of a longdouble
# Two neurons that say 1 whatever they hear from the faint one, between 0 and 1; `exp` stays finite.
LOUD_VOICES = (8.0, -8.0)
WIDE_AWAKE = (66.0, 74.0)


def in_units_of(usual: Parameters) -> Callable[[Parameters], Parameters]:
    """Return a view of gradients in which each is divided by its usual size."""

    def one(slope: np.ndarray, size: np.ndarray) -> np.ndarray:
        if np.shape(slope) != size.shape:
            raise ValueError("a gradient has the shape of its parameter")
        return np.asarray(slope / size)

    def view(gradients: Parameters) -> Parameters:
        return [
            (one(dW, size_W), one(db, size_b))
            for (dW, db), (size_W, size_b) in zip(gradients, usual, strict=True)
        ]

    return view


def faint_network(
    probe: Probe, sizes: list[int], m: int
) -> tuple[Parameters, np.ndarray, np.ndarray, Callable[[Parameters], Parameters]]:
    """Return parameters, inputs and targets with slopes of very different size, and a view of them.

    Seen through it, each slope is divided by its usual size.

    The first input is faint, and the first neuron of each hidden layer is heard faintly. Only two
    neurons hear it loudly, which are wide awake anyhow: a nudge that is large enough for the
    others turns these over. Faint slopes are as exact as others if they are found by products.
    """
    parameters = probe.network(sizes)
    x = probe.array(sizes[0], m)
    x[0] *= FAINT_INPUT
    for W, b in parameters[1:]:
        W[:, 0] *= FAINT_VOICE
        W[-2:] /= 8.0
        W[-2:, 0] = LOUD_VOICES
        b[-2:, 0] = WIDE_AWAKE
    y = probe.one_hot(sizes[-1], m)
    usual = []
    for layer, (n_previous, n) in enumerate(itertools.pairwise(sizes)):
        heard, errors = np.ones((1, n_previous)), np.ones((n, 1))
        if layer == 0:
            heard[0, 0] = FAINT_INPUT
        if layer < len(sizes) - 2:
            errors[0] = FAINT_VOICE
        usual.append((errors * heard, errors))
    return parameters, x, y, in_units_of(usual)


@check(
    "The worked neuron's error is -0.09359.",
    points=4,
    hint="Which two slopes meet here: that of the cost, and that of what?",
    group="the error of one output",
)
def test_output_error_of_the_worked_neuron(student: Student, reference: Reference) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    z = np.array([[1.1]])
    a = reference.squashed(z)
    y = np.array([[1.0]])
    expect(student.output_error, z, a, y).equals(
        np.array([[-0.09359]]), rtol=0.0, atol=5e-6, because=FIVE_DECIMALS
    )


@check(
    "The last layer's error is right for every example, each in its own column.",
    points=6,
    hint="Does the error of one example change because others stand next to it?",
    group="the errors of a batch of outputs",
)
def test_output_error_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a student sees it, and its twin with fresh numbers is hidden.
    z = probe.array(3, 5)
    a = reference.squashed(z)
    y = probe.one_hot(3, 5)
    expect(student.output_error, z, a, y).equals(reference.output_error)


@check(
    "The worked layer has the gradients 0.3, 1 and 0.8 in W, and 0.2, 0.3 and 0.1 in b.",
    points=5,
    hint="Which product has each example, and which one number speaks for both examples?",
    group="the gradients of one layer, by hand",
    new_since="0.1.0",
)
def test_layer_gradients_by_hand(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    delta = np.array([[0.5, -0.1], [0.2, 0.4], [-0.4, 0.6]])
    a_previous = np.array([[2.0, 4.0]])
    expect(student.layer_gradients, delta, a_previous).equals(
        (np.array([[0.3], [1.0], [0.8]]), np.array([[0.2], [0.3], [0.1]]))
    )


@check(
    "A layer's gradients have the shapes of its parameters, and are means over the batch.",
    points=4,
    hint="Which shapes come in, which two go out, and which size must disappear?",
    group="the gradients of one layer",
    new_since="0.1.0",
)
def test_layer_gradients_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: sizes that are all different, and slopes above 1.
    delta = probe.array(3, 5)
    a_previous = probe.array(4, 5, low=-3.0, high=3.0)
    expect(student.layer_gradients, delta, a_previous).equals(reference.layer_gradients)


@check(
    "A hidden neuron collects blame from every neuron it speaks to.",
    points=5,
    hint="To which neurons did the first hidden neuron speak, and through which weights?",
    group="the error of one hidden layer, by hand",
)
def test_hidden_error_by_hand(student: Student) -> None:
    # Stays: numbers which can be followed with a pencil.
    # The squash has slope 1/4 at z = 0, and 0.18737 at 1.1.
    W_next = np.array([[1.0, 2.0, -4.0], [3.0, -2.0, 4.0], [-1.0, 2.0, 0.5]])
    delta_next = np.array([[1.0], [0.5], [2.0]])
    z = np.array([[0.0], [0.0], [1.1]])
    expect(student.hidden_error, W_next, delta_next, z).equals(
        np.array([[0.125], [1.25], [-0.18737]]), rtol=0.0, atol=5e-6, because=FIVE_DECIMALS
    )


@check(
    "A hidden layer's error is right for every example, each in its own column.",
    points=5,
    hint="Which shapes come in, which goes out, and which size has to be summed away?",
    group="the errors of a hidden layer",
)
def test_hidden_error_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the step by itself, so that a failure in backprop can be traced to it.
    W_next = probe.array(3, 4)
    delta_next = probe.array(3, 5, low=-0.5, high=0.5)
    z = probe.array(4, 5)
    expect(student.hidden_error, W_next, delta_next, z).equals(reference.hidden_error)


@check(
    "The worked neuron's gradients are dw = -0.07487 and db = -0.09359.",
    points=3,
    hint="What does the weight multiply, and what does the bias multiply?",
    group="one layer",
)
def test_backprop_of_the_worked_neuron(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    parameters = [(np.array([[2.0]]), np.array([[-0.5]]))]
    x, y = np.array([[0.8]]), np.array([[1.0]])
    expect(student.backprop, parameters, x, y).equals(
        [(np.array([[-0.07487]]), np.array([[-0.09359]]))],
        rtol=0.0,
        atol=5e-6,
        because=FIVE_DECIMALS,
    )


@check(
    "All gradients of a 4-5-3 network are right for six examples.",
    points=4,
    hint="Compare layer by layer, the last one first: which gradient is the first to differ?",
    group="two layers",
)
def test_backprop_of_a_small_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: 4-5-3 with six examples, on which no known wrong backprop passes.
    parameters = probe.network([4, 5, 3])
    x = probe.array(4, 6)
    y = probe.one_hot(3, 6)
    expect(student.backprop, parameters, x, y).equals(reference.backprop)


@check(
    "Each gradient is what a tiny nudge of that weight or bias finds.",
    points=3,
    hint="Raise one weight by 0.00001: by how much does the batch's mean cost change?",
    group="two layers",
)
def test_backprop_by_central_differences(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: an oracle that shares no formula with the solution.
    parameters = probe.network([4, 5, 3])
    x = probe.array(4, 6, low=0.0, high=1.0)
    y = probe.one_hot(3, 6)
    expect(student.backprop, parameters, x, y).equals(
        reference.numeric_gradient(parameters, x, y), rtol=1e-6, atol=1e-8, because=CENTRAL
    )


@check(
    "Faint slopes, smaller than the rounding of a cost, are as exact as the others.",
    points=3,
    hint="Does your code subtract two costs that agree in nearly all their digits?",
    group="two layers",
)
def test_backprop_of_faint_slopes(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the one public check on which nudging every weight is not enough.
    parameters, x, y, view = faint_network(probe, [4, 3, 6], 7)
    expected = view(reference.backprop(parameters, x, y))
    expect(student.backprop, parameters, x, y).equals(expected, through=view, because=OWN_SIZE)


@check(
    "A network with two hidden layers gets a gradient for every layer.",
    points=4,
    hint="How often does your error travel back, and does that depend on the network?",
    group="any depth",
)
def test_backprop_of_a_deeper_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: more than two layers of weights.
    parameters = probe.network([5, 3, 6, 4])
    x = probe.array(5, 7)
    y = probe.one_hot(4, 7)
    expect(student.backprop, parameters, x, y).equals(reference.backprop)


### BEGIN HIDDEN TESTS
@oracle
def squashed(reference: Reference, z: np.ndarray) -> np.ndarray:
    """Return the activations that belong to the pre-activations `z`."""
    from exercises.e04_sigmoid import sigmoid  # noqa: PLC0415 - the solution's, on this side only

    return np.asarray(sigmoid(z))


@oracle
def numeric_gradient(
    reference: Reference, parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    """Nudge every parameter up and down and see how much the mean cost changes."""
    eps = 1e-5

    def mean_cost() -> float:
        a = x
        for W, b in parameters:
            a = 1.0 / (1.0 + np.exp(-(W @ a + b)))
        return float(np.sum((a - y) ** 2) / x.shape[1])

    def slopes(values: np.ndarray) -> np.ndarray:
        found = np.zeros_like(values)
        for where in np.ndindex(values.shape):
            before = values[where]
            values[where] = before + eps
            above = mean_cost()
            values[where] = before - eps
            below = mean_cost()
            values[where] = before
            found[where] = (above - below) / (2 * eps)
        return found

    return [(slopes(W), slopes(b)) for W, b in parameters]


@check(
    "The error of any single example is right.",
    points=4,
    hint="Work the first neuron out on paper: which of the two slopes differs?",
    group="the error of one output",
)
def test_output_error_of_a_single_example(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh numbers, so that answers fitted to the worked neuron earn nothing.
    z = probe.array(4, 1)
    a = reference.squashed(z)
    y = probe.one_hot(4, 1)
    expect(student.output_error, z, a, y).equals(reference.output_error)


@check(
    "Errors are right where the squash is steep and where it is flat, also for whole numbers.",
    points=6,
    hint="How steep is the squash at z = 40, and at z = 0?",
    group="the errors of a batch of outputs",
)
def test_output_error_of_flat_and_steep(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n, m = probe.integer(3, 6), probe.integer(7, 9)
    z = probe.array(n, m, low=-40.0, high=40.0)
    z[:, :3] /= 16.0
    z[0, 0] = 0.0
    a = reference.squashed(z)
    y = probe.one_hot(n, m).astype(np.int64)
    expect(student.output_error, z, a, y).equals(reference.output_error)


@check(
    "The gradients of a layer with one input are right for any two examples.",
    points=5,
    hint="What does each example say by itself, and what does the mean of the two say?",
    group="the gradients of one layer, by hand",
    new_since="0.1.0",
)
def test_layer_gradients_of_two_examples(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh numbers, so that answers fitted to the worked ones earn nothing.
    delta = probe.array(3, 2, low=0.1, high=1.0)
    a_previous = probe.array(1, 2, low=1.1, high=3.0)
    expect(student.layer_gradients, delta, a_previous).equals(reference.layer_gradients)


@check(
    "Layers of any size have right gradients, also where they read whole numbers.",
    points=3,
    hint="Is there a size or a number of examples written into your code?",
    group="the gradients of one layer",
    new_since="0.1.0",
)
def test_layer_gradients_of_any_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n, n_previous, m = probe.integer(5, 6), probe.integer(2, 4), probe.integer(8, 11)
    delta = probe.array(n, m)
    a_previous = probe.integers(-3, 4, n_previous, m)
    expect(student.layer_gradients, delta, a_previous).equals(reference.layer_gradients)


@check(
    "A batch that holds every example twice has the same gradients.",
    points=3,
    hint="Does doubling the data double the slope?",
    group="the gradients of one layer",
    new_since="0.1.0",
)
def test_a_doubled_batch_has_the_same_gradients(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    delta = probe.array(4, 3)
    a_previous = probe.array(5, 3, low=0.0, high=1.0)
    expected = reference.layer_gradients(delta, a_previous)
    doubled = np.hstack([delta, delta]), np.hstack([a_previous, a_previous])
    expect(student.layer_gradients, *doubled).equals(expected)


@check(
    "The error of any hidden layer is right for a single example.",
    points=5,
    hint="Work the first hidden neuron out on paper: through which weights did it speak?",
    group="the error of one hidden layer, by hand",
)
def test_hidden_error_of_a_single_example(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh numbers, so that answers fitted to the public checks earn nothing.
    W_next = probe.array(4, 3)
    delta_next = probe.array(4, 1)
    z = probe.array(3, 1)
    expect(student.hidden_error, W_next, delta_next, z).equals(reference.hidden_error)


@check(
    "A hidden layer as large as the next one has right errors, flat squashes included.",
    points=5,
    hint="The shapes would fit either way here. Which way do the errors travel?",
    group="the errors of a hidden layer",
)
def test_hidden_error_between_equal_layers(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: a square W, where a transpose that is missing gives no error message.
    n, m = probe.integer(3, 5), probe.integer(6, 9)
    W_next = probe.array(n, n)
    delta_next = probe.array(n, m)
    z = probe.array(n, m, low=-40.0, high=40.0)
    z[:, :4] /= 16.0
    expect(student.hidden_error, W_next, delta_next, z).equals(reference.hidden_error)


@check(
    "A network without hidden layers has gradients too, also from whole numbers.",
    points=2,
    hint="If there is one layer only, how often does the error travel back?",
    group="one layer",
)
def test_backprop_of_a_single_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: whole weights beside biases that are fractions, and slopes above 1.
    # Each neuron hears one input: a sum of many would be so large that float32 has few digits of
    # the squash's slope.
    W = np.eye(3, 4, dtype=np.int64) * (1 - 2 * probe.integers(0, 1, 3, 1))
    b = probe.array(3, 1, low=0.1, high=0.9)
    x = probe.integers(-9, 9, 4, 5)
    y = probe.one_hot(3, 5).astype(np.int64)
    expect(student.backprop, [(W, b)], x, y).equals(reference.backprop)


@check(
    "The faint slopes of a single layer are as exact as the others.",
    points=2,
    hint="Does your code subtract two costs that agree in nearly all their digits?",
    group="one layer",
)
def test_backprop_of_a_faint_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh numbers, smaller than the rounding of a cost.
    parameters, x, y, view = faint_network(probe, [4, 3], 5)
    expected = view(reference.backprop(parameters, x, y))
    expect(student.backprop, parameters, x, y).equals(expected, through=view, because=OWN_SIZE)


@check(
    "A hidden layer as large as the input has right gradients, faint slopes included.",
    points=3,
    hint="Which slopes are the first to be wrong: large ones, or the faintest alone?",
    group="two layers",
)
def test_backprop_with_a_hidden_layer_of_the_inputs_size(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: equal sizes, where mistakes give no error message; and fresh numbers.
    n = probe.integer(5, 7)
    parameters, x, y, view = faint_network(probe, [n, n, n + 1], n + 3)
    expected = view(reference.backprop(parameters, x, y))
    expect(student.backprop, parameters, x, y).equals(expected, through=view, because=OWN_SIZE)


@check(
    "Networks of other sizes and depths have right gradients, however faint.",
    points=4,
    hint="Is a size or a depth written into your code? Or are the faintest slopes alone wrong?",
    group="any depth",
)
def test_backprop_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    left = [5, 6, 7, 8, 9, 10]  # no two layers are equal by chance
    sizes = [left.pop(probe.integer(0, len(left) - 1)) for _ in range(probe.integer(5, 6))]
    parameters, x, y, view = faint_network(probe, sizes, probe.integer(11, 13))
    expected = view(reference.backprop(parameters, x, y))
    expect(student.backprop, parameters, x, y).equals(expected, through=view, because=OWN_SIZE)


@check(
    "All 13,002 gradients of the 784-16-16-10 network are right for real handwritten digits.",
    points=4,
    hint="784 pixels, 16, 16 and 10 neurons: is each of your gradients as large as its parameter?",
    group="any depth",
    named=False,
)
def test_backprop_of_the_digit_network(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: the network that e18 trains.
    parameters = probe.network([784, 16, 16, 10])
    images, labels = probe.digits(6)
    x = images.reshape(6, 784).T / 255.0
    y = np.eye(10)[labels].T
    expect(student.backprop, parameters, x, y).equals(reference.backprop)


# The last one: a call that meets its limit shortens the time of those after it.
@check(
    "One digit through 784-200-100-10: all 178,110 gradients come within five seconds.",
    points=8,
    hint="How many runs of the network does your code need for one gradient, and how many for all?",
    hint_of_time="How many runs of the network does your code need: one, or one for each weight?",
    named=False,
)
def test_backprop_of_a_large_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: one run for each weight takes minutes here; forward and back takes a thousandth of it.
    parameters, x, y, view = faint_network(probe, [784, 200, 100, 10], 1)
    images, _ = probe.digits(1)
    x[1:] = images.reshape(784, 1)[1:] / 255.0
    expected = view(reference.backprop(parameters, x, y))
    expect(student.backprop, parameters, x, y).equals(expected, through=view, because=OWN_SIZE)


### END HIDDEN TESTS
