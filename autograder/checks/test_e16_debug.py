"""Checks of e16: a two-layer perceptron to repair.

Each small method is checked by itself, on an object that was made without `__init__`; a method
that calls others is checked while stand-ins answer for these. So every repair counts, in any order.
Where that fails, or a class has the four public methods alone, the same step is looked for in what
these four do.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograder.calls.script import Result
from autograder.checking import (
    Probe,
    Reference,
    Rng,
    Script,
    Student,
    check,
    expect,
    near,
    oracle,
)
from autograder.checking.outcome import CheckFailed, NotWritten

Arrays = dict[str, np.ndarray]

NAMES = ("W1", "b1", "W2", "b2")
SMALL = (
    *("first_biases", "hidden_sums", "targets", "residual", "blame", "hidden_slope"),
    *("weight_gradient", "bias_gradient", "step"),
)
# The network of the text, its example and its target.
WORKED = {
    "W1": np.array([[1.0, 2.0], [1.0, -2.0]]),
    "b1": np.array([0.5, 1.0]),
    "W2": np.array([[2.0], [3.0]]),
    "b2": np.array([-1.0]),
}
X_WORKED, Y_WORKED = np.array([[1.0, 2.0]]), np.array([[3.0]])
CENTRAL = "central differences with a step of 1e-5 are this exact"


def either(by_itself: Callable[[], object], through_the_four: Callable[[], object]) -> None:
    """Ask for a step by itself and, where that fails, for the same step in the four public methods.

    The failure that is shown is that of the method itself, unless the class has no such method.
    """
    try:
        by_itself()
    except (CheckFailed, NotWritten) as failure:
        try:
            through_the_four()
        except CheckFailed as other:
            raise (other if _is_missing(failure) else failure) from None


def _is_missing(failure: CheckFailed | NotWritten) -> bool:
    """Tell whether a call failed because the class has not got one of the small methods."""
    got = failure.lines.got if isinstance(failure, CheckFailed) else ""
    return got.startswith("AttributeError") and any(f"'{name}'" in got for name in SMALL)


def parameters_of(probe: Probe, n_inputs: int, n_hidden: int, n_outputs: int) -> Arrays:
    """Return weights and biases, none of them 0, as a perceptron has them."""
    (W1, b1), (W2, b2) = probe.network([n_inputs, n_hidden, n_outputs])
    return {"W1": W1.T.copy(), "b1": b1[:, 0], "W2": W2.T.copy(), "b2": b2[:, 0]}


def positive(probe: Probe, n_inputs: int, n_hidden: int, n_outputs: int) -> Arrays:
    """Return parameters above 0: with inputs above 0, all hidden neurons are active."""
    n = (n_inputs, n_hidden), (n_hidden,), (n_hidden, n_outputs), (n_outputs,)
    return {
        name: probe.array(*shape, low=0.1, high=2.0) for name, shape in zip(NAMES, n, strict=True)
    }


def bare(script: Script, parameters: Arrays) -> Result:
    """Take an object without `__init__`, and give it these parameters."""
    made = script.bare("TwoLayerPerceptron")
    script.set(made, **parameters)
    return made


def alone(parameters: Arrays, method: str, *arguments: Any) -> list[Any]:
    """Ask for what one method returns."""
    script = Script()
    return script.giving(script.method(bare(script, parameters), method, *arguments))


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


def initialised(n_inputs: int, n_hidden: int, n_outputs: int, seed: int) -> list[Any]:
    """Ask for what `__init__` makes while a stand-in answers for `first_biases`."""
    script = Script()
    made = script.bare("TwoLayerPerceptron")
    script.stand_in(made, "first_biases", "resize", np.zeros(1))
    script.method(made, "__init__", n_inputs, n_hidden, n_outputs, Rng(seed))
    return script.giving(*(_read(script, script.get(made, name), name) for name in NAMES))


def _read(script: Script, of: Result, name: str) -> Result:
    return script.flat(of) if name.startswith("b") else of


def proportional(found: np.ndarray, expected: np.ndarray, *, float32: bool = False) -> bool:
    """Tell whether one array is a multiple of the other, and not 0 times it."""
    factor = np.vdot(found, expected) / np.vdot(expected, expected)
    return bool(
        np.shape(found) == np.shape(expected)
        and abs(factor) > 1e-9
        and near(found, factor * expected, float32=float32)
    )


# --- a new perceptron -----------------------------------------------------------------------


@check(
    "first_biases: a layer of n neurons begins with n biases of 0.",
    points=7,
    hint="What does np.zeros call the shape that it is given, and how many numbers come back?",
)
def test_first_biases(student: Student, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    n_hidden, n_outputs = probe.integer(4, 9), probe.integer(2, 3)

    def by_itself() -> None:
        for n in (n_hidden, 1):
            expect(student.script, alone({}, "first_biases", n)).equals(np.zeros(n))

    def holds(found: list[np.ndarray]) -> bool:
        _, b1, _, b2 = found
        return b1.shape == (n_hidden,) and not np.any(b1) and b2.size > 0 and not np.any(b2)

    either(
        by_itself,
        lambda: expect(student.script, fresh(3, n_hidden, n_outputs, 7)).satisfies(
            holds, f"{n_hidden} biases b1 of 0, and biases b2 of 0"
        ),
    )


@check(
    "__init__: W1, W2, b1 and b2 have their own shapes, and rng spreads the weights as it should.",
    points=9,
    hint="How many inputs and how many neurons has each of the two layers?",
)
def test_init(student: Student, probe: Probe) -> None:
    n_inputs, n_hidden = probe.integer(36, 44), probe.integer(10, 14)
    seed = probe.integer(1, 999)

    def shapes(found: list[np.ndarray]) -> bool:
        _, b1, _, b2 = found
        right = [array.shape for array in found] == [(3, 4), (4,), (4, 2), (2,)]
        return right and not np.any(b1) and not np.any(b2)

    def spread(found: list[np.ndarray]) -> bool:
        W1, _, W2, _ = found
        return _is_spread(W1, np.sqrt(2 / n_inputs)) and _is_spread(W2, np.sqrt(2 / n_hidden))

    spreads = f"{np.sqrt(2 / n_inputs):.3g} and {np.sqrt(2 / n_hidden):.3g}"

    def ask(made: Callable[[int, int, int, int], list[Any]]) -> None:
        expect(student.script, made(3, 4, 2, 7)).satisfies(
            shapes, "W1 (3, 4), W2 (4, 2), and biases of 0: 4 in b1, 2 in b2"
        )
        first = expect(student.script, made(n_inputs, n_hidden, 20, seed)).satisfies(
            spread, f"weights around 0 with standard deviations of about {spreads}"
        )
        expect(student.script, made(n_inputs, n_hidden, 20, seed)).satisfies(
            lambda found: all(map(np.array_equal, found, first)),
            "the parameters that this seed gave before",
        )
        expect(student.script, made(n_inputs, n_hidden, 20, seed + 1)).satisfies(
            lambda found: not np.array_equal(found[0], first[0]),
            "other weights than the seed before gave",
        )

    either(lambda: ask(initialised), lambda: ask(fresh))


def _is_spread(weights: np.ndarray, deviation: float) -> bool:
    """Tell whether a mean of 0 and this deviation are within five standard errors."""
    count = weights.size
    near_zero = abs(weights.mean()) < 5 * deviation / np.sqrt(count)
    return bool(near_zero and abs(weights.std() / deviation - 1) < 5 / np.sqrt(2 * count))


# --- the way forward ------------------------------------------------------------------------


@check(
    "hidden_sums: each hidden neuron adds up its weighted inputs and its own bias.",
    points=7,
    hint="Whose weights are these, and how does a method say so?",
)
def test_hidden_sums(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    sums = alone(parameters_of(probe, 3, 4, 2), "hidden_sums", probe.array(5, 3))
    active = forward(positive(probe, 3, 4, 2), probe.array(5, 3, low=0.1, high=2.0))
    expected_sums, expected = reference.script(sums), reference.script(active)

    def by_itself() -> None:
        expect(student.script, alone(WORKED, "hidden_sums", X_WORKED)).equals(
            np.array([[3.5, -1.0]])
        )
        expect(student.script, sums).equals(expected_sums)

    either(by_itself, lambda: expect(student.script, active).equals(expected))


@check(
    "forward_pass: the sums are rectified, the output is not, and the way back gets all it needs.",
    points=7,
    hint="Which arrays does backwards_pass take out of the cache, and in which order?",
)
def test_forward_pass(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    parameters, X, Y = parameters_of(probe, 3, 4, 2), probe.array(5, 3), probe.array(5, 2)
    script = Script()
    made = bare(script, parameters)
    script.stand_in(made, "hidden_sums", "ij,ni->nj", probe.array(3, 4))
    passed = script.method(made, "forward_pass", X)
    cache = script.item(passed, 1)
    steps = script.giving(script.item(passed, 0), *(script.item(cache, at) for at in range(4)))
    expected, output = reference.script(steps), reference.script(forward(parameters, X))

    def is_enough(found: list[np.ndarray]) -> bool:
        shapes = [array.shape for array in found]
        return shapes == [(3, 4), (4,), (4, 2), (2,)] and all(map(np.any, found))

    def through_the_four() -> None:
        expect(student.script, forward(parameters, X)).equals(output)
        expect(student.script, gradients(parameters, X, Y, *NAMES)).satisfies(
            is_enough, "a cache from which backwards_pass finds four gradients of the right shapes"
        )

    either(lambda: expect(student.script, steps).equals(expected), through_the_four)


# --- the way back ---------------------------------------------------------------------------


@check(
    "targets: five targets in one row become five rows, as the output has them.",
    points=7,
    hint="What is the shape of (5, 1) minus (5,)? How many differences did you want?",
)
def test_targets(student: Student, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    Y, output, two = probe.array(5), probe.array(5, 1), probe.array(5, 2)
    parameters, X = parameters_of(probe, 3, 4, 1), probe.array(5, 3)

    def by_itself() -> None:
        for given in (Y.reshape(5, 1), Y):
            expect(student.script, alone({}, "targets", given, output)).equals(Y.reshape(5, 1))
        expect(student.script, alone({}, "targets", two, 3 * two)).equals(two)

    def through_the_four() -> None:
        rows = student.script(gradients(parameters, X, Y.reshape(5, 1), *NAMES))
        other = student.script(gradients(parameters, 2 * X, Y.reshape(5, 1), "W1"))

        def holds(found: list[np.ndarray]) -> bool:
            # Gradients that are always the same tell nothing about the targets.
            moves = np.shape(other) == np.shape(rows[0]) and not np.allclose(other, rows[0])
            return moves and all(map(np.any, rows)) and all(map(np.allclose, found, rows))

        expect(student.script, gradients(parameters, X, Y, *NAMES)).satisfies(
            holds, "the gradients of five rows of one number"
        )

    either(by_itself, through_the_four)


@check(
    "residual: the slope of half the mean squared error is output minus target, divided by N.",
    points=7,
    hint="What stands before the sum in this cost, and how does it change with the output?",
)
def test_residual(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    steps = alone({}, "residual", probe.array(5, 2), probe.array(5, 2))
    # Of five equal examples, b2 has the slope of each.
    X = np.repeat(probe.array(1, 3, low=0.1, high=2.0), 5, axis=0)
    Y = np.repeat(probe.array(1, 2), 5, axis=0)
    equal = gradients(positive(probe, 3, 4, 2), X, Y, "b2")
    expected, slopes = reference.script(steps), reference.script(equal)

    def by_itself() -> None:
        # The worked numbers alone, 6 - 3 and 3, may tell a mistake by chance.
        student.script(steps)
        expect(student.script, alone({}, "residual", np.array([[6.0]]), Y_WORKED)).equals(
            np.array([[3.0]])
        )
        expect(student.script, steps).equals(expected)

    either(by_itself, lambda: expect(student.script, equal).equals(slopes))


@check(
    "blame: what goes wrong at the output goes back through the weights W2.",
    points=7,
    hint="From how many outputs to how many hidden neurons does the blame go?",
)
def test_blame(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    parameters = parameters_of(probe, 3, 4, 2)
    steps = alone(parameters, "blame", probe.array(5, 2))
    X, Y = probe.array(1, 3, low=0.1, high=2.0), probe.array(1, 1)
    active = gradients(positive(probe, 3, 4, 1), X, Y, "W1", "W2")
    expected, slopes = reference.script(steps), reference.script(active)

    def by_itself() -> None:
        expect(student.script, alone(WORKED, "blame", np.array([[3.0]]))).equals(
            np.array([[6.0, 9.0]])
        )
        expect(student.script, steps).equals(expected)

    def holds(found: list[np.ndarray], *, float32: bool = False) -> bool:
        both = (np.concatenate([one.ravel() for one in of]) for of in (found, slopes))
        return proportional(*both, float32=float32)

    either(
        by_itself,
        lambda: expect(student.script, active).satisfies(
            holds,
            "gradients of W1 and W2 that are in proportion, for one example",
            in_float32=partial(holds, float32=True),
        ),
    )


@check(
    "hidden_slope: an active neuron lets its blame through, a silent one does not.",
    points=7,
    hint="The second hidden neuron was silent: does a little nudge to its sum change the output?",
)
def test_hidden_slope(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    sums = probe.array(5, 4)
    sums[1, 2], sums[4, 0] = 0.0, 0.0
    steps = alone({}, "hidden_slope", sums)
    # One neuron is active, one is silent, and one's sum is exactly 0.
    parameters = parameters_of(probe, 3, 3, 1) | {"b1": np.array([30.0, -30.0, 0.0])}
    parameters["W1"][:, 2] = 0.0
    mixed = gradients(parameters, probe.array(1, 3), probe.array(1, 1), "W1")
    expected, slopes = reference.script(steps), reference.script(mixed)

    def by_itself() -> None:
        expect(student.script, alone({}, "hidden_slope", np.array([[3.5, -1.0]]))).equals(
            np.array([[1.0, 0.0]]), through=_as_numbers
        )
        expect(student.script, steps).equals(expected, through=_as_numbers)

    either(
        by_itself,
        lambda: expect(student.script, mixed).satisfies(
            lambda found: proportional(found, slopes),
            "a gradient of W1 that is 0 for neurons with a sum of 0 or below, and for no other",
            in_float32=lambda found: proportional(found, slopes, float32=True),
        ),
    )


def _as_numbers(mask: np.ndarray) -> np.ndarray:
    """Return True and False as 1 and 0: a product takes them alike."""
    return np.asarray(mask, dtype=np.float64)


@check(
    "weight_gradient: each weight's slope is what it multiplied, times its neuron's error.",
    points=7,
    hint="Five examples, three inputs, two neurons: which of the three numbers should be gone?",
)
def test_weight_gradient(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    steps = alone({}, "weight_gradient", probe.array(5, 3), probe.array(5, 2))
    X, Y = probe.array(1, 3, low=0.1, high=2.0), probe.array(1, 1)
    one = gradients(positive(probe, 3, 4, 1), X, Y, "W1", "W2")
    expected, slopes = reference.script(steps), reference.script(one)

    def by_itself() -> None:
        worked = alone({}, "weight_gradient", np.array([[3.5, 0.0]]), np.array([[3.0]]))
        expect(student.script, worked).equals(np.array([[10.5], [0.0]]))
        expect(student.script, steps).equals(expected)

    either(
        by_itself,
        lambda: expect(student.script, one).satisfies(
            lambda found: all(map(proportional, found, slopes)),
            "a gradient of W2 in proportion to the hidden activations, and of W1 to the inputs",
            in_float32=lambda found: all(map(partial(proportional, float32=True), found, slopes)),
        ),
    )


@check(
    "bias_gradient: every neuron's errors are added up over the examples.",
    points=7,
    hint="Is there a bias for each example, or for each neuron?",
)
def test_bias_gradient(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    steps = alone({}, "bias_gradient", probe.array(5, 3))
    # Where an input is always 1, its weights have the slopes of the biases; here also in layer 2.
    parameters = parameters_of(probe, 3, 4, 2) | {"W1": np.zeros((3, 4)), "b1": np.ones(4)}
    X, Y = probe.array(5, 3), probe.array(5, 2)
    X[:, 0] = 1.0
    ones = gradients(parameters, X, Y, *NAMES)
    expected = reference.script(steps)

    def by_itself() -> None:
        expect(student.script, steps).equals(expected, through=np.ravel)
        expect(student.script, alone({}, "bias_gradient", np.array([[6.0, 0.0]]))).equals(
            np.array([6.0, 0.0]), through=np.ravel
        )

    def holds(found: list[np.ndarray], *, float32: bool = False) -> bool:
        W1, b1, W2, b2 = found
        pairs = ((b1, W1[0]), (b2, W2[0]))
        # Its other inputs are not always 1.
        return not np.allclose(W1[0], W1[1]) and all(
            np.any(b) and near(b, W, float32=float32) for b, W in pairs
        )

    either(
        by_itself,
        lambda: expect(student.script, ones).satisfies(
            holds,
            "the slopes of weights that always hear a 1, for b1 and for b2",
            in_float32=partial(holds, float32=True),
        ),
    )


@check(
    "backwards_pass: the targets come in, and the four gradients are put together from the parts.",
    points=7,
    hint="How does the way back learn what the output should have been?",
)
def test_backwards_pass(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    parameters, X, Y = parameters_of(probe, 3, 4, 2), probe.array(5, 3), probe.array(5, 2)
    script = Script()
    made = bare(script, parameters)
    script.stand_in(made, "targets", "nk,nk,nk->nk", probe.array(5, 2))
    script.stand_in(made, "residual", "nk,nk,nk->nk", probe.array(5, 2))
    script.stand_in(made, "blame", "kj,nk->nj", probe.array(2, 4))
    script.stand_in(made, "hidden_slope", "nj,nj->nj", probe.array(5, 4))
    script.stand_in(made, "weight_gradient", "nm,ni,mj->ij", probe.array(5, 5))
    script.stand_in(made, "bias_gradient", "n,nj->j", probe.array(5))
    cache = (X, probe.array(5, 4), probe.array(5, 4), probe.array(5, 2))
    found = script.method(made, "backwards_pass", cache, Y)
    steps = script.giving(*(_read(script, script.item(found, name), name) for name in NAMES))
    real = gradients(parameters, X, Y, *NAMES)
    expected, slopes = reference.script(steps), reference.script(real)
    either(
        lambda: expect(student.script, steps).equals(expected),
        lambda: expect(student.script, real).equals(slopes),
    )


# --- the step -------------------------------------------------------------------------------


@check(
    "step: how far a parameter moves, the learning rate decides.",
    points=7,
    hint="How far is a step, and who decides that?",
)
def test_step(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    lr = probe.integer(11, 39) / 100
    steps = alone({}, "step", probe.array(3, 4), lr)
    parameters, slopes = parameters_of(probe, 3, 4, 2), parameters_of(probe, 3, 4, 2)
    expected = reference.script(steps)

    def by_itself() -> None:
        # The worked numbers alone, 6 and 0.1, may tell a mistake by chance.
        student.script(steps)
        expect(student.script, alone({}, "step", np.array([[6.0, 0.0]]), 0.1)).equals(
            np.array([[0.6, 0.0]])
        )
        expect(student.script, steps).equals(expected)

    def holds(found: list[np.ndarray], *, float32: bool = False) -> bool:
        weights = ((found[0], "W1"), (found[2], "W2"))
        return all(
            near(np.abs(after - parameters[name]), lr * np.abs(slopes[name]), float32=float32)
            for after, name in weights
        )

    either(
        by_itself,
        lambda: expect(student.script, after_step(parameters, slopes, lr)).satisfies(
            holds,
            f"weights that moved by {lr:.2g} times their gradients",
            in_float32=partial(holds, float32=True),
        ),
    )


@check(
    "subtract_gradients: all four parameters move, and downhill.",
    points=7,
    hint="Which way is downhill, and how many parameters are there?",
)
def test_subtract_gradients(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: this method's own points, whatever the other methods do.
    parameters, slopes = parameters_of(probe, 3, 4, 2), parameters_of(probe, 3, 4, 2)
    script = Script()
    made = bare(script, parameters)
    script.stand_in(made, "step", "i,...,->...", np.array([0.7]))
    script.method(made, "subtract_gradients", slopes, 0.3)
    steps = script.giving(*(_read(script, script.get(made, name), name) for name in NAMES))
    expected = reference.script(steps)

    def holds(found: list[np.ndarray]) -> bool:
        return all(
            np.array_equal(np.sign(after - parameters[name]), -np.sign(slopes[name]))
            for after, name in zip(found, NAMES, strict=True)
        )

    either(
        lambda: expect(student.script, steps).equals(expected),
        lambda: expect(student.script, after_step(parameters, slopes, 0.3)).satisfies(
            holds, "W1, b1, W2 and b2, each moved against its gradient"
        ),
    )


# --- all of it ------------------------------------------------------------------------------


@check(
    "The worked example, from its output of 6 to the parameters after one step.",
    points=2,
    hint="Which is the first of these numbers that differs from the text?",
)
def test_the_worked_example(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    expect(student.script, forward(WORKED, X_WORKED)).equals(np.array([[6.0]]))
    expect(student.script, gradients(WORKED, X_WORKED, Y_WORKED, *NAMES)).equals(
        [
            np.array([[6.0, 0.0], [12.0, 0.0]]),
            np.array([6.0, 0.0]),
            np.array([[10.5], [0.0]]),
            np.array([3.0]),
        ]
    )
    expect(student.script, after_training(WORKED, X_WORKED, Y_WORKED, 0.1, 1)).equals(
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
    # One neuron's sum is exactly 0 for one example, and the targets come as (N,).
    parameters = parameters_of(probe, 3, 4, 1)
    parameters["b1"][0] = 0.0
    X, Y = probe.array(6, 3), probe.array(6)
    X[2] = 0.0
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
    points=2,
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
