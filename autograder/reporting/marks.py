"""The rule for marks, in one place: which count, which are 0, and which stay empty."""

from collections.abc import Sequence

from autograder.checking.outcome import CheckStatus
from autograder.grading.results import (
    MOST_UNDER_LOAD,
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
)

__all__ = [
    "STATUS_WORDS",
    "extra_mark",
    "load_remarks",
    "mark",
    "number",
    "percent",
    "reported_status",
    "short_id",
    "signed",
    "total",
    "why_unmarked",
]

# The word in place of a total.
STATUS_WORDS = {
    SubmissionStatus.GRADED: "",
    SubmissionStatus.REFUSED: "refused",
    SubmissionStatus.UNGRADED: "no mark",
}


def mark(result: SubmissionResult, exercise: str) -> float | None:
    """Return the mark of one exercise, or None where no mark may be given.

    A refused submission counts 0: nothing in it could be graded. Where the kit failed there is no
    mark: a 0 would blame the student.
    """
    if result.status is SubmissionStatus.REFUSED:
        return 0.0
    if result.status is SubmissionStatus.UNGRADED:
        return None
    found = _exercise(result, exercise)
    if found is not None and not found.possible:
        return 0.0  # an extra: no total rests on it
    return None if found is None or found.has_error else found.points


def total(result: SubmissionResult, gradebook: Gradebook) -> float | None:
    """Return the sum of the marks, or None if one of them is missing."""
    total_points = 0.0
    for exercise, _, _ in gradebook.exercises:
        points = mark(result, exercise)
        if points is None:
            return None
        total_points += points
    return round(total_points, 2)


def extra_mark(result: SubmissionResult, exercise: str) -> str:
    """Return the text that an extra has instead of points: `5 of 7` checks, `skipped`, or nothing.

    Checks that were skipped are not counted.
    """
    found = _exercise(result, exercise)
    if found is None or result.status is not SubmissionStatus.GRADED:
        return ""
    skipped = sum(check.outcome.status is CheckStatus.SKIPPED for check in found.checks)
    if skipped == len(found.checks):
        return "skipped"
    return f"{found.passed} of {len(found.checks) - skipped}"


def reported_status(result: SubmissionResult, gradebook: Gradebook) -> SubmissionStatus:
    """Return the status that reports show: a submission without a total is not graded."""
    if result.status is SubmissionStatus.GRADED and total(result, gradebook) is None:
        return SubmissionStatus.UNGRADED
    return result.status


def why_unmarked(result: SubmissionResult, gradebook: Gradebook) -> str:
    """Return why a submission is refused or has no total; empty if it was graded."""
    if result.status is not SubmissionStatus.GRADED:
        return result.reason
    without = [name for name, _, _ in gradebook.exercises if mark(result, name) is None]
    if not without:
        return ""
    return f"the kit could not check {', '.join(without)}{_first_fault(result)}"


def _first_fault(result: SubmissionResult) -> str:
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome.status is CheckStatus.ERROR and check.outcome.note:
                return f" ({check.outcome.note})"
    return ""


def load_remarks(gradebook: Gradebook) -> tuple[str, ...]:
    """Say which marks this machine's load may have lowered, and what becomes of them."""
    marks = [
        (result.student, exercise)
        for result in gradebook.results
        for exercise in result.exercises
        if exercise.under_load
    ]
    again = [(student, mark.exercise) for student, mark in marks if mark.is_provisional]
    final = [(student, mark.exercise) for student, mark in marks if not mark.is_provisional]
    found = []
    if again:
        found.append(
            f"{_marks(again)} may have been lowered by this machine's load; run again to grade "
            f"{'it' if len(again) == 1 else 'them'} again: {_of_students(again)}"
        )
    if final:
        found.append(
            f"{_marks(final)} met this machine's load {MOST_UNDER_LOAD} times and "
            f"{'is' if len(final) == 1 else 'are'} final (to grade afresh, name another --out): "
            f"{_of_students(final)}"
        )
    return tuple(found)


def _marks(marks: Sequence[tuple[str, str]]) -> str:
    return f"{len(marks)} mark{'' if len(marks) == 1 else 's'}"


def _of_students(marks: Sequence[tuple[str, str]]) -> str:
    exercises: dict[str, list[str]] = {}
    for student, exercise in marks:
        exercises.setdefault(student, []).append(short_id(exercise))
    return ", ".join(f"{student} ({', '.join(own)})" for student, own in exercises.items())


def number(value: float) -> str:
    """Return a number with at most two decimals, as short as it goes."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def percent(share: float | None) -> str:
    """Return a share as a percentage; only none of all is 0 %, and only all is 100 %."""
    if share is None:
        return "–"
    if 0.0 < share < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= share < 1.0 else f"{100 * share:.0f} %"


def signed(value: float | None) -> str:
    """Return a correlation with two decimals and a true minus sign."""
    if value is None:
        return "–"
    return f"{value:.2f}".replace("-", "−") if abs(value) >= 0.005 else "0.00"


def short_id(exercise: str) -> str:
    """Return the `e07` of `e07_dense`."""
    return exercise.partition("_")[0]


def _exercise(result: SubmissionResult, exercise: str) -> ExerciseResult | None:
    return next((found for found in result.exercises if found.exercise == exercise), None)
