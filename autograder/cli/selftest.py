"""`nudge selftest`."""

import io
import json
import sys
from contextlib import nullcontext, redirect_stdout
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from autograder.checking.context import PUBLIC_SEED
from autograder.cli.course_option import chosen, course_option, only_option, opened
from autograder.grading.course_selftest import SelftestRow
from autograder.grading.course_selftest import selftest as run_selftest

__all__ = ["selftest"]


@click.command()
@course_option
@only_option
@click.option("--seeds", type=click.IntRange(1), default=2, help="How many sets of inputs to try.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def selftest(start: Path, only: tuple[str, ...], seeds: int, as_json: bool) -> None:
    """Examine the course's own solutions, stubs, alternatives and misconceptions."""
    course = opened(start)
    names = [PUBLIC_SEED, *(f"selftest {number}" for number in range(1, seeds))]
    console = Console(stderr=True)
    status = console.status("examining the course") if console.is_terminal else nullcontext()
    # Alternatives print, as students do; what they print is no part of the table or the JSON.
    with status, redirect_stdout(io.StringIO()):
        rows = list(run_selftest(course, chosen(course, only, drafts=True), names))
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        _print(rows)
    sys.exit(1 if any(row.misses for row in rows) else 0)


def _print(rows: list[SelftestRow]) -> None:
    table = Table(box=None, pad_edge=False)
    for heading in ("exercise", "solution", "stub", "alternatives", "caught", "named"):
        table.add_column(heading, justify="left" if heading == "exercise" else "right")
    for row in rows:
        if row.skipped:
            table.add_row(row.exercise, "skipped")
            continue
        table.add_row(
            row.exercise,
            f"{row.solution:.0%}",
            f"{row.stub:.0%}",
            f"{row.accepted} of {row.alternatives}",
            f"{row.caught} of {row.misconceptions}",
            f"{row.named} of {row.misconceptions}",
        )
    console = Console()
    console.print(table)
    for row in rows:
        if row.skipped:
            console.print(f"\n{row.exercise}: skipped ({row.skipped})", highlight=False)
        for miss in row.misses:
            told = f"\n{row.exercise}: {miss}"
            console.print(told, markup=False, highlight=False, soft_wrap=True)
