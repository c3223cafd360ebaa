"""The whole gradebook as versioned JSON, and the way back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.checking.outcome import Lines, Misconception, Outcome, State
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    Gradebook,
    Standing,
    SubmissionResult,
)
from autograder.reporting.class_summary import common_misconceptions, summarise
from autograder.reporting.marks import mark, total

__all__ = ["FORMAT", "GradebookError", "gradebook_json", "read_gradebook"]

FORMAT = "nudge-gradebook/1"


class GradebookError(Exception):
    """A file is not a gradebook that can be read."""


def gradebook_json(gradebook: Gradebook) -> str:
    """Return the gradebook as JSON, one line to a value, ending with a newline.

    What is derived (points, totals, the class) is written for the tools that read it; the reader
    here computes it again.
    """
    whole = {
        "format": FORMAT,
        "title": gradebook.title,
        "record": gradebook.record,
        "seconds": gradebook.seconds,
        "possible": gradebook.possible,
        "exercises": [
            {"id": exercise, "title": title, "possible": possible}
            for exercise, title, possible in gradebook.exercises
        ],
        "class": _class(gradebook),
        "submissions": [_submission(result, gradebook) for result in gradebook.results],
    }
    text = json.dumps(_encodable(whole), ensure_ascii=False, allow_nan=False, indent=1)
    return text + "\n"


def _class(gradebook: Gradebook) -> dict[str, Any]:
    summary = summarise(gradebook)
    return {
        "graded": summary.graded,
        "refused": summary.refused,
        "ungraded": summary.ungraded,
        "mean": summary.mean,
        "median": summary.median,
        "exercises": [
            {
                "id": exercise.exercise,
                "graded": exercise.marked,
                "all_right": exercise.all_right,
                "mean": exercise.mean,
                "fraction": None if exercise.share is None else round(exercise.share, 4),
            }
            for exercise in summary.exercises
        ],
        "misconceptions": [
            {
                "exercise": common.exercise,
                **vars(common.misconception),
                "count": len(common.students),
                "students": list(common.students),
            }
            for common in common_misconceptions(gradebook, most=10)
        ],
    }


def _submission(result: SubmissionResult, gradebook: Gradebook) -> dict[str, Any]:
    return {
        "student": result.student,
        "source": result.source,
        "standing": result.standing.value,
        "reason": result.reason,
        "notes": list(result.notes),
        "total": total(result, gradebook),
        "possible": gradebook.possible,
        "stdout": result.stdout,
        "stderr": result.stderr,
        "seconds": result.seconds,
        "exercises": [
            {
                "id": exercise.exercise,
                "points": mark(result, exercise.exercise),
                "possible": exercise.possible,
                "supplied": list(exercise.supplied),
                "checks": [_check(check) for check in exercise.checks],
            }
            for exercise in result.exercises
        ],
    }


def _check(check: CheckResult) -> dict[str, Any]:
    outcome = check.outcome
    return {
        "name": check.check,
        "sentence": check.sentence,
        "hidden": check.hidden,
        "state": outcome.state.value,
        "points": None if outcome.state is State.ERROR else check.points,
        "possible": check.possible,
        "lines": None if outcome.lines is None else vars(outcome.lines),
        "misconception": None if outcome.misconception is None else vars(outcome.misconception),
        "note": outcome.note,
        "seconds": check.seconds,
    }


def _encodable(value: Any) -> Any:
    r"""Return `value` with lone surrogates, which no UTF-8 file can hold, spelled ``\ud800``."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    return value


def read_gradebook(path: Path) -> Gradebook:
    """Return the gradebook that `gradebook.json` holds.

    Raises
    ------
    GradebookError
        If the file cannot be read or is not a gradebook of this format.
    """
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GradebookError(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise GradebookError(f"{path} is not JSON: {error}") from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise GradebookError(
            f'{path} does not say "format": "{FORMAT}"; give the gradebook.json that '
            "`nudge grade` wrote, or grade again"
        )
    try:
        return _gradebook_from(whole)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GradebookError(
            f"{path} is damaged ({type(error).__name__}: {error}); grade again to make it anew"
        ) from None


def _gradebook_from(whole: dict[str, Any]) -> Gradebook:
    return Gradebook(
        title=_text(whole["title"]),
        exercises=tuple(
            (_text(exercise["id"]), _text(exercise["title"]), _number(exercise["possible"]))
            for exercise in whole["exercises"]
        ),
        results=tuple(_submission_from(entry) for entry in whole["submissions"]),
        record={_text(key): _text(value) for key, value in whole["record"].items()},
        seconds=_number(whole["seconds"]),
    )


def _submission_from(entry: dict[str, Any]) -> SubmissionResult:
    return SubmissionResult(
        student=_text(entry["student"]),
        source=_text(entry["source"]),
        standing=Standing(entry["standing"]),
        reason=_text(entry["reason"]),
        notes=_texts(entry["notes"]),
        exercises=tuple(_exercise_from(exercise) for exercise in entry["exercises"]),
        stdout=_text(entry["stdout"]),
        stderr=_text(entry["stderr"]),
        seconds=_number(entry["seconds"]),
    )


def _exercise_from(entry: dict[str, Any]) -> ExerciseResult:
    name = _text(entry["id"])
    return ExerciseResult(
        exercise=name,
        possible=_number(entry["possible"]),
        checks=tuple(_check_from(name, check) for check in entry["checks"]),
        supplied=_texts(entry["supplied"]),
    )


def _check_from(exercise: str, entry: dict[str, Any]) -> CheckResult:
    lines, known = entry["lines"], entry["misconception"]
    return CheckResult(
        exercise=exercise,
        check=_text(entry["name"]),
        sentence=_text(entry["sentence"]),
        hidden=_flag(entry["hidden"]),
        possible=_number(entry["possible"]),
        outcome=Outcome(
            state=State(entry["state"]),
            lines=None if lines is None else Lines(**_text_values(lines)),
            misconception=None if known is None else Misconception(**_text_values(known)),
            note=_text(entry["note"]),
        ),
        seconds=_number(entry["seconds"]),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} should be text")
    return value


def _texts(values: object) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} should be a list")
    return tuple(_text(value) for value in values)


def _text_values(entry: dict[str, Any]) -> dict[str, str]:
    return {key: _text(value) for key, value in entry.items()}


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} should be a number")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} should be true or false")
    return value
