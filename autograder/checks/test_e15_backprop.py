"""Checks of e15: backpropagation."""

import numpy as np

from autograder.checking import Probe, Reference, Student, check, expect, oracle

Parameters = list[tuple[np.ndarray, np.ndarray]]

FIVE_DECIMALS = "the worked numbers are rounded to five decimals"
CENTRAL = "central differences with a step of 1e-5 are this exact"


@check(
    "The worked neuron's error is -0.09359.",
    points=1,
    hint="Which two slopes meet here: that of the cost, and that of what?",
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
    points=2,
    hint="Does the error of one example change because others stand next to it?",
)
def test_output_error_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    z = probe.array(2, 5)
    a = reference.squashed(z)
    y = probe.one_hot(2, 5)
    expect(student.output_error, z, a, y).equals(reference.output_error)


@check(
    "A hidden neuron collects blame from every neuron it speaks to.",
    points=1,
    hint="To which neurons did the first hidden neuron speak, and through which weights?",
)
def test_hidden_error_by_hand(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    # At z = 0 the squash has slope 1/4.
    W_next = np.array([[1.0, 2.0, -4.0], [3.0, -2.0, 4.0]])
    delta_next = np.array([[1.0], [0.5]])
    z = np.zeros((3, 1))
    expect(student.hidden_error, W_next, delta_next, z).equals(
        np.array([[0.625], [0.25], [-0.5]]),
    )


@check(
    "A hidden layer's error is right for every example, each in its own column.",
    points=2,
    hint="Which shapes come in, which goes out, and which size has to be summed away?",
)
def test_hidden_error_of_a_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the step by itself, so that a failure in backprop can be traced to it.
    W_next = probe.array(2, 4)
    delta_next = probe.array(2, 5, low=-0.5, high=0.5)
    z = probe.array(4, 5)
    expect(student.hidden_error, W_next, delta_next, z).equals(reference.hidden_error)


@check(
    "The worked neuron's gradients are dw = -0.07487 and db = -0.09359.",
    points=1,
    hint="What does the weight multiply, and what does the bias multiply?",
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
    "All gradients of a 3-4-2 network are right for five examples.",
    points=4,
    hint="Compare layer by layer, the last one first: which gradient is the first to differ?",
)
def test_backprop_of_a_small_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: 3-4-2 with five examples, on which no known wrong backprop passes.
    parameters = probe.network([3, 4, 2])
    x = probe.array(3, 5)
    y = probe.one_hot(2, 5)
    expect(student.backprop, parameters, x, y).equals(reference.backprop)


@check(
    "Each gradient is what a tiny nudge of that weight or bias finds.",
    points=3,
    hint="Raise one weight by 0.00001: by how much does the batch's mean cost change?",
)
def test_backprop_by_central_differences(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: an oracle that shares no formula with the solution.
    parameters = probe.network([3, 4, 2])
    x = probe.array(3, 5, low=0.0, high=1.0)
    y = probe.one_hot(2, 5)
    expect(student.backprop, parameters, x, y).equals(
        reference.numeric_gradient(parameters, x, y), rtol=1e-6, atol=1e-8, because=CENTRAL
    )


@check(
    "A network with two hidden layers gets a gradient for every layer.",
    points=2,
    hint="How often does your error travel back, and does that depend on the network?",
)
def test_backprop_of_a_deeper_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: more than two layers of weights.
    parameters = probe.network([3, 5, 4, 2])
    x = probe.array(3, 6)
    y = probe.one_hot(2, 6)
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
    "Networks of other sizes and depths have right gradients.",
    points=3,
    hint="Is there a size, a depth or a number of examples written into your code?",
)
def test_backprop_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = probe.sizes(probe.integer(4, 5), 2, 7)
    parameters = probe.network(sizes)
    m = probe.integer(8, 11)
    x = probe.array(sizes[0], m)
    y = probe.one_hot(sizes[-1], m)
    expect(student.backprop, parameters, x, y).equals(
        reference.numeric_gradient(parameters, x, y), rtol=1e-6, atol=1e-8, because=CENTRAL
    )


@check(
    "A batch that holds every example twice has the same gradient.",
    points=2,
    hint="Does doubling the data double the slope?",
)
def test_a_doubled_batch_has_the_same_gradient(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = probe.network([4, 3, 2])
    x = probe.array(4, 3)
    y = probe.one_hot(2, 3)
    expected = reference.backprop(parameters, x, y)
    expect(student.backprop, parameters, np.hstack([x, x]), np.hstack([y, y])).equals(expected)


@check(
    "A network without hidden layers has gradients too, also from whole numbers.",
    points=1,
    hint="If there is one layer only, how often does the error travel back?",
)
def test_backprop_of_a_single_layer(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = probe.network([4, 3])
    x = probe.integers(-1, 2, 4, 5)
    y = probe.one_hot(3, 5).astype(np.int64)
    expect(student.backprop, parameters, x, y).equals(reference.backprop)


@check(
    "All 13,002 gradients of the 784-16-16-10 network are right for real handwritten digits.",
    points=4,
    hint="784 pixels, 16, 16 and 10 neurons: is each of your gradients as large as its parameter?",
)
def test_backprop_of_the_digit_network(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = probe.network([784, 16, 16, 10])
    images, labels = probe.digits(6)
    x = images.reshape(6, 784).T / 255.0
    y = np.eye(10)[labels].T
    expect(student.backprop, parameters, x, y).equals(reference.backprop)


### END HIDDEN TESTS
