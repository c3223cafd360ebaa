"""Every check is needed: some wrong answer is caught by it alone, or it says why it stays."""

import re
from collections.abc import Iterator

import pytest

from autograder.checking.context import PUBLIC_SEED
from autograder.checking.frameworks import lacking
from autograder.checking.outcome import CheckStatus
from autograder.course import Course, Exercise, load_course
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ShortContext
from autograder.reference.sources import LiveBank, Sources
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).written]
SEEDS = (PUBLIC_SEED, "another")
# The same mistake can be made again where the same thing is written again.
_SQUARE = "the slope of the square, in a cost and in its gradient", "e12_cost", "e15_backprop"
_STEP = "the step of a network, repaired and then written", "e16_debug", "e18_mnist"
_CHAIN = "the chain of one neuron, and then of a network", "e14_chain_rule", "e15_backprop"
_NETWORK = "e09's network, built in a framework", "e09_network", "e19_frameworks"
SHARED = {
    "The factor 2 is missing": _SQUARE,
    "Divided by the number of outputs": _SQUARE,
    "The miss the wrong way round, and without its 2": (
        "the slope of the square, by itself and in a chain",
        "e12_cost",
        "e14_chain_rule",
    ),
    "The error of another cost, the cross-entropy": _CHAIN,
    "The slope's formula is given z where it needs the activation": _CHAIN,
    "The slope of tanh": _CHAIN,
    "The squared miss instead of its slope": _CHAIN,
    "The mean of the products, not their sum": (
        "the products of a dot product, which a neuron adds up",
        "e01_products",
        "e06_neuron",
    ),
    "A ReLU in place of the sigmoid": (
        "the sigmoid, and a neuron that ends with it",
        "e04_sigmoid",
        "e06_neuron",
    ),
    "The sign is turned round": _SQUARE,
    "Uphill instead of downhill": _STEP,
    "The biases are never moved": _STEP,
    "A generator of its own": ("the rng that is handed over", "e17_regression", "e18_mnist"),
    "A softmax at the end": _NETWORK,
    "Only the last layer squashes": _NETWORK,
    "The output layer does not squash": _NETWORK,
}
REQUIRED = {"e19_frameworks": ("torch", "keras")}
STAYS = re.compile(r"^def (test_\w+)\([^)]*\)[^:]*:\n    # Stays: (.*\.)$", re.MULTILINE)


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


@pytest.fixture(scope="module")
def runner(course: Course) -> Iterator[CheckRunner]:
    yield CheckRunner(course, course.written)


def caught(
    sources: Sources, runner: CheckRunner, exercise: Exercise, bank: LiveBank, key: str
) -> frozenset[str]:
    """Return the checks that some seed makes fail for one misconception."""
    wrong = next(wrong for wrong in bank.wrongs if wrong.misconception.id == key)
    return frozenset(
        result.check
        for seed in SEEDS
        for result in runner.run(
            ShortContext(sources, seed, lambda _: bank.module(wrong)), [exercise]
        )
        if result.outcome.status is CheckStatus.FAIL
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_each_check_alone_catches_a_misconception_or_says_why_not(
    sources: Sources, runner: CheckRunner, name: str
) -> None:
    exercise = sources.course.exercise(name)
    if missing := [package for package in REQUIRED.get(name, ()) if lacking(package)]:
        pytest.skip(f"needs {' and '.join(missing)}; make test-slow installs them")
    bank = sources.bank(exercise)
    failing = [
        caught(sources, runner, exercise, bank, wrong.misconception.id) for wrong in bank.wrongs
    ]
    alone = {check for checks in failing if len(checks) == 1 for check in checks}
    stays = {
        check for check, _ in STAYS.findall(sources.course.checks(exercise).read_text("utf-8"))
    }
    without_a_reason = set(sources.checks(exercise)) - alone - stays
    assert without_a_reason == set()
    assert stays & alone == set(), "the reason is out of date: a misconception needs this check"


def test_there_are_at_least_120_misconceptions(sources: Sources) -> None:
    assert sum(len(sources.bank(exercise).wrongs) for exercise in sources.course.written) >= 120


def test_a_misconception_that_two_exercises_share_has_a_reason(sources: Sources) -> None:
    said: dict[str, list[str]] = {}
    for exercise in sources.course.written:
        for wrong in sources.bank(exercise).wrongs:
            said.setdefault(wrong.misconception.name, []).append(exercise.id)
    shared = {name: where for name, where in said.items() if len(where) > 1}
    assert shared == {name: where for name, (_, *where) in SHARED.items()}
