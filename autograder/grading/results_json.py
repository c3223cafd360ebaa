"""Results as rows of JSON, and the way back: one form for the store and for gradebook.json."""

from collections.abc import Callable
from typing import Any

from autograder.checking.outcome import CheckStatus, Lines, Misconception, Outcome
from autograder.grading.json_values import flag, number, text, text_values, texts
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
)

__all__ = ["exercise_from", "exercise_row", "submission_from", "submission_row"]


def submission_row(
    result: SubmissionResult,
    *,
    total: float | None,
    possible: float,
    points: Callable[[ExerciseResult], float | None],
) -> dict[str, Any]:
    """Return a submission as JSON has it.

    Parameters
    ----------
    result : SubmissionResult
        The submission; its `fault` is for the kit's author and is left out.
    total, possible : float
        The points earned, None where there is no mark, and those of a perfect submission.
    points : callable
        Gives the points that an exercise counts for, None where there is no mark.
    """
    return {
        "student": result.student,
        "source": result.source,
        "standing": result.status.value,
        "reason": result.reason,
        "notes": list(result.notes),
        "total": total,
        "possible": possible,
        "stdout": result.stdout,
        "stderr": result.stderr,
        "seconds": result.seconds,
        "exercises": [exercise_row(exercise, points(exercise)) for exercise in result.exercises],
    }


def exercise_row(exercise: ExerciseResult, points: float | None) -> dict[str, Any]:
    """Return an exercise, which counts for `points`, as JSON has it."""
    return {
        "id": exercise.exercise,
        "points": points,
        "possible": exercise.possible,
        "supplied": list(exercise.supplied),
        "checks": [_check_row(check) for check in exercise.checks],
    }


def _check_row(check: CheckResult) -> dict[str, Any]:
    outcome = check.outcome
    return {
        "name": check.check,
        "sentence": check.sentence,
        "hidden": check.hidden,
        "state": outcome.status.value,
        "points": None if outcome.status is CheckStatus.ERROR else check.points,
        "possible": check.possible,
        "lines": None if outcome.lines is None else vars(outcome.lines),
        "misconception": None if outcome.misconception is None else vars(outcome.misconception),
        "note": outcome.note,
        "seconds": check.seconds,
    }


def submission_from(entry: dict[str, Any]) -> SubmissionResult:
    """Return the submission of a row; what is derived is computed again.

    Raises
    ------
    KeyError, TypeError, ValueError, AttributeError
        If the row is not one of a submission.
    """
    return SubmissionResult(
        student=text(entry["student"]),
        source=text(entry["source"]),
        status=SubmissionStatus(entry["standing"]),
        reason=text(entry["reason"]),
        notes=texts(entry["notes"]),
        exercises=tuple(exercise_from(exercise) for exercise in entry["exercises"]),
        stdout=text(entry["stdout"]),
        stderr=text(entry["stderr"]),
        seconds=number(entry["seconds"]),
    )


def exercise_from(entry: dict[str, Any]) -> ExerciseResult:
    """Return the exercise of a row; raises as `submission_from` does."""
    name = text(entry["id"])
    return ExerciseResult(
        exercise=name,
        possible=number(entry["possible"]),
        checks=tuple(_check_from(name, check) for check in entry["checks"]),
        supplied=texts(entry["supplied"]),
    )


def _check_from(exercise: str, entry: dict[str, Any]) -> CheckResult:
    lines, known = entry["lines"], entry["misconception"]
    return CheckResult(
        exercise=exercise,
        check=text(entry["name"]),
        sentence=text(entry["sentence"]),
        hidden=flag(entry["hidden"]),
        possible=number(entry["possible"]),
        outcome=Outcome(
            status=CheckStatus(entry["state"]),
            lines=None if lines is None else Lines(**text_values(lines)),
            misconception=None if known is None else Misconception(**text_values(known)),
            note=text(entry["note"]),
        ),
        seconds=number(entry["seconds"]),
    )
