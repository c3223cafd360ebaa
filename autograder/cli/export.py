"""`nudge export`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from autograder.cli.console import lines_console
from autograder.cli.course_option import made_from_option, opened
from autograder.course import UserError
from autograder.grading.output_folder import alone_in
from autograder.grading.store import STORE_NAME, Store
from autograder.grading.visible import visible
from autograder.packaging.nbgrader.course_directory import open_nbgrader_course
from autograder.packaging.nbgrader.export import Exported, export_results
from autograder.packaging.nbgrader.gradebook_rows import Row
from autograder.reporting.marks import number

__all__ = ["export"]


@click.group()
def export() -> None:
    """Write results where other programs have theirs."""


@export.command()
@click.option(
    "--course",
    "root",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The nbgrader course to write into.",
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="The folder that `nudge grade` wrote its results to.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@made_from_option
def nbgrader(root: Path, out: Path, dry_run: bool, as_json: bool, start: Path | None) -> None:
    """Write the last results of `nudge grade` into an nbgrader course's gradebook.

    Scores, extra credit, comments and penalties that a person has given stay as they are.
    """
    if not (out / STORE_NAME).is_file():
        raise UserError(f"{out} has no {STORE_NAME}; run `nudge grade` first, or give its --out")
    nbgrader_course = open_nbgrader_course(root)
    course = opened(start or nbgrader_course.made_from() or Path())
    with alone_in(out), Store(out / STORE_NAME) as store:
        exported = export_results(course, nbgrader_course, store, dry_run=dry_run)
    if as_json:
        click.echo(json.dumps(asdict(exported), indent=1))
    else:
        _print(exported, dry_run)
    sys.exit(1 if exported.left_out else 0)


def _print(exported: Exported, dry_run: bool) -> None:
    console = lines_console()
    moved = [row for row in exported.rows if row.before != row.after]
    if moved:
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
