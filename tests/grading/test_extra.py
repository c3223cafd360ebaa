"""An exercise that is about packages which may be missing: graded, or skipped at no cost."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.checking import frameworks
from autograder.checking.frameworks import lacking
from autograder.checking.outcome import CheckStatus
from autograder.course import load_course
from autograder.grading import course_selftest, sandboxes
from autograder.grading.batch import Batch
from autograder.grading.results import ExerciseResult, SubmissionResult
from autograder.reporting.gradebook_files import gradebook_csv
from tests.grading.small_course import ROOT, SmallCourse

EXTRA = "e19_frameworks"
NO_LAST_SIGMOID = """

def build(sizes):
    import torch

    layers = []
    for n, m in itertools.pairwise(sizes):
        layers += [torch.nn.Linear(n, m), torch.nn.Sigmoid()]
    return torch.nn.Sequential(*layers[:-1])
"""

_missing = [package for package in ("torch", "keras") if lacking(package)]


def slow(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that needs the frameworks."""
    reason = f"needs {' and '.join(_missing)}; make test-slow installs them"
    marked: Callable[..., None] = pytest.mark.slow(
        pytest.mark.skipif(bool(_missing), reason=reason)(test)
    )
    return marked


@pytest.fixture
def small(tmp_path: Path) -> SmallCourse:
    made = SmallCourse.made_in(tmp_path)
    made.exercises = ("e04_sigmoid", "e07_dense", EXTRA)
    return made


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Let every package look as if it were missing."""
    for module in (frameworks, sandboxes, course_selftest):
        monkeypatch.setattr(module, "lacking", lambda package: True)
    yield monkeypatch


def marks(batch: Batch) -> dict[str, ExerciseResult]:
    return {
        result.student: next(item for item in result.exercises if item.exercise == EXTRA)
        for result in batch.gradebook.results
    }


def states(result: ExerciseResult) -> set[CheckStatus]:
    return {check.outcome.status for check in result.checks}


def totals(batch: Batch) -> dict[str, float]:
    return {result.student: result.total for result in batch.gradebook.results}


@pytest.mark.usefixtures("nothing_installed")
def test_an_extra_that_cannot_be_graded_here_costs_nothing(small: SmallCourse) -> None:
    small.hand_in("ada")
    batch = small.grade()
    assert states(marks(batch)["ada"]) == {CheckStatus.SKIPPED}
    assert {check.outcome.note for check in marks(batch)["ada"].checks} == {
        "PyTorch is not installed where this was graded; it costs no points",
        "Keras is not installed where this was graded; it costs no points",
    }
    [result] = batch.gradebook.results
    assert result.total == result.possible == batch.gradebook.possible > 0


@pytest.mark.usefixtures("nothing_installed")
def test_nobody_is_told_that_an_extra_is_missing(small: SmallCourse) -> None:
    small.hand_in("ada")
    (small.submissions / "ada" / f"{EXTRA}.py").unlink()
    (small.submissions / "ada" / "e12_cost.py").unlink()
    [result] = small.grade().gradebook.results
    assert result.notes == ("e12_cost.py is missing",)


@pytest.mark.usefixtures("nothing_installed")
def test_the_table_says_skipped_and_nobody_has_points_for_an_extra(small: SmallCourse) -> None:
    small.hand_in("ada")
    header, row = gradebook_csv(small.grade().gradebook).splitlines()
    assert header == f"student,e04_sigmoid,e07_dense,{EXTRA},total"
    assert row.split(",")[3] == "skipped"


def test_a_skipped_mark_is_graded_when_the_package_is_there(
    small: SmallCourse, nothing_installed: pytest.MonkeyPatch
) -> None:
    small.hand_in("ada", lambda name, text: "" if name == EXTRA else text)
    small.grade()
    assert small.grade().from_store == 1
    nothing_installed.undo()
    for module in (frameworks, sandboxes):
        nothing_installed.setattr(module, "lacking", lambda package: package != "rich")
    small.edit("course.toml", '["torch", "keras", "tensorflow"]', '["rich", "torch", "keras"]')
    assert small.grade().graded == 1


@pytest.mark.usefixtures("nothing_installed")
def test_the_selftest_says_what_is_missing() -> None:
    course = load_course(ROOT)
    [row] = course_selftest.selftest(course, [course.exercise(EXTRA)], ["public"])
    assert (row.skipped, row.misses) == ("needs torch and keras", ())


@slow
def test_an_extra_names_every_mistake_and_costs_nothing() -> None:
    course = load_course(ROOT)
    [row] = course_selftest.selftest(course, [course.exercise(EXTRA)], ["public"])
    assert (row.skipped, row.misses) == ("", ())
    assert row.named == row.misconceptions > 0
    assert row.costs == ()


def test_a_stub_is_to_write_and_needs_no_framework(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (frameworks, sandboxes):
        monkeypatch.setattr(module, "lacking", lambda package: False)
    small.hand_in("ada", lambda name, text: (ROOT / f"exercises/{name}.py").read_text())
    found = marks(small.grade())["ada"]
    assert states(found) == {CheckStatus.TODO}


@slow
def test_right_and_wrong_answers_of_an_extra_change_no_total(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.hand_in("ada")
    small.hand_in("bob", lambda name, text: text + NO_LAST_SIGMOID if name == EXTRA else text)
    small.hand_in("cem", lambda name, text: f"import torch\n{text}" if name != EXTRA else text)
    there = small.grade()
    found = marks(there)
    assert states(found["ada"]) == {CheckStatus.PASS}
    named = {check.outcome.misconception for check in found["bob"].checks} - {None}
    assert {known.id for known in named if known} == {"no_squash_at_the_end"}
    assert {
        check.check for check in found["bob"].checks if check.outcome.status is CheckStatus.PASS
    } == {
        "test_trainable_parameters",
        "test_keras_layers_of_one_size",
        "test_keras_five_examples",
        "test_keras_trainable_parameters",
        "test_keras_any_network",
    }
    # Nobody else's process has the framework, and whoever asks for it is told so.
    assert states(found["cem"]) == {CheckStatus.PASS}
    assert _dense(there, "cem").points == 0
    assert {_got(check) for check in _dense(there, "cem").checks} == {
        "ModuleNotFoundError: torch is not part of this course; grading has Python's standard "
        "library, numpy, matplotlib and datasets (in e07_dense.py, line 1)"
    }
    for module in (frameworks, sandboxes):
        monkeypatch.setattr(module, "lacking", lambda package: True)
    absent = small.grade()
    assert states(marks(absent)["ada"]) == {CheckStatus.SKIPPED}
    assert totals(absent) == totals(there)


def _dense(batch: Batch, student: str) -> ExerciseResult:
    result: SubmissionResult = next(
        result for result in batch.gradebook.results if result.student == student
    )
    return next(item for item in result.exercises if item.exercise == "e07_dense")


def _got(check: object) -> str:
    return str(json.loads(json.dumps(check.outcome.lines.got)))  # type: ignore[attr-defined]
