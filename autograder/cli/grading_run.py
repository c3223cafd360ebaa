"""What `nudge grade` and `nudge regrade` have in common: the options, the bar, the interruption."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli.course_option import chosen, course_option, only_option, opened
from autograder.grading.batch import Batch, Done, grade_batch
from autograder.grading.output_folder import FaultLog, alone_in
from autograder.grading.processes import GraderSetup
from autograder.grading.seed import course_seed
from autograder.grading.store import STORE_NAME, Store
from autograder.isolation import MODES, NOT_PROMISED
from autograder.reporting import Reveal

__all__ = ["GradingRun", "grading_options", "grading_run"]

_INTERRUPTED = 130  # what shells call the end by Ctrl-C

_OPTIONS = (
    click.argument("submissions", type=click.Path(path_type=Path)),
    click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out")),
    click.option(
        "--jobs", type=click.IntRange(1), default=None, help="Processes; all cores if not given."
    ),
    click.option(
        "--seed", metavar="S", help="Take the inputs from S in place of the course's secret."
    ),
    click.option(
        "--isolation",
        type=click.Choice(MODES),
        default="strict",
        show_default=True,
        help="How submissions are confined; see docs/security.md.",
    ),
    only_option,
    course_option,
    click.option(
        "--reveal",
        is_flag=True,
        help="Show who passed an exercise its solution beside their own; for after the deadline.",
    ),
)


def grading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments of every command that grades a folder."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True)
class GradingRun:
    """A run whose grading has ended and whose reports are to be written.

    Attributes
    ----------
    batch : Batch
        What was found.
    store : Store
        Where it is kept.
    faults : FaultLog
        Where the kit's faults are told.
    say : callable
        Shows on the bar what is done now.
    reveal : Reveal or None
        What the pages show of the solutions; None for nothing.
    """

    batch: Batch
    store: Store
    faults: FaultLog
    say: Callable[[str], None]
    reveal: Reveal | None


@contextmanager
def grading_run(
    submissions: Path,
    out: Path,
    jobs: int | None,
    seed: str | None,
    isolation: str,
    only: tuple[str, ...],
    start: Path,
    reveal: bool,
) -> Iterator[GradingRun]:
    """Grade a folder as the options say, alone in `out`; Ctrl-C ends it with a word and 130."""
    course = opened(start)
    exercises = tuple(exercise.id for exercise in chosen(course, only))
    setup = GraderSetup(course.root, exercises, course_seed(course.root, seed), isolation)
    if isolation == "process":
        click.echo(NOT_PROMISED, err=True)
    with alone_in(out), Store(out / STORE_NAME) as store, _progress() as progress:
        faults = FaultLog(out)
        tally = _Tally(progress, faults)
        try:
            batch = grade_batch(
                course,
                setup,
                submissions,
                store=store,
                jobs=jobs or _cores(),
                started=tally.started,
                finished=tally.finished,
            )
            revealed = Reveal(course, store, batch.shown) if reveal else None
            yield GradingRun(batch, store, faults, tally.say, revealed)
        except KeyboardInterrupt:
            progress.stop()
            click.echo(
                f"\nnudge: interrupted; {tally.kept} of {tally.count} submissions are kept in "
                f"{out / STORE_NAME}, and the same command goes on with the rest",
                err=True,
            )
            sys.exit(_INTERRUPTED)


class _Tally:
    """Counts submissions, moves the bar, and hands the kit's faults to the log."""

    def __init__(self, progress: Progress, faults: FaultLog) -> None:
        self.count = self.kept = 0
        self._new = self._old = 0
        self._progress = progress
        self._faults = faults
        self._task = progress.add_task("grading", total=None)

    def started(self, count: int) -> None:
        """Note how many submissions there are."""
        self.count = count
        self._progress.update(self._task, total=count)

    def finished(self, done: Done) -> None:
        """Note one submission."""
        if done.result.fault:
            self._faults.add(done.result)
        self.kept += done.is_kept
        self._new += done.is_new
        self._old += not done.is_new
        self._progress.advance(self._task)
        self.say(f"{self._old} kept, {self._new} graded")

    def say(self, text: str) -> None:
        """Show what is done now."""
        self._progress.update(self._task, description=text)


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress() -> Iterator[Progress]:
    """Show a bar on a terminal, and nothing in a pipe."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        yield progress
