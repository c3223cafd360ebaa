"""Checks of e16: a two-layer perceptron to repair."""

from typing import Any

import numpy as np

from autograder.calls.script import Result
from autograder.checking import Probe, Reference, Rng, Script, Student, check, expect, oracle

Arrays = dict[str, np.ndarray]

NAMES = ("W1", "b1", "W2", "b2")
# The network of the text, its example and its target.
WORKED = {
    "W1": np.array([[1.0, 2.0], [1.0, -2.0]]),
    "b1": np.array([0.5, 1.0]),
    "W2": np.array([[2.0], [3.0]]),
    "b2": np.array([-1.0]),
}
X_WORKED, Y_WORKED = np.array([[1.0, 2.0]]), np.array([[3.0]])
CENTRAL = "central differences with a step of 1e-5 are this exact"


def parameters_of(probe: Probe, n_inputs: int, n_hidden: int, n_outputs: int) -> Arrays:
    """Return weights and biases, none of them 0, as a perceptron has them."""
    (W1, b1), (W2, b2) = probe.network([n_inputs, n_hidden, n_outputs])
    return {"W1": W1.T.copy(), "b1": b1[:, 0], "W2": W2.T.copy(), "b2": b2[:, 0]}


def perceptron(script: Script, parameters: Arrays) -> Result:
    """Make a perceptron and give it these parameters."""
    sizes = (*parameters["W1"].shape, parameters["W2"].shape[1])
    made = script.call("TwoLayerPerceptron", *sizes, Rng(1))
    script.set(made, **parameters)
    return made


def forward(parameters: Arrays, X: np.ndarray) -> list[Any]:
    """Ask for the output."""
    script = Script()
    made = perceptron(script, parameters)
    return script.giving(script.item(script.method(made, "forward_pass", X), 0))


def gradients(parameters: Arrays, X: np.ndarray, Y: np.ndarray, *names: str) -> list[Any]:
    """Ask for the gradients of these names; a bias's in one row, however it is laid out."""
    script = Script()
    made = perceptron(script, parameters)
    cache = script.item(script.method(made, "forward_pass", X), 1)
    found = script.method(made, "backwards_pass", cache, Y)
    return script.giving(*(_read(script, script.item(found, name), name) for name in names))


def after_step(parameters: Arrays, steps: Arrays, lr: float) -> list[Any]:
    """Ask for the parameters after one step."""
    script = Script()
    made = perceptron(script, parameters)
    script.method(made, "subtract_gradients", steps, lr)
    return script.giving(*(_read(script, script.get(made, name), name) for name in NAMES))


def after_training(
    parameters: Arrays, X: np.ndarray, Y: np.ndarray, lr: float, steps: int
) -> list[Any]:
    """Ask for the parameters after some steps with all of `X`."""
    script = Script()
    made = perceptron(script, parameters)
    for _ in range(steps):
        cache = script.item(script.method(made, "forward_pass", X), 1)
        found = script.method(made, "backwards_pass", cache, Y)
        script.method(made, "subtract_gradients", found, lr)
    return script.giving(*(_read(script, script.get(made, name), name) for name in NAMES))


def fresh(n_inputs: int, n_hidden: int, n_outputs: int, seed: int) -> list[Any]:
    """Ask for the parameters of a new perceptron."""
    script = Script()
    made = script.call("TwoLayerPerceptron", n_inputs, n_hidden, n_outputs, Rng(seed))
    return script.giving(*(_read(script, script.get(made, name), name) for name in NAMES))


def _read(script: Script, of: Result, name: str) -> Result:
    return script.flat(of) if name.startswith("b") else of


@check(
    "A new perceptron has weights W1 and W2 and biases b1 and b2, each of its own shape.",
    points=2,
    hint="How many biases has the hidden layer, how many the output, and whose are they?",
)
def test_a_new_perceptron_has_its_four_parameters(student: Student) -> None:
    # Stays: the first thing to mend, and the only check that names the four.
    def holds(found: list[np.ndarray]) -> bool:
        return [array.shape for array in found] == [(3, 4), (4,), (4, 2), (2,)]

    expect(student.script, fresh(3, 4, 2, 7)).satisfies(
        holds, "W1 (3, 4), 4 biases b1, W2 (4, 2) and 2 biases b2"
    )


@check(
    "New biases are 0, and new weights are spread around 0 by the root of 2 / inputs.",
    points=1,
    hint="How many inputs has each of the two layers, and what becomes of a sum of that many?",
)
def test_a_new_perceptron_is_random_and_unbiased(student: Student, probe: Probe) -> None:
    n_inputs = probe.integer(36, 44)
    n_hidden = probe.integer(10, 14)

    def holds(found: list[np.ndarray]) -> bool:
        W1, b1, W2, b2 = found
        return (
            not np.any(b1)
            and not np.any(b2)
            and _is_spread(W1, np.sqrt(2 / n_inputs))
            and _is_spread(W2, np.sqrt(2 / n_hidden))
        )

    spreads = f"{np.sqrt(2 / n_inputs):.3g} and {np.sqrt(2 / n_hidden):.3g}"
    expect(student.script, fresh(n_inputs, n_hidden, 20, probe.integer(1, 99))).satisfies(
        holds, f"biases of 0, and weights around 0 with standard deviations of about {spreads}"
    )


def _is_spread(weights: np.ndarray, deviation: float) -> bool:
    """Tell whether a mean of 0 and this deviation are within five standard errors."""
    count = weights.size
    near_zero = abs(weights.mean()) < 5 * deviation / np.sqrt(count)
    return bool(near_zero and abs(weights.std() / deviation - 1) < 5 / np.sqrt(2 * count))


@check(
    "The worked example's output is 6.",
    points=2,
    hint="What do the hidden neurons gather, what do they say, and is the output squashed?",
)
def test_forward_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.script, forward(WORKED, X_WORKED)).equals(np.array([[6.0]]))


@check(
    "Five examples go through at once, one in each row.",
    points=2,
    hint="Take one neuron of each layer by itself: which weights and which bias are its own?",
)
def test_forward_of_five_examples(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the way forward by itself, no two sizes equal.
    steps = forward(parameters_of(probe, 3, 4, 2), probe.array(5, 3))
    expect(student.script, steps).equals(reference.script)


@check(
    "The worked example's gradients at the output are [[10.5], [0]] and [3].",
    points=2,
    hint="How does the cost change with the output, and what did each weight of W2 multiply?",
)
def test_output_gradients_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    steps = gradients(WORKED, X_WORKED, Y_WORKED, "W2", "b2")
    expect(student.script, steps).equals([np.array([[10.5], [0.0]]), np.array([3.0])])


@check(
    "The gradients of W2 and b2 are right for five examples.",
    points=2,
    hint="Five examples, two outputs: which of the two numbers should be gone in the end?",
)
def test_output_gradients_of_five_examples(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: the last layer by itself, so that the fault can be found layer by layer.
    parameters = parameters_of(probe, 3, 4, 2)
    X, Y = probe.array(5, 3), probe.array(5, 2)
    steps = gradients(parameters, X, Y, "W2", "b2")
    expect(student.script, steps).equals(reference.script)


@check(
    "The worked example's gradients at the hidden layer are [[6, 0], [12, 0]] and [6, 0].",
    points=2,
    hint="The second hidden neuron was silent: does a little nudge to its sum change the output?",
)
def test_hidden_gradients_of_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    steps = gradients(WORKED, X_WORKED, Y_WORKED, "W1", "b1")
    expect(student.script, steps).equals(
        [np.array([[6.0, 0.0], [12.0, 0.0]]), np.array([6.0, 0.0])]
    )


@check(
    "The gradients of W1 and b1 are right for five examples.",
    points=3,
    hint="Which way does the blame travel, through which weights, and who was silent?",
)
def test_hidden_gradients_of_five_examples(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: the hidden layer by itself, no two sizes equal.
    parameters = parameters_of(probe, 3, 4, 2)
    X, Y = probe.array(5, 3), probe.array(5, 2)
    steps = gradients(parameters, X, Y, "W1", "b1")
    expect(student.script, steps).equals(reference.script)


@check(
    "Targets in one row of five numbers mean the same as five rows of one number.",
    points=1,
    hint="What is the shape of (5, 1) minus (5,)? How many differences did you want?",
)
def test_targets_without_a_second_axis(
    student: Student, reference: Reference, probe: Probe
) -> None:
    parameters = parameters_of(probe, 3, 4, 1)
    X, Y = probe.array(5, 3), probe.array(5)
    steps = gradients(parameters, X, Y, *NAMES)
    expect(student.script, steps).equals(reference.script)


@check(
    "A step of length 0.1 moves the worked example's parameters against their gradients.",
    points=2,
    hint="Which way is downhill, and how far is a step?",
)
def test_a_step_by_hand(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    slopes = {
        "W1": np.array([[6.0, 0.0], [12.0, 0.0]]),
        "b1": np.array([6.0, 0.0]),
        "W2": np.array([[10.5], [0.0]]),
        "b2": np.array([3.0]),
    }
    expect(student.script, after_step(WORKED, slopes, 0.1)).equals(
        [
            np.array([[0.4, 2.0], [-0.2, -2.0]]),
            np.array([-0.1, 1.0]),
            np.array([[0.95], [3.0]]),
            np.array([-1.3]),
        ]
    )


@check(
    "Three rounds of forward, back and step give the right parameters.",
    points=2,
    hint="Each part is right by itself? Then which part changes what another one needs?",
)
def test_three_rounds(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the parts together: a step that spoils the next pass shows here.
    parameters = parameters_of(probe, 3, 4, 2)
    X, Y = probe.array(6, 3), probe.array(6, 2)
    steps = after_training(parameters, X, Y, 0.05, 3)
    expect(student.script, steps).equals(reference.script)


### BEGIN HIDDEN TESTS
@oracle
def numeric_gradients(
    reference: Reference, parameters: Arrays, X: np.ndarray, Y: np.ndarray
) -> list[np.ndarray]:
    """Nudge every parameter up and down and see how much the cost changes."""
    eps = 1e-5

    def half_mean_square() -> float:
        hidden = np.clip(X.dot(parameters["W1"]) + parameters["b1"], 0.0, None)
        misses = hidden.dot(parameters["W2"]) + parameters["b2"] - Y
        return float(np.sum(misses * misses) / (2 * len(X)))

    found = []
    for name in NAMES:
        values = parameters[name]
        slopes = np.zeros_like(values)
        for where in np.ndindex(values.shape):
            before = values[where]
            values[where] = before + eps
            above = half_mean_square()
            values[where] = before - eps
            below = half_mean_square()
            values[where] = before
            slopes[where] = (above - below) / (2 * eps)
        found.append(slopes)
    return found


def at_a_distance_from_the_kink(probe: Probe, parameters: Arrays, m: int) -> np.ndarray:
    """Return inputs for which no hidden neuron stands at the ReLU's kink."""
    while True:
        X = probe.array(m, parameters["W1"].shape[0])
        if np.min(np.abs(X.dot(parameters["W1"]) + parameters["b1"])) > 1e-3:
            return X


@check(
    "Networks of other sizes have right gradients: a tiny nudge of each parameter agrees.",
    points=3,
    hint="Is there a size in your code, or a shape that only fits by chance?",
)
def test_gradients_of_any_sizes(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n_inputs, n_hidden, n_outputs = probe.sizes(3, 2, 6)
    parameters = parameters_of(probe, n_inputs, n_hidden, n_outputs)
    X = at_a_distance_from_the_kink(probe, parameters, probe.integer(7, 9))
    Y = probe.array(len(X), n_outputs)
    expect(student.script, gradients(parameters, X, Y, *NAMES)).equals(
        reference.numeric_gradients(parameters, X, Y), rtol=1e-6, atol=1e-8, because=CENTRAL
    )


@check(
    "Two perceptrons from two seeds differ, and two from one seed do not.",
    points=1,
    hint="Where do the random numbers come from, and what was rng handed over for?",
)
def test_the_seed_decides(student: Student, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    seed = probe.integer(1, 1000)
    first = student.script(fresh(5, 6, 2, seed))

    def same(found: list[np.ndarray]) -> bool:
        return all(np.array_equal(one, other) for one, other in zip(first, found, strict=True))

    expect(student.script, fresh(5, 6, 2, seed)).satisfies(
        same, "the parameters that this seed gave before"
    )
    expect(student.script, fresh(5, 6, 2, seed + 1)).satisfies(
        lambda found: not np.array_equal(first[0], found[0]),
        "other weights than the seed before gave",
    )


@check(
    "A batch that holds every example twice has the same gradients.",
    points=1,
    hint="Does doubling the data double the slope of a mean?",
)
def test_a_doubled_batch_has_the_same_gradients(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = parameters_of(probe, 3, 5, 2)
    X, Y = probe.array(4, 3), probe.array(4, 2)
    expected = reference.script(gradients(parameters, X, Y, *NAMES))
    doubled = gradients(parameters, np.vstack([X, X]), np.vstack([Y, Y]), *NAMES)
    expect(student.script, doubled).equals(expected)


### END HIDDEN TESTS
