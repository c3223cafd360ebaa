"""Answers that compute nothing earn next to nothing: a table of a handout's, a constant, an echo.

Such a submission is a caller here, which answers in place of a student's code: so a constant can
have the shape of what came in, and a table is recorded by the test itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.values import CONSTANT
from autograder.checking.answer_key import call_digest
from autograder.checking.answers import Answers, NoBank
from autograder.checking.context import PUBLIC_SEED
from autograder.checking.run import run_check
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner, graded_checks
from autograder.grading.course_selftest import ModuleContext
from autograder.grading.results import ExerciseResult
from autograder.reference.sources import Sources

# Those whose checks are grouped for this.
EXERCISES = [
    "e01_products",
    "e02_shapes",
    "e03_one_hot",
    "e04_sigmoid",
    "e05_functions",
    "e06_neuron",
]
MOST_OF_A_TABLE = 0.10
MOST_OF_A_CONSTANT = 0.03
NOT_ANSWERED = Answer(CallStatus.RAISED, error="KeyError", text="'not in the table'")


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


@dataclass(frozen=True)
class Recorder:
    """Passes calls on to the solution, and keeps its answers."""

    solution: Caller
    table: dict[str, Answer] = field(default_factory=dict)

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        answer = self.solution.call(function, arguments)
        self.table[call_digest(function, arguments)] = answer
        return answer


@dataclass(frozen=True)
class Table:
    """Answers the calls that it knows by heart.

    A constant is no look-up: the numbers that e06 lets a student choose are an answer as good as
    any other, wherever they come from.
    """

    table: dict[str, Answer]

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        if function.startswith(CONSTANT):
            return NOT_ANSWERED
        return self.table.get(call_digest(function, arguments), NOT_ANSWERED)


@dataclass(frozen=True)
class Hollow:
    """Answers every call with the same thing made of the arguments."""

    make: Callable[..., Any]

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        try:
            return Answer(CallStatus.RETURNED, self.make(*arguments))
        except (IndexError, TypeError, ValueError) as error:
            return replace(NOT_ANSWERED, error=type(error).__name__)


class CallerContext(ModuleContext):
    """A caller in place of a student's code, and no misconceptions to compare its answers with."""

    def __init__(self, sources: Sources, seed: str, caller: Callable[[Caller], Caller]) -> None:
        modules = ModuleSet(sources.course.root / "solutions")
        super().__init__(sources, seed, lambda exercise: modules.exercise(exercise.id))
        self._replaced = caller

    def _caller(self, exercise: Exercise) -> Caller:
        return self._replaced(super()._caller(exercise))

    def _answers(self, exercise: Exercise) -> Answers:
        return replace(super()._answers(exercise), bank=NoBank())


def table_of_the_handout(sources: Sources, exercise: Exercise) -> Table:
    """Return the answers to every call that the public checks make with the public probe."""
    recorded: dict[str, Answer] = {}
    context = CallerContext(sources, PUBLIC_SEED, lambda solution: Recorder(solution, recorded))
    for graded in graded_checks(sources.course, exercise):
        if not graded.hidden:
            run_check(graded.check, context)
    return Table(recorded)


def share(sources: Sources, exercise: Exercise, caller: Caller) -> float:
    """Return the fraction of an exercise's points that a caller earns in grading."""
    context = CallerContext(sources, "a student's own", lambda _: caller)
    checks = CheckRunner(sources.course, [exercise]).run(context, [exercise])
    result = ExerciseResult(exercise.id, exercise.points, checks)
    return sum(check.points for check in result.checks) / exercise.points


def like(value: float) -> Callable[..., Any]:
    """Return what answers with a constant in the shape of the first argument."""
    return lambda first, *_: np.full(np.shape(first), value)[()]


HOLLOW: dict[str, Callable[..., Any]] = {
    **{f"the number {value}": lambda *_, value=value: value for value in (0, 1, 0.5, -1.0, 2, 10)},
    **{f"{value} everywhere": like(value) for value in (0.0, 1.0, 0.5)},
    **{f"argument {at + 1}": lambda *given, at=at: given[at] for at in range(3)},
    "the last argument": lambda *given: given[-1],
    "an empty array": lambda *_: np.zeros(0),
    "a pair of ones": lambda *_: (1, 1),
    "the shape of the first argument": lambda first, *_: np.shape(first),
    "nothing": lambda *_: None,
}


@pytest.mark.parametrize("name", EXERCISES)
def test_a_table_of_the_handouts_answers_earns_at_most_a_tenth(sources: Sources, name: str) -> None:
    exercise = sources.course.exercise(name)
    table = table_of_the_handout(sources, exercise)
    assert CallStatus.RETURNED in {answer.status for answer in table.table.values()}
    assert share(sources, exercise, table) <= MOST_OF_A_TABLE


@pytest.mark.parametrize("name", EXERCISES)
def test_a_constant_or_an_echo_earns_nearly_nothing(sources: Sources, name: str) -> None:
    exercise = sources.course.exercise(name)
    earned = {what: share(sources, exercise, Hollow(make)) for what, make in HOLLOW.items()}
    assert {what: one for what, one in earned.items() if one > MOST_OF_A_CONSTANT} == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_earns_all_through_the_same_caller(sources: Sources, name: str) -> None:
    exercise = sources.course.exercise(name)
    context = CallerContext(sources, "a student's own", lambda solution: solution)
    checks = CheckRunner(sources.course, [exercise]).run(context, [exercise])
    assert sum(check.points for check in checks) == pytest.approx(exercise.points)
