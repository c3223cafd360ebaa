"""From results to the marks of grade cells."""

from dataclasses import replace

import pytest

from autograder.checking.in_notebook import Group
from autograder.checking.outcome import CheckStatus, Lines, Misconception, Outcome
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.packaging.nbgrader.cell_marks import OUR_FAULT, cell_marks

LINES = Lines("f(1)", "2", "3", "the check's own question?")
KNOWN = Misconception("twice", "doubled <twice>", "Once or *twice*?")
RIGHT = Outcome(CheckStatus.PASS)
WRONG = Outcome(CheckStatus.FAIL, LINES)
NAMED = Outcome(CheckStatus.FAIL, LINES, KNOWN)
CELL = Group("e07_f", "e07_dense", 3.0, ("test_a", "test_b"), ("test_b",))
OTHER = Group("e07_g", "e07_dense", 1.0, ("test_c",))


def checked(
    name: str, outcome: Outcome, possible: float = 1.0, hidden: bool = False
) -> CheckResult:
    return CheckResult("e07_dense", name, f"Sentence of {name}.", hidden, possible, outcome, 0.0)


def result(*checks: CheckResult, supplied: tuple[str, ...] = ()) -> SubmissionResult:
    exercise = ExerciseResult("e07_dense", 4.0, checks, supplied)
    return SubmissionResult("ada", "ada", SubmissionStatus.GRADED, exercises=(exercise,))


def three(a: Outcome, b: Outcome, c: Outcome) -> SubmissionResult:
    checks = (checked("test_a", a, 1.0), checked("test_b", b, 2.0, True), checked("test_c", c))
    return result(*checks)


def test_a_cell_gets_the_share_of_its_own_checks() -> None:
    marks = cell_marks([CELL, OTHER], three(RIGHT, WRONG, RIGHT))
    assert [(mark.id, mark.points, mark.possible) for mark in marks] == [
        ("e07_f", 1.0, 3.0),
        ("e07_g", 1.0, 1.0),
    ]


def test_the_cells_add_up_to_the_mark_of_the_exercise() -> None:
    found = three(RIGHT, WRONG, RIGHT)
    marks = cell_marks([CELL, OTHER], found)
    assert round(sum(mark.points or 0 for mark in marks), 2) == found.exercises[0].points


def test_a_cells_points_in_the_gradebook_count() -> None:
    [mark] = cell_marks([CELL], three(RIGHT, WRONG, RIGHT), {"e07_f": 30.0})
    assert (mark.points, mark.possible) == (10.0, 30.0)


def test_a_cell_is_never_worth_more_than_it_is() -> None:
    [mark] = cell_marks([replace(CELL, points=0.1)], three(RIGHT, RIGHT, RIGHT))
    assert mark.points is not None
    assert mark.points == pytest.approx(0.1, abs=1e-6)
    assert mark.points <= 0.1


def test_the_call_of_a_hidden_check_is_not_told() -> None:
    [mark] = cell_marks([CELL], three(RIGHT, WRONG, RIGHT))
    assert "Sentence of test_b." in mark.report
    assert "the check's own question?" in mark.report
    assert "f(1)" not in mark.report


def test_the_note_of_a_hidden_check_is_not_told() -> None:
    [mark] = cell_marks(
        [CELL], three(RIGHT, Outcome(CheckStatus.BLOCKED, note="f(17) was called"), RIGHT)
    )
    assert "f(17)" not in mark.report


def test_the_four_lines_of_a_public_check_are_told() -> None:
    [mark] = cell_marks([CELL], three(NAMED, RIGHT, RIGHT))
    assert mark.report.splitlines()[:5] == [
        "wrong     Sentence of test_a.",
        "    called    f(1)",
        "    expected  2",
        "    got       3",
        "    hint      Once or *twice*?  [doubled <twice>]",
    ]
    assert mark.report.splitlines()[-1] == "e07 f: 1 of 2 right, 2 of 3 points"


def test_nothing_in_a_comment_acts_as_markup() -> None:
    [mark] = cell_marks([CELL], three(NAMED, RIGHT, RIGHT))
    assert mark.comment == (
        "This looks like a common misconception: **doubled &lt;twice&gt;**. Once or \\*twice\\*?"
    )


def test_a_comment_never_quotes_what_a_student_returned() -> None:
    lines = replace(LINES, got="<script>", called="f('<b>')")
    [mark] = cell_marks([CELL], three(Outcome(CheckStatus.FAIL, lines), RIGHT, RIGHT))
    assert mark.comment == "the check's own question?"


def test_an_earlier_exercise_that_was_supplied_is_named() -> None:
    [mark] = cell_marks([OTHER], result(checked("test_c", RIGHT), supplied=("e04_sigmoid",)))
    assert "Graded with a correct e04_sigmoid in place of yours" in mark.report
    assert "e04\\_sigmoid" in mark.comment


def test_a_terminal_escape_is_spelled_out() -> None:
    lines = replace(LINES, got="\x1b[31mred")
    [mark] = cell_marks([CELL], three(Outcome(CheckStatus.FAIL, lines), RIGHT, RIGHT))
    assert "\\x1b[31mred" in mark.report


def test_a_refused_submission_has_zero_and_the_reason() -> None:
    refused = SubmissionResult("ada", "ada", SubmissionStatus.REFUSED, "ada.zip cannot be read")
    [mark] = cell_marks([CELL], refused)
    assert mark.points == 0.0
    assert "ada.zip cannot be read" in mark.report


@pytest.mark.parametrize(
    "found",
    [
        SubmissionResult("ada", "ada", SubmissionStatus.UNGRADED, "a fault of the kit"),
        replace(three(RIGHT, RIGHT, RIGHT), status=SubmissionStatus.UNGRADED),
        three(Outcome(CheckStatus.ERROR, note="KeyError"), RIGHT, RIGHT),
        result(checked("test_a", RIGHT)),
    ],
    ids=["nothing graded", "ungraded", "an error", "a check is gone"],
)
def test_a_fault_of_the_kit_is_no_mark(found: SubmissionResult) -> None:
    [mark] = cell_marks([CELL], found)
    assert (mark.points, mark.report) == (None, OUR_FAULT)
