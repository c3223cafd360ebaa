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
from autograder.grading.bounded import Journal, Lost, memory_limit
from autograder.grading.intake import Submission
from autograder.grading.processes import Processes
from autograder.grading.sandboxes import Reach, reaching, read_source
from autograder.isolation import NOT_PROMISED
from autograder.pictures.drawing import available, blank, chosen, described, portrait
from autograder.pictures.picture import Picture, maker, places, put_into_window, write_sheet
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
    submission = read_source(course, source)
    if isolation == "process":
        click.echo(NOT_PROMISED, err=True)
    console = Console(stderr=True)
    with (
        console.status("drawing") if console.is_terminal else nullcontext(),
        Processes(_DrawingJob(course, submission, isolation)) as processes,
    ):
        drawn = processes.result_of(_Order(targets, sheet, window))
    _print(drawn, dict.fromkeys(wanted, sheet) if sheet else targets, as_json)
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

_SHEET = "the sheet"


@dataclass(frozen=True)
class _Order:
    """The pictures to draw, and the files to draw them into.

    Attributes
    ----------
    targets : mapping of str to Path
        By exercise, the file of its picture.
    sheet : Path or None
        One file for all of them instead.
    window : bool
        Whether the pictures themselves are wanted, too.
    """

    targets: Mapping[str, Path]
    sheet: Path | None
    window: bool


@dataclass(frozen=True)
class _Drawn:
    """The notes of a picture, and the picture itself if it is wanted."""

    notes: tuple[str, ...]
    png: bytes = b""


@dataclass(frozen=True)
class _DrawingJob:
    """Drawing what the functions of one student do, within the limits of a check."""

    course: Course
    submission: Submission
    isolation: str

    @contextmanager
    def open(self) -> Iterator[Callable[[_Order, Journal], dict[str, _Drawn]]]:
        """Open a sandbox for the student's functions."""
        with reaching(self.course, self.submission, self.isolation) as reach:
            yield partial(self._draw, reach)

    def lost(self, task: _Order, error: KitFault) -> dict[str, _Drawn]:
        """Raise the error."""
        raise error

    def _draw(self, reach: Reach, order: _Order, journal: Journal) -> dict[str, _Drawn]:
        pictures = {name: self._picture(name, reach, journal) for name in order.targets}
        if order.sheet is not None:
            with self._bounded(_SHEET, len(pictures), journal):
                write_sheet(list(pictures.values()), order.sheet)
        else:
            for name, picture in pictures.items():
                with self._bounded(f"{name}.png", 1, journal):
                    picture.save(order.targets[name])
        return {
            name: _Drawn(picture.notes, picture.png() if order.window else b"")
            for name, picture in pictures.items()
        }

    def _picture(self, name: str, reach: Reach, journal: Journal) -> Picture:
        for part in (name, f"{name}.png", _SHEET):
            if isinstance(lost := journal.known(part, part), Lost):
                return blank(name, f"to draw this {lost.why}")
        with self._bounded(name, 1, journal), reach(self.course.exercise(name)) as caller:
            return portrait(name, caller)

    @contextmanager
    def _bounded(self, part: str, count: int, journal: Journal) -> Iterator[None]:
        limits = self.course.limits
        seconds, patience = count * limits.judging_seconds, limits.submission_seconds
        with journal.bounded(part, part, seconds, patience), memory_limit(limits.judging_mb):
            yield
