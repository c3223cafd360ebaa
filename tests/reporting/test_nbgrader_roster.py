"""An nbgrader course's students and submissions, on paper."""

import csv
import io
import json

from rich.console import Console
from rich.table import Table

from autograder.packaging.nbgrader.roster import Assignment, Handed, Roster, Student
from autograder.reporting.nbgrader_roster import (
    assignments_table,
    roster_csv,
    roster_json,
    students_table,
)

ROSTER = Roster(
    "nn",
    (Student("ada", "Ada", "Lovelace", "ada@example.org"), Student("=b\no"), Student("cy")),
    (
        Assignment("forward", "", 59.0, ("e04_sigmoid", "essay"), ("e04_sigmoid",)),
        Assignment("ps1", "2026-02-03T10:00:00", None, ("pendulum",)),
    ),
    (
        Handed("=b\no", "forward", "", None, 0.0, False, True, ()),
        Handed("ada", "forward", "2026-01-01T00:00:00", 12.5, 1.0, True, True, ("e04_sigmoid",)),
        Handed("ada", "ps1", "", 3.0),
    ),
)


def lines(table: Table) -> list[str]:
    console = Console(width=300, file=io.StringIO())
    with console.capture() as shown:
        console.print(table)
    return [" ".join(line.split()) for line in shown.get().splitlines()]


def test_the_table_has_a_row_a_submission_and_every_student() -> None:
    found = lines(students_table(ROSTER))
    assert (
        "ada Ada Lovelace forward 2026-01-01T00:00:00 12.5 - 1 late of 59, to review e04" in found
    )
    assert "ada Ada Lovelace ps1 ? 3 of not in submitted/" in found
    assert "cy nothing" in found
    assert "=b\\no forward ? - nothing" in found


def test_an_assignment_that_is_not_nudges_says_so() -> None:
    found = lines(assignments_table(ROSTER))
    assert found[1] == "forward 59 e04, and 1 not Nudge's"
    assert found[2] == "ps1 2026-02-03T10:00:00 1, not Nudge's"


def test_csv_is_computed_by_no_spreadsheet() -> None:
    rows = list(csv.DictReader(io.StringIO(roster_csv(ROSTER))))
    assert [row["student"] for row in rows] == ["ada", "ada", "'=b\\no", "cy"]
    assert rows[0]["score"] == "12.5"
    assert rows[2]["score"] == ""
    assert rows[3]["assignment"] == ""


def test_json_has_all_of_it() -> None:
    found = json.loads(roster_json(ROSTER))
    assert found["students"][1]["id"] == "=b\no"
    assert found["handed"][1]["gradable"] == ["e04_sigmoid"]
