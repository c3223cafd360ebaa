"""The gradebook for other programs: a table for a spreadsheet, and versioned JSON."""

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.grading.records import RecordError, gradebook_from, submission_row
from autograder.grading.results import Gradebook, SubmissionResult
from autograder.grading.visible import visible
from autograder.reporting.class_summary import common_misconceptions, summarise
from autograder.reporting.concepts import common_concepts
from autograder.reporting.marks import extra_mark, mark, number, total

__all__ = [
    "GradebookError",
    "encodable",
    "gradebook_csv",
    "gradebook_json",
    "read_gradebook",
    "spreadsheet_text",
]

FORMAT = "nudge-gradebook/1"
# Some spreadsheet takes a cell that begins with one of these for a formula; the last four are
# full-width forms.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def gradebook_csv(gradebook: Gradebook) -> str:
    """Return the columns `student`, one for each exercise's points, and `total`.

    An extra has no points: its column says how many of its checks are right.
    """
    exercises = [exercise for exercise, _, _ in gradebook.exercises]
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["student", *(spreadsheet_text(exercise) for exercise in exercises), "total"])
    for result in gradebook.results:
        marks = [
            _points(mark(result, exercise)) if possible else extra_mark(result, exercise)
            for exercise, _, possible in gradebook.exercises
        ]
        rows.writerow([spreadsheet_text(result.student), *marks, _points(total(result, gradebook))])
    return text.getvalue()


def _points(points: float | None) -> str:
    return "" if points is None else number(points)


def spreadsheet_text(text: str) -> str:
    """Return text on one line that no spreadsheet takes for a formula."""
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{visible(text)}" if is_formula else visible(text)


class GradebookError(Exception):
    """A file cannot be read as a gradebook."""


def gradebook_json(gradebook: Gradebook) -> str:
    """Return the gradebook as JSON, one line to a value, ending with a newline.

    Derived values (points, totals, the class) are written for other tools; `read_gradebook`
    computes them again.
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
    return json.dumps(encodable(whole), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _class(gradebook: Gradebook) -> dict[str, Any]:
    summary = summarise(gradebook)
    return {
        "graded": summary.graded,
        "refused": summary.refused,
        "ungraded": summary.ungraded,
        "mean": summary.mean,
        "median": summary.median,
        "under_load": sum(
            exercise.under_load > 0 for result in gradebook.results for exercise in result.exercises
        ),
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
        "concepts": [
            {
                "concept": common.concept,
                "count": len(common.students),
                "students": list(common.students),
                "exercises": [
                    {"id": exercise, "count": count} for exercise, count in common.exercises
                ],
                "misconceptions": common.misconceptions,
            }
            for common in common_concepts(gradebook)
        ],
    }


def _submission(result: SubmissionResult, gradebook: Gradebook) -> dict[str, Any]:
    return submission_row(
        result,
        total=total(result, gradebook),
        possible=gradebook.possible,
        points=lambda exercise: mark(result, exercise.exercise),
    )


def encodable(value: Any) -> Any:
    r"""Return `value` with lone surrogates, which no UTF-8 file can hold, spelled ``\ud800``."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {encodable(key): encodable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [encodable(item) for item in value]
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
