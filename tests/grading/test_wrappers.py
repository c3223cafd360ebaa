"""Functions that only call each other earn no more than constants, in every exercise."""

import inspect
import types
from collections.abc import Iterator, Sequence

import pytest

from autograder.checking.answers import Answers, NoBank
from autograder.checking.outcome import CheckStatus
from autograder.course import Course, Exercise, load_course
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ShortContext
from autograder.grading.results import CheckResult
from autograder.grading.supplied_functions import FunctionOrder, carried_forward
from autograder.reference.sources import Sources
from tests.student_folder import ROOT

WRITTEN = [exercise.id for exercise in load_course(ROOT).exercises if not exercise.packages]
CONSTANTS = ("None", "0", "1.0", "0.5", "''", "[]", "()", "{}", "np.zeros((1, 1))", "np.ones(1)")
# Such a call is the answer: squares(M) is elementwise(M, M), and output_shape(n) is bias_shape(n).
ANSWERS = {"e01_products": {"squares"}, "e02_shapes": {"output_shape"}}


class Alone(ShortContext):
    """Nothing is compared with the misconceptions."""

    def _answers(self, exercise: Exercise) -> Answers:
        return Answers(super()._answers(exercise).reference, NoBank(), 0.0)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources(load_course(ROOT))


@pytest.fixture(scope="module")
def runner(sources: Sources) -> CheckRunner:
    return CheckRunner(sources.course, sources.course.exercises)


def call_of(function: str, takes: int) -> str:
    """Return a call with as many of the arguments as a function takes, the last one repeated."""
    return f"{function}(*(given + given[-1:] * {takes})[:{takes}])"


def wrappers(functions: Sequence[str], takes: dict[str, int]) -> Iterator[str]:
    """Yield modules in which each function calls the one before, the one after, itself."""
    for step in (-1, 1, 0):
        lines = []
        for place, name in enumerate(functions):
            other = functions[(place + step) % len(functions)]
            ends = not 0 <= place + step < len(functions)
            value = "None" if ends else call_of(other, takes[other])
            lines.append(f"def {name}(*given): return {value}")
        yield "\n".join(lines)
    # Each calls the first one that may be supplied to it, whatever it is.
    yield "\n".join(
        f"def {name}(*given): return {call_of(functions[0], takes[functions[0]])}"
        for name in functions
    )


def constants(functions: Sequence[str]) -> Iterator[str]:
    for value in CONSTANTS:
        lines = [f"def {name}(*given): return {value}" for name in functions]
        yield "\n".join(["import numpy as np", *lines])


def earned(sources: Sources, runner: CheckRunner, exercise: Exercise, source: str) -> set[str]:
    """Return the checks that a module passes, with earlier functions supplied to later ones."""

    def made(supplied: Sequence[str]) -> types.ModuleType:
        module = types.ModuleType(f"exercises.{exercise.id}")
        exec(source, vars(module))
        right = sources.public_functions(exercise)
        vars(module).update({name: right[name] for name in supplied})
        return module

    def ask(supplied: Sequence[str], only: frozenset[str] | None) -> Sequence[CheckResult]:
        module = made(supplied)
        return runner.run(Alone(sources, "wrappers", lambda _: module), [exercise], only=only)

    results = carried_forward(FunctionOrder.of(sources, exercise), ask((), None), ask)
    return {one.check for one in results if one.outcome.status is CheckStatus.PASS}


@pytest.mark.parametrize("name", WRITTEN)
def test_wrappers_earn_no_more_than_constants(
    sources: Sources, runner: CheckRunner, course: Course, name: str
) -> None:
    exercise = course.exercise(name)
    right = sources.public_functions(exercise)
    takes = {one: len(inspect.signature(function).parameters) for one, function in right.items()}
    examined, answers = sources.examined(exercise), ANSWERS.get(name, set())
    points = {
        check: 0.0 if answers.issuperset(examined.get(check, {""})) else declared.points
        for check, declared in sources.checks(exercise).items()
    }

    def most(modules: Iterator[str]) -> float:
        marks = (earned(sources, runner, exercise, module) for module in modules)
        return max(sum(points[check] for check in passed) for passed in marks)

    if right:  # e16 has a class alone
        assert most(wrappers([*right], takes)) <= most(constants([*right]))
