"""The same code gets the same marks and the same names as are recorded."""

from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.grading.grader import Grader
from autograder.grading.intake import Submission
from autograder.grading.results import CheckResult
from autograder.grading.seed import Seed
from autograder.reference.sources import Sources
from tests.examples.recorded import SEED, Found, changes


@pytest.fixture(scope="module")
def found(course: Course) -> Found:
    return Found(course)


def test_no_right_alternative_loses_a_point(found: Found) -> None:
    assert set(found.alternatives().values()) == {""}


def test_every_check_brings_the_points_that_are_recorded(found: Found) -> None:
    assert changes("points", found.points()) == {}


def test_every_misconception_has_the_verdicts_that_are_recorded(found: Found) -> None:
    assert changes("misconceptions", found.misconceptions()) == {}


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


def test_a_mistake_has_one_name_at_home_and_in_grading(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "e07_dense.py"
    path.write_text(CHANGED_BEFORE_AN_ERROR, encoding="utf-8")
    exercise = course.exercise("e07")
    modules = ModuleSet(course.root / "solutions", instead={exercise.id: path})
    context = ModuleContext(Sources(course), SEED, partial(_of, modules))
    home = CheckRunner(course, [exercise]).run(context, [exercise])
    needed = {
        f"exercises.{other.id}": course.solution(other).read_bytes()
        for other in course.needed_by(exercise)
    }
    submitted = {**needed, f"exercises.{exercise.id}": path.read_bytes()}
    with Grader(course, [*course.needed_by(exercise), exercise], Seed(SEED)) as grader:
        graded = grader.grade_submission(Submission("ada", "ada", submitted)).exercises[-1].checks
    at_home = {check.check: _verdict(check) for check in home}
    # With the earlier function supplied, checks of the later one are right in grading alone.
    supplied = [check for check in graded if check.supplied]
    assert supplied
    found = {check.check: _verdict(check) for check in graded if not check.supplied}
    assert found == {check: at_home[check] for check in found}
    assert at_home.keys() - found.keys() == {check.check for check in supplied}
    assert {_verdict(check)[1:] for check in supplied} == {("pass", None)}
    assert {at_home[check.check][1] for check in supplied} == {"fail"}


def _of(modules: ModuleSet, exercise: Exercise) -> ModuleType:
    return modules.exercise(exercise.id)


def _verdict(check: CheckResult) -> tuple[str, str, object]:
    known = check.outcome.misconception
    return check.check, check.outcome.status.value, known and known.id
