"""From submissions to marks: `nudge grade`, `nudge regrade` and `nudge audit`."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli.options import (
    chosen,
    course_option,
    isolation_option,
    only_option,
    opened,
    out_option,
)
from autograder.grading.batch import Batch, Done, grade_batch
from autograder.grading.comparison import (
    Audit,
    AuditedCheck,
    Move,
    StudentMove,
    existing_store,
    line_of,
    moves,
)
from autograder.grading.comparison import audit as run_audit
from autograder.grading.grader import GraderSetup
from autograder.grading.output_folder import FaultLog, alone_in
from autograder.grading.results import CheckResult, SubmissionStatus
from autograder.grading.seed import course_seed
from autograder.grading.store import STORE_NAME, Store
from autograder.grading.visible import visible
from autograder.isolation import NOT_PROMISED
from autograder.reporting import Reports, Reveal, write_reports
from autograder.reporting.marks import load_remarks
from autograder.reporting.terminal import class_table, concept_list, misconception_list

__all__ = ["audit", "grade", "regrade"]

_OPTIONS = (
    click.argument("submissions", type=click.Path(path_type=Path)),
    out_option,
    click.option("--jobs", type=click.IntRange(1), help="Processes; all cores if not given."),
    click.option("--seed", metavar="S", help="Draw the inputs from S, not the course's secret."),
    isolation_option,
    only_option,
    course_option,
    click.option(
        "--reveal",
        is_flag=True,
        help="Show students the solution of each exercise they passed; for after the deadline.",
    ),
)


def _grading_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@_grading_options
@click.option("--json", "as_json", is_flag=True, help="Print the gradebook as JSON.")
def grade(out: Path, as_json: bool, **options: Any) -> None:
    """Grade SUBMISSIONS, a folder with one entry a student, or a learning platform's download.

    Marks that are stored in OUT/results.sqlite and rest on nothing that changed are used again.
    """
    with _grading_run(out=out, **options) as run:
        run.say("writing the reports")
        reports = write_reports(run.batch.gradebook, out, run.reveal)
        run.store.publish(run.batch.lines)
    if as_json:
        click.echo(reports.json.read_bytes(), nl=False)
        _say_load(run.batch, err=True)
    else:
        _print_class(run.batch, reports, out)
    sys.exit(1 if _ungraded(run) else 0)


def _print_class(batch: Batch, reports: Reports, out: Path) -> None:
    console = Console()
    console.print(class_table(batch.gradebook))
    console.print("\nWhat to teach again: the most common misconceptions")
    console.print(misconception_list(batch.gradebook))
    if (concepts := concept_list(batch.gradebook)) is not None:
        console.print(
            "\nThe concepts behind all misconceptions, with the students in each exercise"
        )
        console.print(concepts)
    console.print(
        f"\n{len(batch.gradebook.results)} submissions ({batch.from_store} from the store, "
        f"{batch.graded} graded) in {batch.gradebook.seconds:.1f} s. The reports:"
    )
    for path in (
        reports.index,
        reports.analysis,
        reports.csv,
        reports.json,
        out / "feedback" / "STUDENT.html",
    ):
        console.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)


@click.command()
@_grading_options
@click.option("--diff", "only_show", is_flag=True, help="Show what moves, and apply nothing.")
def regrade(out: Path, only_show: bool, **options: Any) -> None:
    """Grade SUBMISSIONS again where something changed, and say whose mark moves.

    The result is compared with the gradebook in OUT. With --diff the gradebook stays as it is;
    new marks are stored, so applying them later grades nothing but what the machine's load may have
    lowered.
    """
    with _grading_run(out=out, **options) as run:
        before = run.store.published()
        moved = moves(run.store, before, run.batch.lines)
        if not only_show:
            run.say("writing the reports")
            write_reports(run.batch.gradebook, out, run.reveal)
            run.store.publish(run.batch.lines)
    for line in _student_lines(moved):
        click.echo(line)
    ending = "nothing is applied; without --diff it is" if only_show else f"applied to {out}"
    students = f"{len(moved)} student{'s' if len(moved) > 1 else ''}"
    whose = f"marks of {students} move" if moved else "no mark moves"
    click.echo(
        f"{whose} ({run.batch.from_store} from the store, {run.batch.graded} graded again)"
        + (f"; {ending}" if moved else "")
    )
    _say_load(run.batch)
    sys.exit(1 if _ungraded(run) else 0)


def _say_load(batch: Batch, *, err: bool = False) -> None:
    for sentence in load_remarks(batch.gradebook):
        click.echo(visible(sentence), err=err)


def _student_lines(moved: Sequence[StudentMove]) -> Iterator[str]:
    for student in moved:
        note = f"  {visible(student.note)}" if student.note else ""
        yield f"{visible(student.student)}: {_step(student.before, student.after)}{note}"
        if len({move.why for move in student.exercises}) == 1 and student.before is None:
            continue  # a new student's exercises are all new
        for move in student.exercises:
            yield from _move_lines(move)


def _move_lines(move: Move) -> Iterator[str]:
    yield f"  {move.exercise}: {_step(move.before, move.after)}"
    for flip in move.flips:
        yield f"    {flip.check}: {flip.before or 'not there'} → {flip.after or 'gone'}"
    for why in move.why:
        yield f"    because {visible(why)}"


def _step(before: float | None, after: float | None) -> str:
    difference = "" if before is None or after is None else f" ({after - before:+.2f})"
    return f"{_points(before)} → {_points(after)}{difference}"


def _points(points: float | None) -> str:
    return "no mark" if points is None else f"{points:.2f}"


# One run of grading: the bar, the store, and how it ends


@dataclass(frozen=True)
class _GradingRun:
    """A run whose grading has ended and whose reports are still to be written.

    Attributes
    ----------
    batch : Batch
        What was graded.
    store : Store
        Where it is stored.
    faults : FaultLog
        Where the kit's faults are logged.
    say : callable
        Shows on the bar what happens now.
    reveal : Reveal or None
        What the pages show of the solutions; None for nothing.
    """

    batch: Batch
    store: Store
    faults: FaultLog
    say: Callable[[str], None]
    reveal: Reveal | None


@contextmanager
def _grading_run(
    submissions: Path,
    out: Path,
    jobs: int | None,
    seed: str | None,
    isolation: str,
    only: tuple[str, ...],
    start: Path,
    reveal: bool,
) -> Iterator[_GradingRun]:
    """Grade a folder as the options say, alone in `out`; if it is interrupted, say what is stored.

    Ctrl-C and SIGTERM both are a `KeyboardInterrupt` here; `main` ends the program.
    """
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
            revealed = Reveal(course, store, batch.lines) if reveal else None
            yield _GradingRun(batch, store, faults, tally.say, revealed)
        except KeyboardInterrupt as stop:
            raise type(stop)(
                f"{tally.stored} of {tally.count} submissions are kept in {out / STORE_NAME}, "
                "and the same command goes on with the rest"
            ) from None


def _ungraded(run: _GradingRun) -> int:
    """Return how many submissions the kit failed on, and say where the tracebacks are."""
    count = sum(
        result.status is SubmissionStatus.UNGRADED for result in run.batch.gradebook.results
    )
    if count:
        click.echo(
            f"nudge: {count} ungraded by a fault of the kit; the next run tries them again; "
            f"the traces are in {run.faults.path}",
            err=True,
        )
    return count


class _Tally:
    """Counts submissions, moves the bar, and hands the kit's faults to the log."""

    def __init__(self, progress: Progress, faults: FaultLog) -> None:
        self.count = self.stored = 0
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
        self.stored += done.is_stored
        self._new += done.is_new
        self._old += not done.is_new
        self._progress.advance(self._task)
        self.say(f"{self._old} from the store, {self._new} graded")

    def say(self, text: str) -> None:
        """Show on the bar what happens now."""
        self._progress.update(self._task, description=text)


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _progress() -> Progress:
    """Return a progress bar, which only a terminal shows."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


# One submission, graded again


@click.command()
@click.argument("student")
@out_option
@click.option("--seed", metavar="S", help="The --seed that the submission was graded with.")
@course_option
def audit(student: str, out: Path, seed: str | None, start: Path) -> None:
    """Grade STUDENT again from what OUT holds, and compare check by check.

    Exit code 0 if every check ends as it did, 1 if one does not.
    """
    course = opened(start)
    with existing_store(out) as store:
        line = line_of(store, student)
        exercises = tuple(mark.exercise for mark in line.marks)
        setup = GraderSetup(course.root, exercises, course_seed(course.root, seed))
        found = run_audit(course, store, line, setup)
    _print_audit(found)
    sys.exit(0 if found.is_same else 1)


def _print_audit(found: Audit) -> None:
    for exercise, checks in groupby(found.checks, key=lambda check: check.exercise):
        click.echo(exercise)
        for check in checks:
            click.echo(f"  {_check_line(check)}")
    for phrase in found.changed:
        click.echo(f"since then: {visible(phrase)}")
    if found.fault:
        click.echo(f"the kit failed, so there is nothing to compare:\n{visible(found.fault)}")
    same = sum(check.is_same for check in found.checks)
    click.echo(
        f"{visible(found.student)}: {same} of {len(found.checks)} checks end as they did; "
        f"{found.before:.2f} points then, {_points(found.after)} now; "
        f"submission {found.digest[:12]}"
    )


def _check_line(check: AuditedCheck) -> str:
    before, after = _end(check.before), _end(check.after)
    if not check.is_same:
        return f"DIFFERS  {check.check}: {before} → {after}"
    words = "" if check.is_same_to_the_letter else ", in other words"
    return f"same     {check.check}: {after}{words}"


def _end(check: CheckResult | None) -> str:
    if check is None:
        return "not there"
    known = check.outcome.misconception
    name = f" [{known.id}]" if known else ""
    name += f" with {', '.join(check.supplied)} supplied" if check.supplied else ""
    return f"{check.outcome.status.value}{name}, {check.points:.2f} of {check.possible:.2f}"
