"""The same code gets the same marks and the same names as it got from 0.1.0."""

from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from autograder.checking.misconception import Wrong
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext, ShortContext
from autograder.grading.grader import Grader
from autograder.grading.intake import Submission
from autograder.grading.results import CheckResult
from autograder.grading.seed import Seed
from autograder.reference.sources import LiveBank, Sources
from tests.examples.recorded import check_line, recorded

SEED = "recorded"


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


def test_every_check_brings_the_points_that_it_brought(
    course: Course, sources: Sources, runner: CheckRunner
) -> None:
    context = ModuleContext(sources, SEED, partial(_of, ModuleSet(course.root / "solutions")))
    found = {
        f"{check.exercise} {check.check}": check.possible
        for check in runner.run(context, course.exercises)
    }
    before = recorded("points")
    assert {name: points for name, points in found.items() if name in before} == before


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
    before = recorded("misconceptions")
    differing = {
        name: (before[name], line)
        for name, line in found.items()
        if name in before and line != before[name]
    }
    assert differing == {}
    assert before.keys() <= found.keys()


# 0.1.0 named this "W is transposed" at home and not in grading: only a worker told that an
# argument was changed before the error. Now both tell it, and give the same names.
CHANGED_BEFORE_AN_ERROR = """\
from exercises.e04_sigmoid import sigmoid


def pre_activation(W, b, a):
    a *= 1.5
    return W.T @ a + b


def dense_forward(W, b, a):
    return sigmoid(pre_activation(W, b, a))
"""


def test_a_mistake_has_one_name_at_home_and_in_grading(
    course: Course, sources: Sources, runner: CheckRunner, tmp_path: Path
) -> None:
    path = tmp_path / "e07_dense.py"
    path.write_text(CHANGED_BEFORE_AN_ERROR, encoding="utf-8")
    exercise = course.exercise("e07")
    modules = ModuleSet(course.root / "solutions", instead={exercise.id: path})
    home = runner.run(ModuleContext(sources, SEED, partial(_of, modules)), [exercise])
    needed = {
        f"exercises.{other.id}": course.solution(other).read_bytes()
        for other in course.needed_by(exercise)
    }
    submitted = {**needed, f"exercises.{exercise.id}": path.read_bytes()}
    with Grader(course, [*course.needed_by(exercise), exercise], Seed(SEED)) as grader:
        graded = grader.grade_submission(Submission("ada", "ada", submitted)).exercises[-1].checks
    assert {_verdict(check) for check in home} == {_verdict(check) for check in graded}


def _verdict(check: CheckResult) -> tuple[str, str, object]:
    known = check.outcome.misconception
    return check.check, check.outcome.status.value, known and known.id
