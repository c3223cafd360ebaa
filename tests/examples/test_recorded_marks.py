"""The same code gets the same marks and the same names as it got from 0.1.0."""

from functools import partial
from types import ModuleType

import pytest

from autograder.checking.misconception import Wrong
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner
from autograder.grading.selftest import ModuleContext, ShortContext
from autograder.reference.sources import LiveBank, Sources
from tests.examples.recorded import check_line, recorded

SEED = "recorded"
# What is meant to differ, and why; as today's line.
INTENDED: dict[str, str] = {}


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


@pytest.fixture(scope="module")
def runner(course: Course) -> CheckRunner:
    return CheckRunner(course, course.exercises)


def _of(modules: ModuleSet, exercise: Exercise) -> ModuleType:
    return modules.exercise(exercise.id)


def _with(bank: LiveBank, wrong: Wrong, _: Exercise) -> ModuleType:
    return bank.module(wrong)


def _exercises(course: Course) -> list[Exercise]:
    return [exercise for exercise in course.exercises if not exercise.packages]


def test_every_alternative_has_the_marks_that_it_had(
    course: Course, sources: Sources, runner: CheckRunner
) -> None:
    found = {}
    for exercise in _exercises(course):
        for path in sorted((course.root / "tests/alternatives" / exercise.id).glob("*.py")):
            modules = ModuleSet(course.root / "solutions", instead={exercise.id: path})
            context = ModuleContext(sources, SEED, partial(_of, modules))
            found[f"{exercise.id} {path.stem}"] = check_line(runner.run(context, [exercise]))
    before = recorded("alternatives")
    assert {name: line for name, line in found.items() if name in before} == before


def test_every_misconception_has_the_verdicts_that_it_had(
    course: Course, sources: Sources, runner: CheckRunner
) -> None:
    found = {}
    for exercise in _exercises(course):
        bank = sources.bank(exercise)
        for wrong in bank.wrongs:
            context = ShortContext(sources, SEED, partial(_with, bank, wrong))
            name = f"{exercise.id} {wrong.misconception.id}"
            found[name] = check_line(runner.run(context, [exercise]))
    before = recorded("misconceptions") | INTENDED
    differing = {
        name: (before[name], line)
        for name, line in found.items()
        if name in before and line != before[name]
    }
    assert differing == {}
    assert before.keys() <= found.keys()
