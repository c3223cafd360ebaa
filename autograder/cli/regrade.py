"""`nudge regrade`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from autograder.cli.grade import ungraded
from autograder.cli.grading_run import grading_options, grading_run
from autograder.grading.comparison import Flip, Move, StudentMove, moves
from autograder.grading.visible import visible
from autograder.reporting import write_reports

__all__ = ["regrade"]


@click.command()
@grading_options
@click.option("--diff", "only_show", is_flag=True, help="Show what moves, and apply nothing.")
def regrade(out: Path, only_show: bool, **options: Any) -> None:
    """Grade SUBMISSIONS again where something changed, and say whose mark moves.

    It is compared with the gradebook that OUT has. With --diff the gradebook stays as it is;
    what had to be graded is kept, so applying it later grades nothing.
    """
    with grading_run(out=out, **options) as run:
        before = run.store.published()
        moved = moves(run.store, before, run.batch.shown)
        if not only_show:
            run.say("writing the reports")
            write_reports(run.batch.gradebook, out, run.reveal)
            run.store.publish(run.batch.shown)
    for line in _lines(moved):
        click.echo(line)
    ending = "nothing is applied; without --diff it is" if only_show else f"applied to {out}"
    click.echo(
        f"{len(moved)} of {len(run.batch.shown)} students: marks move "
        f"({run.batch.kept} kept, {run.batch.graded} graded again); {ending}"
    )
    sys.exit(1 if ungraded(run) else 0)


def _lines(moved: Sequence[StudentMove]) -> Iterator[str]:
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
        yield f"    {flip.check}: {_flip(flip)}"
    for why in move.why:
        yield f"    because {visible(why)}"


def _step(before: float | None, after: float | None) -> str:
    difference = "" if before is None or after is None else f" ({after - before:+.2f})"
    return f"{_points(before)} → {_points(after)}{difference}"


def _points(points: float | None) -> str:
    return "no mark" if points is None else f"{points:.2f}"


def _flip(flip: Flip) -> str:
    return f"{flip.before or 'not there'} → {flip.after or 'gone'}"
