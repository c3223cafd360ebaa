"""The gradebook as a table for a spreadsheet: a row a student, a column an exercise."""

import csv
import io

from autograder.grading.results import Gradebook
from autograder.grading.visible import visible
from autograder.reporting.marks import extra_mark, mark, number, total

__all__ = ["gradebook_csv", "spreadsheet_text"]

# A cell that begins with one of these is a formula to some spreadsheet; the last four are the
# full-width forms that some of them take for the same.
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
    """Return text on one line that no spreadsheet computes."""
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return f"'{visible(text)}" if is_formula else visible(text)
