"""An extra in the reports: checks in place of points, and no total that rests on it."""

import io
import json

from rich.console import Console

from autograder.checking.outcome import CheckStatus, Outcome
from autograder.grading.results import ExerciseResult, Gradebook, SubmissionResult
from autograder.reporting.gradebook_files import gradebook_csv, gradebook_json
from autograder.reporting.pages import Pages
from autograder.reporting.terminal import class_table
from tests.reporting.example_gradebook import (
    EXERCISES,
    KIT_FAILED,
    PASSED,
    RECORD,
    check,
    failed,
    graded,
    refused,
)

EXTRA = "e19_frameworks"
SKIPPED = Outcome(CheckStatus.SKIPPED, note="PyTorch is not installed where this was graded")


def with_extra(student: str, *outcomes: Outcome) -> SubmissionResult:
    """Return a submission whose other exercises are all right."""
    result = graded(student)
    checks = tuple(
        check(outcome, exercise=EXTRA, name=f"test_{place}", possible=0.0)
        for place, outcome in enumerate(outcomes)
    )
    exercises = (*result.exercises, ExerciseResult(EXTRA, 0.0, checks))
    return SubmissionResult(
        student, result.source, result.status, exercises=exercises, seconds=result.seconds
    )


GRADEBOOK = Gradebook(
    "A course",
    (*EXERCISES, (EXTRA, "In a framework", 0.0)),
    (
        with_extra("ada", PASSED, PASSED, PASSED),
        with_extra("bob", PASSED, failed(), SKIPPED),
        with_extra("cem", SKIPPED, SKIPPED, SKIPPED),
        with_extra("dot", PASSED, KIT_FAILED, PASSED),
        refused("eve"),
    ),
    RECORD,
)


def page(student: int) -> str:
    return Pages(GRADEBOOK).feedback_page(GRADEBOOK.results[student])


def test_the_table_counts_its_checks_that_were_run() -> None:
    rows = [row.split(",") for row in gradebook_csv(GRADEBOOK).splitlines()]
    assert [row[-2] for row in rows] == [EXTRA, "3 of 3", "1 of 2", "skipped", "2 of 3", ""]


def test_no_total_rests_on_it() -> None:
    rows = [row.split(",") for row in gradebook_csv(GRADEBOOK).splitlines()]
    assert [row[-1] for row in rows] == ["total", "100", "100", "100", "100", "0"]


def test_the_json_has_its_states_and_no_points() -> None:
    whole = json.loads(gradebook_json(GRADEBOOK))
    extra = whole["submissions"][1]["exercises"][-1]
    assert (extra["points"], extra["possible"]) == (0, 0)
    assert [item["state"] for item in extra["checks"]] == ["pass", "fail", "skipped"]
    summary = whole["class"]["exercises"][-1]
    assert (summary["mean"], summary["fraction"], summary["all_right"]) == (None, None, 1)


def test_the_terminal_has_a_line_for_it_and_no_column() -> None:
    console = Console(file=io.StringIO(), width=120)
    console.print(class_table(GRADEBOOK))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert "e19, an extra: all right for 1, skipped for 1" in text
    assert text.count("e19") == 1


def test_a_page_says_that_it_is_an_extra_and_what_was_skipped() -> None:
    text = page(1)
    assert "extra, no points" in text
    assert "1 right, 1 not yet, 1 skipped" in text
    assert "PyTorch is not installed where this was graded" in text
    assert "of 0" not in text


def test_a_page_is_all_right_whatever_becomes_of_an_extra() -> None:
    assert all("Everything is right. Well done." in page(student) for student in (0, 1, 2))


def test_the_class_page_has_no_bar_for_what_has_no_points() -> None:
    text = Pages(GRADEBOOK).class_page({result.student: "x" for result in GRADEBOOK.results})
    assert "1 of 2" in text
    assert "<small>extra</small>" in text
    chart = text[
        text.index('id="exercises-') : text.index("</figure>", text.index('id="exercises-'))
    ]
    assert "e15" in chart
    assert "e19" not in chart
