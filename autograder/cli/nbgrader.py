"""Beside nbgrader: `nudge export nbgrader` and `nudge import nbgrader`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from autograder.cli.options import (
    folder_option,
    isolation_option,
    lines_console,
    made_from_option,
    opened,
)
from autograder.course import Course, CourseError, UserError
from autograder.grading.output_folder import alone_in
from autograder.grading.store import STORE_NAME, Store
from autograder.grading.visible import visible
from autograder.packaging.nbgrader.course_directory import open_nbgrader_course
from autograder.packaging.nbgrader.export import Exported, export_results
from autograder.packaging.nbgrader.gradebook import Row
from autograder.packaging.nbgrader.points import told
from autograder.packaging.nbgrader.roster import read_roster
from autograder.reporting.marks import number
from autograder.reporting.nbgrader_roster import (
    assignments_table,
    roster_csv,
    roster_json,
    students_table,
)

__all__ = ["export", "import_"]


@click.group()
def export() -> None:
    """Write results where other programs have theirs."""


@export.command("nbgrader")
@folder_option("--course", "root", required=True, told="The nbgrader course to write into.")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="The folder that `nudge grade` wrote its results to.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@isolation_option
@made_from_option
def _export_nbgrader(
    root: Path, out: Path, dry_run: bool, as_json: bool, isolation: str, start: Path | None
) -> None:
    """Write the last results of `nudge grade` into an nbgrader course's gradebook.

    Scores, extra credit, comments and penalties that a person gave stay as they are. A cell has
    the points that the gradebook gives it; where the course has others now, this says so.
    """
    if not (out / STORE_NAME).is_file():
        raise UserError(f"{out} has no {STORE_NAME}; run `nudge grade` first, or give its --out")
    nbgrader_course = open_nbgrader_course(root)
    course = opened(start or nbgrader_course.made_from() or Path())
    with alone_in(out), Store(out / STORE_NAME) as store:
        exported = export_results(course, nbgrader_course, store, isolation, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(asdict(exported), indent=1))
    else:
        _print(exported, dry_run)
    sys.exit(1 if exported.left_out else 0)


def _print(exported: Exported, dry_run: bool) -> None:
    moved = [row for row in exported.rows if row.before != row.after]
    if moved:
        console = lines_console()
        console.print(_table(moved))
        console.print()
    for one in exported.left_out:
        click.echo(f"left out: {visible(one.student)}: {visible(one.reason)}")
    for row in exported.rows:
        if row.unmarked:
            click.echo(f"for a person to mark: {visible(row.student)}: {', '.join(row.unmarked)}")
    if exported.stale:
        names = ", ".join(map(visible, exported.stale))
        click.echo(f"handed in something else since they were graded: {names}; grade them again")
    if points := told(exported.points):
        click.echo(points)
    ending = "nothing is written" if dry_run else f"{exported.files} files of autograded/ written"
    click.echo(
        f"{len(exported.rows)} submissions, {len(moved)} with another score than before; {ending}"
    )


def _table(rows: list[Row]) -> Table:
    table = Table("student", "assignment", box=None, pad_edge=False)
    for title in ("before", "now", "of", "by hand"):
        table.add_column(title, justify="right")
    for row in rows:
        table.add_row(
            Text(visible(row.student)),
            Text(visible(row.assignment)),
            "-" if row.before is None else number(row.before),
            number(row.after),
            number(row.possible),
            str(row.by_hand or ""),
        )
    return table


@click.group("import")
def import_() -> None:
    """List what other programs have."""


@import_.command("nbgrader")
@folder_option(
    "--course", "root", required=True, told="The nbgrader course; nothing of it is changed."
)
@click.option("--json", "form", flag_value="json", help="Print all of it as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print the students as CSV.")
@made_from_option
def _import_nbgrader(root: Path, form: str | None, start: Path | None) -> None:
    """List the students and submissions of an nbgrader course, and what Nudge can grade of them.

    They are read from gradebook.db and from the folder submitted/, whichever is there.
    """
    nbgrader_course = open_nbgrader_course(root)
    course = _course_of(start or nbgrader_course.made_from())
    roster = read_roster(nbgrader_course, [exercise.id for exercise in course.exercises])
    if form == "json":
        click.echo(roster_json(roster), nl=False)
    elif form == "csv":
        click.echo(roster_csv(roster), nl=False)
    else:
        console = lines_console()
        console.print(students_table(roster))
        console.print()
        console.print(assignments_table(roster))
        console.print(
            f"\n{_counted(len(roster.students), 'student')}, "
            f"{_counted(len(roster.handed), 'submission')}, "
            f"{sum(bool(one.gradable) for one in roster.handed)} for `nudge grade`",
            highlight=False,
        )


def _course_of(start: Path | None) -> Course:
    """Return Nudge's course: the one that is named or noted, or else the one around this folder."""
    if start is not None:
        return opened(start)
    try:
        return opened(Path())
    except CourseError as error:
        raise CourseError(f"{error}, or name Nudge's course with --from FOLDER") from None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
