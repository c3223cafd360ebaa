"""`nudge show`."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
from rich.console import Console

from autograder.checking.outcome import KitFault
from autograder.cli.options import COURSE, folder_option, isolation_option, opened
from autograder.course import Course, CourseError, UserError
from autograder.grading.bounded import Journal, Lost
from autograder.grading.intake import Submission
from autograder.grading.processes import Processes
from autograder.grading.sandboxes import Reach, reaching, read_source
from autograder.isolation import NOT_PROMISED
from autograder.pictures.drawing import available, blank, chosen, described, portrait
from autograder.pictures.picture import (
    Picture,
    maker,
    pixels,
    places,
    put_into_window,
    sheet_widths,
    write_sheet,
)
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
    make = maker(window)
    if isolation == "process":
        click.echo(NOT_PROMISED, err=True)
    submission = read_source(course, source, isolation)
    job = _DrawingJob(course, submission, isolation)
    widths = sheet_widths(len(wanted)) if sheet else [None] * len(wanted)
    console = Console(stderr=True)
    with (
        console.status("drawing") if console.is_terminal else nullcontext(),
        Processes(job) as processes,
    ):
        orders = zip(wanted, widths, strict=True)
        drawn = {order[0]: processes.result_of(order) for order in orders}
    if sheet is not None:
        targets = dict.fromkeys(wanted, sheet)
        write_sheet([pixels(one.png) for one in drawn.values()], sheet)
    else:
        for name, one in drawn.items():
            targets[name].parent.mkdir(parents=True, exist_ok=True)
            targets[name].write_bytes(one.png)
    _print(drawn, targets, as_json)
    if window:
        for one in drawn.values():
            put_into_window(make, one.png)
        show_windows()


def _course(start: Path | None, source: Path | None) -> Course:
    """Return the course around this folder; outside a course, the handout that is drawn from."""
    try:
        return opened(start or Path(), whole=False)
    except CourseError:
        if start is not None or source is None or not source.is_dir():
            raise
        return opened(source, whole=False)


def _print(pictures: "Mapping[str, _Drawn]", saved: Mapping[str, Path], as_json: bool) -> None:
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


# In a process that can be ended

_Order = tuple[str, int | None]
"""The exercise to draw, and how wide if it matters."""


@dataclass(frozen=True)
class _Drawn:
    """A picture, and its notes."""

    notes: tuple[str, ...]
    png: bytes


@dataclass(frozen=True)
class _DrawingJob:
    """Drawing what the functions of one student do, within the limits of a check."""

    course: Course
    submission: Submission
    isolation: str

    @contextmanager
    def open(self) -> Iterator[Callable[[_Order, Journal], _Drawn]]:
        """Open a sandbox for the student's functions."""
        with reaching(self.course, self.submission, self.isolation) as reach:
            yield partial(self._drawn, reach)

    def lost(self, task: _Order, error: KitFault) -> _Drawn:
        """Raise the error."""
        raise error

    def _drawn(self, reach: Reach, order: _Order, journal: Journal) -> _Drawn:
        (name, width), limits = order, self.course.limits
        lost = journal.known(name, name)
        if lost is None:
            try:
                with (
                    journal.bounded(name, name, limits),
                    reach(self.course.exercise(name)) as caller,
                ):
                    return _as_png(portrait(name, caller), width)
            except MemoryError:
                lost = Lost(name, f"took more than {limits.judging_mb:,} MB of memory")
        return _as_png(blank(name, f"drawing this {lost.why}"), width)


def _as_png(picture: Picture, width: int | None) -> _Drawn:
    return _Drawn(picture.notes, picture.png(width=width))
