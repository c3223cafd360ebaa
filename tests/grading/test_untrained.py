"""A network that did not train earns nothing for training."""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

import datasets
from autograder.course import Course
from autograder.grading.results import ExerciseResult
from autograder.reference.sources import Sources
from tests.grading.hollow import Rebuilt, Table, marked, table_of_the_handout

E17, E18 = "e17_regression", "e18_mnist"
Function = Callable[..., Any]


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


@pytest.fixture(scope="module")
def tables(sources: Sources) -> dict[str, Table]:
    return {
        name: table_of_the_handout(sources, sources.course.exercise(name)) for name in (E17, E18)
    }


def earned(
    sources: Sources, name: str, function: str, made: Callable[[Function], Function]
) -> set[str]:
    """Return the checks that pass with one function replaced, of those that examine it."""
    exercise = sources.course.exercise(name)
    rebuilt = Rebuilt(lambda of, own: made(own) if of == function else own)
    result = ExerciseResult(exercise.id, exercise.points, marked(sources, exercise, rebuilt))
    examined = sources.examined(exercise)
    return {one.check for one in result.checks if one.points and function in examined[one.check]}


# e17: what `fit` is given is X, Y, n_hidden, lr, steps, rng


def starts(fit: Function) -> Function:
    return lambda X, Y, n, lr, steps, rng: fit(X, Y, n, lr, 0, rng)


def one_step(fit: Function) -> Function:
    return lambda X, Y, n, lr, steps, rng: fit(X, Y, n, lr, min(steps, 1), rng)


def random_perceptron(fit: Function) -> Function:
    def fitted(X: Any, Y: Any, n: int, lr: float, steps: int, rng: Any) -> Any:
        made = fit(X, Y, n, lr, 0, rng)
        if steps:
            for name, value in vars(made).items():
                setattr(made, name, rng.normal(size=np.shape(value)))
        return made

    return fitted


def moved_at_random(fit: Function) -> Function:
    def fitted(X: Any, Y: Any, n: int, lr: float, steps: int, rng: Any) -> Any:
        made = fit(X, Y, n, lr, 0, rng)
        for name, value in vars(made).items():
            setattr(made, name, value + (0.01 * rng.normal(size=np.shape(value)) if steps else 0))
        return made

    return fitted


# To make the first network is no training.
BEGUN = {"test_fit_without_a_step"}


@pytest.mark.parametrize("made", [starts, one_step, random_perceptron, moved_at_random])
def test_a_perceptron_that_was_not_fitted_earns_nothing(
    sources: Sources, made: Callable[[Function], Function]
) -> None:
    assert earned(sources, E17, "fit", made) <= BEGUN


def test_the_handouts_perceptrons_earn_nothing(sources: Sources, tables: dict[str, Table]) -> None:
    assert earned(sources, E17, "fit", lambda own: tables[E17].reader("fit", own)) <= BEGUN


def test_the_right_fit_earns_all(sources: Sources) -> None:
    assert len(earned(sources, E17, "fit", lambda fit: fit)) == 4


# e18: what `train` is given is parameters, X, Y, epochs, batch_size, eta, rng


def line(epochs: int) -> list[float]:
    return [float(cost) for cost in np.linspace(0.9, 0.1, epochs)]


def costs_of_the_start(parameters: Any, X: Any, Y: Any, epochs: int) -> list[float]:
    a = X
    for W, b in parameters:
        a = 1 / (1 + np.exp(-(W @ a + b)))
    return [float(np.sum((a - Y) ** 2) / X.shape[1])] * epochs


def as_random(parameters: Any, rng: Any) -> Any:
    return [(rng.normal(size=W.shape), rng.normal(size=b.shape)) for W, b in parameters]


def moved(parameters: Any, rng: Any) -> Any:
    return [
        (W + 0.01 * rng.normal(size=W.shape), b + 0.01 * rng.normal(size=b.shape))
        for W, b in parameters
    ]


UNTRAINED: dict[str, Function] = {
    "the start, a falling line": lambda p, X, Y, epochs, *_: (p, line(epochs)),
    "the start, a level line": lambda p, X, Y, epochs, *_: (p, [0.5] * epochs),
    "the start, its own costs": lambda p, X, Y, epochs, *_: (
        p,
        costs_of_the_start(p, X, Y, epochs),
    ),
    "the start, no history": lambda p, *_: (p, []),
    "random weights": lambda p, X, Y, epochs, size, eta, rng: (as_random(p, rng), line(epochs)),
    "moved at random": lambda p, X, Y, epochs, size, eta, rng: (moved(p, rng), line(epochs)),
    "nothing": lambda *_: None,
}


@pytest.mark.parametrize("train", UNTRAINED.values(), ids=UNTRAINED)
def test_a_network_that_was_not_trained_earns_nothing(sources: Sources, train: Function) -> None:
    assert earned(sources, E18, "train", lambda _: train) == set()


def test_the_handouts_networks_earn_nothing(sources: Sources, tables: dict[str, Table]) -> None:
    assert earned(sources, E18, "train", lambda own: tables[E18].reader("train", own)) == set()


def test_a_network_trained_on_the_digits_at_home_earns_nothing(sources: Sources) -> None:
    digits = datasets.load("embedded")
    X, Y = digits.train_images.reshape(-1, 784).T / 255.0, np.eye(10)[digits.train_labels].T

    def made(train: Function) -> Function:
        rng = np.random.default_rng(1)
        sizes: Sequence[int] = (784, 16, 16, 10)
        start = [
            (rng.normal(0, n**-0.5, (to, n)), np.zeros((to, 1)))
            for n, to in itertools.pairwise(sizes)
        ]
        learned, _ = train(start, X, Y, 7, 30, 4.0, rng)

        def trained(p: Any, X: Any, Y: Any, epochs: int, *_: Any) -> Any:
            return (learned if len(X) == 784 else p), line(epochs)

        return trained

    assert earned(sources, E18, "train", made) == set()


def test_the_right_train_earns_all(sources: Sources) -> None:
    assert len(earned(sources, E18, "train", lambda train: train)) == 9


@pytest.mark.parametrize("function", ["predict", "accuracy", "confusion"])
@pytest.mark.parametrize("said", [0, 1, None])
def test_a_network_that_is_not_asked_earns_nothing(
    sources: Sources, function: str, said: int | None
) -> None:
    def made(_: Function) -> Function:
        by_name: dict[str, Function] = {
            "predict": lambda parameters, X: np.full(X.shape[1], said),
            "accuracy": lambda parameters, X, labels: said,
            "confusion": lambda labels, predictions, n: np.full((n, n), said),
        }
        return by_name[function]

    assert earned(sources, E18, function, made) == set()
