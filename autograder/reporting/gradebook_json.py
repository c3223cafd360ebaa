"""The whole gradebook as versioned JSON, and the way back."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.grading.records import RecordError, gradebook_from, submission_row
from autograder.grading.results import Gradebook, SubmissionResult
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
    return json.dumps(_encodable(whole), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


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
    return submission_row(
        result,
        total=total(result, gradebook),
        possible=gradebook.possible,
        points=lambda exercise: mark(result, exercise.exercise),
    )


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
        return gradebook_from(whole)
    except RecordError as error:
        raise GradebookError(f"{path} is damaged ({error}); grade again to replace it") from None
