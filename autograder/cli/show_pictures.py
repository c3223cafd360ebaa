"""`nudge show`."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path

import click
from rich.console import Console

from autograder.cli.options import COURSE, folder_option, isolation_option, opened
from autograder.course import Course, CourseError, UserError
from autograder.grading.sandboxes import reaching, read_source
from autograder.isolation import NOT_PROMISED
from autograder.pictures.drawing import available, chosen, described, portrait
from autograder.pictures.picture import Picture, maker, places, write_sheet
from autograder.pictures.picture import show as show_windows

__all__ = ["show"]


@click.command()
@click.argument("exercises", metavar="[EXERCISE]...", nargs=-1)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Whose functions: a handout, a submission or a module; exercises/ if not given.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="A file.png or a folder; the folder out."
)
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw them all on this one PNG instead.",
)
@click.option("--window", is_flag=True, help="Open a window for each picture, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@isolation_option
@folder_option("--course", "start", told=COURSE)
def show(
    exercises: tuple[str, ...],
    source: Path | None,
    out: Path | None,
    sheet: Path | None,
    window: bool,
    as_json: bool,
    isolation: str,
    start: Path | None,
) -> None:
    """Draw what a student's functions do: EXERCISE is e04, or all; without it, list the pictures.

    Each picture is saved as out/e04.png. It names functions that are not written yet or fail.
    """
    course = _course(start, source)
    there = tuple(item.id for item in course.written if item.id in available())
    if not exercises:
        click.echo(described(there))
        return
    wanted = chosen(exercises, there)
    if sheet is not None and out is not None:
        raise UserError("--sheet is one file for all pictures; leave --out or --sheet out")
    targets = places(wanted, out)
    pictures = _drawn(course, wanted, source, isolation, window)
    if sheet is None:
        saved = {name: picture.save(targets[name]) for name, picture in pictures.items()}
    else:
        saved = dict.fromkeys(pictures, write_sheet(list(pictures.values()), sheet))
    _print(pictures, saved, as_json)
    if window:
        show_windows()


def _course(start: Path | None, source: Path | None) -> Course:
    """Return the course around this folder; outside a course, the handout that is drawn from."""
    try:
        return opened(start or Path(), whole=False)
    except CourseError:
        if start is not None or source is None or not source.is_dir():
            raise
        return opened(source, whole=False)


def _drawn(
    course: Course, wanted: Sequence[str], source: Path | None, isolation: str, window: bool
) -> dict[str, Picture]:
    make = maker(window)
    if isolation == "process":
        click.echo(NOT_PROMISED, err=True)
    submission = read_source(course, source, isolation)
    console = Console(stderr=True)
    pictures = {}
    with (
        console.status("drawing") if console.is_terminal else nullcontext(),
        reaching(course, submission, isolation) as reach,
    ):
        for name in wanted:
            with reach(course.exercise(name)) as caller:
                pictures[name] = portrait(name, caller, make)
    return pictures


def _print(pictures: dict[str, Picture], saved: dict[str, Path], as_json: bool) -> None:
    if as_json:
        rows = [
            {"exercise": name, "file": str(saved[name]), "notes": list(picture.notes)}
            for name, picture in pictures.items()
        ]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for path in dict.fromkeys(saved.values()):
        click.echo(f"{path}")
        for name, picture in pictures.items():
            for note in picture.notes if saved[name] == path else ():
                click.echo(f"  {name.partition('_')[0]}: {note}")
