"""An nbgrader course's students and submissions: as a table, as CSV, as JSON."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict

from rich.table import Table
from rich.text import Text

from autograder.grading.visible import visible
from autograder.packaging.nbgrader.roster import Assignment, Handed, Roster, Student
from autograder.reporting.gradebook_files import spreadsheet_text
from autograder.reporting.marks import number, short_id

__all__ = ["assignments_table", "roster_csv", "roster_json", "students_table"]

_COLUMNS = (
    *("student", "first_name", "last_name", "email", "assignment", "timestamp"),
    *("score", "max_score", "late_penalty", "on_disk", "gradable"),
)


def students_table(roster: Roster) -> Table:
    """Return a row for each submission, and one for each student without any."""
    table = Table("student", "name", "assignment", "handed in", box=None, pad_edge=False)
    table.add_column("score", justify="right")
    table.add_column("nudge grade can grade")
    for student, handed in _rows(roster):
        name = f"{student.first_name} {student.last_name}".strip() or student.email
        cells = [student.id, name, "", "nothing", "", ""]
        if handed is not None:
            cells[2:] = [handed.assignment, handed.timestamp or "?", _score(roster, handed)]
            cells.append(_gradable(handed))
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def assignments_table(roster: Roster) -> Table:
    """Return a row for each assignment."""
    table = Table("assignment", box=None, pad_edge=False)
    table.add_column("points", justify="right")
    table.add_column("due")
    table.add_column("notebooks")
    for assignment in roster.assignments:
        points = "" if assignment.possible is None else number(assignment.possible)
        cells = [assignment.name, points, assignment.duedate, _whose(assignment)]
        table.add_row(*(Text(visible(cell)) for cell in cells))
    return table


def roster_csv(roster: Roster) -> str:
    """Return the same rows as `students_table`, for a spreadsheet."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    possible = {assignment.name: assignment.possible for assignment in roster.assignments}
    for student, handed in _rows(roster):
        cells = [student.id, student.first_name, student.last_name, student.email]
        if handed is not None:
            scores = (handed.score, possible[handed.assignment], handed.penalty)
            cells += [handed.assignment, handed.timestamp, *map(_number, scores)]
            cells += ["yes" if handed.on_disk else "no", " ".join(handed.gradable)]
        rows.writerow([spreadsheet_text(cell) for cell in cells] + [""] * (11 - len(cells)))
    return text.getvalue()


def roster_json(roster: Roster) -> str:
    """Return the whole roster as JSON."""
    return json.dumps(asdict(roster), indent=1) + "\n"


def _rows(roster: Roster) -> Iterator[tuple[Student, Handed | None]]:
    for student in roster.students:
        handed = [one for one in roster.handed if one.student == student.id]
        yield from ((student, one) for one in handed)
        if not handed:
            yield student, None


def _score(roster: Roster, handed: Handed) -> str:
    if handed.score is None:
        return "-"
    possible = next(
        (one.possible for one in roster.assignments if one.name == handed.assignment), None
    )
    late = f" - {number(handed.penalty)} late" if handed.penalty else ""
    by_hand = ", to review" if handed.needs_manual_grade else ""
    return f"{number(handed.score)}{late} of {_number(possible)}{by_hand}"


def _gradable(handed: Handed) -> str:
    if not handed.on_disk:
        return "not in submitted/"
    return " ".join(map(short_id, handed.gradable)) or "nothing"


def _whose(assignment: Assignment) -> str:
    others = len(assignment.notebooks) - len(assignment.exercises)
    if not assignment.exercises:
        return f"{len(assignment.notebooks)}, not Nudge's"
    more = f", and {others} not Nudge's" if others > 0 else ""
    return " ".join(map(short_id, assignment.exercises)) + more


def _number(value: float | None) -> str:
    return "" if value is None else number(value)
