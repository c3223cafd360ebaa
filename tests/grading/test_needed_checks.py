"""Every check is needed: some wrong answer is caught by it alone, or it says why it stays."""

import re

import pytest

from autograder.checking.frameworks import lacking
from autograder.course import Course, load_course
from autograder.reference.sources import Sources
from tests.examples.recorded import verdicts
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).written]
# The same mistake can be made again where the same thing is written again.
_SQUARE = "the slope of the square, in a cost and in its gradient", "e12_cost", "e15_backprop"
_STEP = "the step of a network, repaired and then written", "e16_debug", "e18_mnist"
_NETWORK = "e09's network, built in a framework", "e09_network", "e19_frameworks"
_PRODUCTS = "products that are added up, by hand and in a neuron", "e01_products", "e06_neuron"
_SQUASH = "the squash, written and then used", "e04_sigmoid", "e06_neuron"
_MISS = "the miss, in a cost and in its chain", "e12_cost", "e14_chain_rule"
_CHAIN = "the chain, for one weight and for all of them", "e14_chain_rule", "e15_backprop"
SHARED = {
    "The factor 2 is missing": _SQUARE,
    "The sign is turned round": _SQUARE,
    "Divided by the number of outputs": _SQUARE,
    "The mean of the products, not their sum": _PRODUCTS,
    "A ReLU in place of the sigmoid": _SQUASH,
    "The miss the wrong way round, and without its 2": _MISS,
    "The error of another cost, the cross-entropy": _CHAIN,
    "The slope's formula is given z where it needs the activation": _CHAIN,
    "The slope of tanh": _CHAIN,
    "The squared miss instead of its slope": _CHAIN,
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


@pytest.mark.parametrize("name", EXERCISES)
def test_each_check_alone_catches_a_misconception_or_says_why_not(
    sources: Sources, name: str
) -> None:
    exercise = sources.course.exercise(name)
    if missing := [package for package in REQUIRED.get(name, ()) if lacking(package)]:
        pytest.skip(f"needs {' and '.join(missing)}; make test-slow installs them")
    # test_recorded_marks holds that these are today's.
    failing = [
        [check for check, state in states.items() if state == "fail"]
        for states in verdicts(sources.course, exercise)
    ]
    assert len(failing) == len(sources.bank(exercise).wrongs)
    alone = {checks[0] for checks in failing if len(checks) == 1}
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
