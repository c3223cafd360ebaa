"""Checks of e17: a network that learns to multiply."""

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

NAMES = ("W1", "b1", "W2", "b2")


def products(n: int, *seeds: int) -> list[Any]:
    """Ask for the X and the y that each of these seeds gives."""
    script = Script()
    made = [script.call("make_products", n, Rng(seed)) for seed in seeds]
    return script.giving(*(script.item(pair, at) for pair in made for at in (0, 1)))


def parameters_of(script: Script, perceptron: Result) -> list[Result]:
    """Take weights and biases, a bias's in one row however it is laid out."""
    found = [script.get(perceptron, name) for name in NAMES]
    return [found[0], script.flat(found[1]), found[2], script.flat(found[3])]


def by_fit_and_by_hand(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, seed: int
) -> list[Any]:
    """Ask for the parameters after `fit`, after as many rounds by hand, and after none."""
    script = Script()
    by_fit = script.call("fit", X, Y, n_hidden, lr, steps, Rng(seed))
    by_hand, begun = (script.call("fit", X, Y, n_hidden, lr, 0, Rng(seed)) for _ in range(2))
    for _ in range(steps):
        cache = script.item(script.method(by_hand, "forward_pass", X), 1)
        slopes = script.method(by_hand, "backwards_pass", cache, Y)
        script.method(by_hand, "subtract_gradients", slopes, lr)
    made = (by_fit, by_hand, begun)
    return script.giving(*(part for one in made for part in parameters_of(script, one)))


def agree(found: list[np.ndarray], *, float32: bool = False) -> bool:
    """Tell whether `fit` and the rounds by hand came to the same place, and not to the first."""
    by_fit, by_hand, begun = found[:4], found[4:8], found[8:]
    return _alike(by_fit, by_hand, float32) and not _alike(by_fit, begun, float32)


def _alike(some: list[np.ndarray], others: list[np.ndarray], float32: bool) -> bool:
    both = zip(some, others, strict=True)
    return all(near(one, other, float32=float32) for one, other in both)


def pairs(probe: Probe, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return scaled pairs with their scaled products."""
    X = probe.array(n, 2, low=0.0, high=20.0) / 20.0
    return X, X[:, [0]] * X[:, [1]]


def up_to_both_ends(probe: Probe, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pairs and products, the smallest and the largest among them."""
    X = np.vstack([probe.array(n, 2, low=0.0, high=20.0), [[20.0, 20.0], [0.0, 0.0]]])
    return X, X[:, [0]] * X[:, [1]]


@check(
    "Pairs of numbers from 0 to 20 come with their products, one in each row.",
    points=3,
    hint="Which shapes have X and y, and which two numbers does each product belong to?",
    group="make_products",
)
def test_products_belong_to_their_pairs(student: Student, probe: Probe) -> None:
    def holds(found: list[np.ndarray]) -> bool:
        X, y = found
        return (
            X.shape == (60, 2)
            and y.shape == (60, 1)
            and bool(np.all((X >= 0) & (X <= 20)))
            and np.allclose(y[:, 0], X.prod(axis=1))
        )

    expect(student.script, products(60, probe.integer(1, 99))).satisfies(
        holds, "X (60, 2) with numbers from 0 to 20, and y (60, 1) with their products"
    )


@check(
    "The pairs are spread over all of 0 to 20, real numbers, each by itself.",
    points=2,
    hint="Which numbers from 0 to 20 can never occur in your pairs?",
)
def test_pairs_are_spread(student: Student, probe: Probe) -> None:
    def holds(found: list[np.ndarray]) -> bool:
        # Two draws together: the same pairs twice are spread over half as much.
        X = np.vstack(found[::2])
        return bool(
            len(np.unique(X, axis=0)) == 150
            and np.all(X.min(axis=0) < 2)
            and np.all(X.max(axis=0) > 18)
            and np.all(np.abs(X.mean(axis=0) - 10) < 2.5)
            and np.all(np.abs(X.std(axis=0) - 5.77) < 1.2)
            and np.mean(np.round(X) != X) > 0.9
            and abs(np.corrcoef(X.T)[0, 1]) < 0.4
        )

    seed = probe.integer(1, 99)
    expect(student.script, products(75, seed, seed + 1)).satisfies(
        holds, "both columns spread evenly over all real numbers from 0 to 20"
    )


@check(
    "Inputs up to 20 and products up to 400 become numbers from 0 to 1.",
    points=1,
    hint="What is the largest input there can be, and what the largest product?",
    group="scale",
)
def test_scale_by_hand(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    X = np.array([[20.0, 20.0], [20.0, 5.0], [8.0, 10.0], [0.0, 0.0]])
    y = np.array([[400.0], [100.0], [80.0], [0.0]])
    scaled = np.array([[1.0, 1.0], [1.0, 0.25], [0.4, 0.5], [0.0, 0.0]])
    expect(student.scale, X, y).equals((scaled, np.array([[1.0], [0.25], [0.2], [0.0]])))


@check(
    "Any pairs and products are scaled, and the arguments stay as they were.",
    points=2,
    hint="Whose arrays are X and y, and what should they hold afterwards?",
    group="scale",
)
def test_scale_of_any_pairs(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh pairs, and arguments that must stay as they were.
    expect(student.scale, *up_to_both_ends(probe, 5)).equals(reference.scale)


@check(
    "Answers 1, 2, 4 to targets 1, 2, 3 explain half; the mean explains nothing, 1, 2, 3 all.",
    points=2,
    hint="How much did the answers miss, and how much would the mean of the targets have missed?",
    group="r_squared",
)
def test_r_squared_by_hand(student: Student) -> None:
    # Stays: the text's own numbers, which can be followed with a pencil.
    targets = np.array([[1.0], [2.0], [3.0]])
    expect(student.r_squared, targets, np.array([[1.0], [2.0], [4.0]])).equals(0.5)
    expect(student.r_squared, targets, np.full((3, 1), 2.0)).equals(0.0)
    expect(student.r_squared, targets, targets).equals(1.0)


@check(
    "R² is right for any targets and answers, bad ones too.",
    points=2,
    hint="Can it be below 0, and for which answers?",
    group="r_squared",
)
def test_r_squared_of_any_answers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: answers worse than the mean, which give less than 0.
    targets = probe.array(8, 1, low=0.0, high=4.0)
    near = targets + probe.array(8, 1, low=-0.5, high=0.5)
    expect(student.r_squared, targets, near).equals(reference.r_squared)
    expect(student.r_squared, targets, probe.array(8, 1, low=5.0, high=9.0)).equals(
        reference.r_squared
    )


@check(
    "After 0 steps the perceptron is as it was made, with the neurons that were asked for.",
    points=1,
    hint="How many inputs, hidden neurons and outputs are there, and what does rng decide?",
)
def test_fit_without_a_step(student: Student, probe: Probe) -> None:
    X, Y = pairs(probe, 9)
    script = Script()
    one, same, other = (script.call("fit", X, Y, 5, 0.2, 0, Rng(seed)) for seed in (5, 5, 6))
    wanted = [*parameters_of(script, one), script.get(same, "W1"), script.get(other, "W1")]

    def holds(found: list[np.ndarray]) -> bool:
        *own, same, other = found
        shapes = [array.shape for array in own]
        return (
            shapes == [(2, 5), (5,), (5, 1), (1,)]
            and not np.any(own[1])
            and not np.any(own[3])
            and np.array_equal(own[0], same)
            and not np.array_equal(own[0], other)
        )

    expect(student.script, script.giving(*wanted)).satisfies(
        holds, "W1 (2, 5) and W2 (5, 1) as the seed decides, and biases of 0"
    )


@check(
    "Three steps of fit are three rounds of forward, back and subtract with all examples.",
    points=3,
    hint="Which of the three has to be done again in every step, and which is done once?",
    group="fit",
)
def test_fit_of_three_steps(student: Student, probe: Probe) -> None:
    # Stays: few steps, exactly; learning alone does not tell right from wrong.
    X, Y = pairs(probe, 9)
    expect(student.script, by_fit_and_by_hand(X, Y, 5, 0.2, 3, 5)).satisfies(
        agree,
        "the parameters of three such rounds, from the same first weights",
        in_float32=partial(agree, float32=True),
    )


@check(
    "It begins to learn: after 30 steps it multiplies pairs that it never saw better than before.",
    points=1,
    hint="Do the parts hold by themselves? Does the cost fall from step to step?",
    group="fit",
    named=False,
)
def test_it_learns_to_multiply(student: Student, probe: Probe) -> None:
    # Stays: the purpose of the exercise; its parts are checked by themselves.
    # More steps would tell no more: whether each is right, the checks around this one say.
    X, Y = pairs(probe, 100)
    unseen, targets = pairs(probe, 100)
    script, seed = Script(), Rng(probe.integer(1, 999))
    made = [script.call("fit", X, Y, 32, 0.05, steps, seed) for steps in (0, 30)]
    outputs = [script.item(script.method(one, "forward_pass", unseen), 0) for one in made]

    def holds(found: list[np.ndarray]) -> bool:
        before, after = (float(np.mean((one.reshape(100, 1) - targets) ** 2)) for one in found)
        # Of 1,000 right ones, none kept more than 73 % of its cost.
        return after < 0.9 * before

    expect(student.script, script.giving(*outputs, long=True)).satisfies(
        holds, "a cost over 100 unseen pairs that has fallen since step 0"
    )


### BEGIN HIDDEN TESTS
@oracle
def after_rounds(
    reference: Reference,
    start: list[np.ndarray],
    X: np.ndarray,
    Y: np.ndarray,
    lr: float,
    steps: int,
) -> list[np.ndarray]:
    """Return parameters after rounds of e16 with all examples, from a start that was found."""
    W1, b1, W2, b2 = start
    for _ in range(steps):
        sums = np.dot(X, W1) + b1
        hidden = np.clip(sums, 0.0, None)
        at_output = (np.dot(hidden, W2) + b2 - Y) / len(X)
        at_hidden = np.einsum("no,ho->nh", at_output, W2)
        at_hidden[sums <= 0] = 0.0
        W1 = W1 - lr * np.einsum("ni,nh->ih", X, at_hidden)
        b1 = b1 - lr * np.sum(at_hidden, axis=0)
        W2 = W2 - lr * np.einsum("nh,no->ho", hidden, at_output)
        b2 = b2 - lr * np.sum(at_output, axis=0)
    return [W1, b1, W2, b2]


@check(
    "Other sizes, learning rates and numbers of steps are fitted, from your own first weights.",
    points=3,
    hint="Is there a size, a rate or a number of steps written into your code?",
    group="fit",
)
def test_fit_of_other_sizes(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: what an object does and what it says of itself may differ; here its numbers count.
    n_inputs, n_hidden, n_outputs = probe.sizes(3, 2, 6)
    X = probe.array(7, n_inputs, low=0.0, high=1.0)
    Y = probe.array(7, n_outputs, low=0.0, high=1.0)
    shapes = [(n_inputs, n_hidden), (n_hidden,), (n_hidden, n_outputs), (n_outputs,)]
    steps, seed, lr = probe.integer(4, 6), probe.integer(1, 999), probe.integer(5, 20) / 100

    def begun_and_fitted() -> list[Any]:
        script = Script()
        made = [script.call("fit", X, Y, n_hidden, lr, n, Rng(seed)) for n in (0, steps)]
        return script.giving(*(part for one in made for part in parameters_of(script, one)))

    def holds(found: list[np.ndarray], *, float32: bool = False) -> bool:
        if [array.shape for array in found] != 2 * shapes:
            return False
        start, fitted = found[:4], found[4:]
        wanted = reference.after_rounds(start, X, Y, lr, steps)
        return _alike(fitted, wanted, float32) and not _alike(fitted, start, float32)

    expect(student.script, begun_and_fitted()).satisfies(
        holds,
        f"parameters of shapes {shapes}, moved by {steps} rounds of e16 from the first ones",
        in_float32=partial(holds, float32=True),
    )


@check(
    "The same seed gives the same pairs, and another seed gives others.",
    points=2,
    hint="Why were you given rng?",
    group="make_products",
)
def test_the_seed_decides_the_pairs(student: Student, probe: Probe) -> None:
    # Stays: the guard of the products: pairs that are always the same earn nothing.
    seed = probe.integer(1, 999)

    def holds(found: list[np.ndarray]) -> bool:
        one, _, same, _, other, _ = found
        return np.array_equal(one, same) and not np.array_equal(one, other)

    expect(student.script, products(12, seed, seed, seed + 1)).satisfies(
        holds, "twice the same pairs, then others"
    )


@check(
    "R² of more examples, and of whole numbers, is right.",
    points=1,
    hint="Is there a number of examples in your code, or a kind of number that it needs?",
    group="r_squared",
)
def test_r_squared_of_whole_numbers(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    n = probe.integer(11, 15)
    targets = probe.integers(0, 9, n, 1)
    targets[0, 0] = 12
    expect(student.r_squared, targets, targets + probe.integers(0, 1, n, 1)).equals(
        reference.r_squared
    )


### END HIDDEN TESTS
