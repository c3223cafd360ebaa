"""`nudge import`."""

from pathlib import Path

import click

from autograder.cli.console import lines_console
from autograder.cli.course_option import made_from_option, opened
from autograder.course import Course, CourseError
from autograder.packaging.nbgrader.course_directory import open_nbgrader_course
from autograder.packaging.nbgrader.roster import read_roster
from autograder.reporting.nbgrader_roster import (
    assignments_table,
    roster_csv,
    roster_json,
    students_table,
)

__all__ = ["import_"]


@click.group("import")
def import_() -> None:
    """List what other programs have."""


@import_.command()
@click.option(
    "--course",
    "root",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The nbgrader course; nothing of it is changed.",
)
@click.option("--json", "form", flag_value="json", help="Print all of it as JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print the students as CSV.")
@made_from_option
def nbgrader(root: Path, form: str | None, start: Path | None) -> None:
    """List the students and submissions of an nbgrader course, and what Nudge can grade of them.

    They are taken from gradebook.db and from the folder submitted/, whichever is there.
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
    """Return Nudge's course: the one that is named, noted, or stood in."""
    if start is not None:
        return opened(start)
    try:
        return opened(Path())
    except CourseError as error:
        raise CourseError(f"{error}, or name Nudge's course with --from FOLDER") from None


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
