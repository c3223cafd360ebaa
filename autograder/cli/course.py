"""The author's commands: `nudge stubs`, `handout`, `notebooks` and `selftest`."""

import json
import sys
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from autograder.checking.context import PUBLIC_SEED
from autograder.cli.options import chosen, course_option, from_option, only_option, opened
from autograder.grading.course_selftest import (
    LEAST_COST,
    MOST_COST,
    SelftestJob,
    SelftestRow,
)
from autograder.grading.processes import Processes
from autograder.packaging.handout import write_handout
from autograder.packaging.notebook.course_folder import write_nbgrader_course
from autograder.packaging.stubs import drifts, write_stubs

__all__ = ["handout", "notebooks", "selftest", "stubs"]


@click.command()
@course_option
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if exercises/ is out of date.")
def stubs(start: Path, check: bool) -> None:
    """Make exercises/ from solutions/."""
    course = opened(start)
    if not check:
        for path in write_stubs(course):
            what = "written" if path.exists() else "removed"
            click.echo(f"{path.relative_to(course.root)}: {what}")
        return
    found = drifts(course)
    for drift in found:
        click.echo(drift.difference)
    if found:
        click.echo(f"{len(found)} of exercises/ is not what solutions/ makes; run nudge stubs")
        sys.exit(1)
    click.echo("exercises/ is what solutions/ makes")


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@course_option
@click.option("--zip", "as_zip", is_flag=True, help="Write the archive OUT.zip, not a folder.")
@click.option("--with-solutions", is_flag=True, help="Add the solutions; for after the deadline.")
def handout(out: Path, start: Path, as_zip: bool, with_solutions: bool) -> None:
    """Write the folder that students get to OUT."""
    written = write_handout(opened(start), out, as_zip=as_zip, with_solutions=with_solutions)
    what = ", with the solutions" if with_solutions else ""
    click.echo(f"{written}: written{what}")


@click.command()
@click.option(
    "--course",
    "out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The nbgrader course to write; made if it is missing.",
)
@from_option
@click.option("--force", is_flag=True, help="Replace the units of source/ if they are there.")
def notebooks(out: Path, start: Path, force: bool) -> None:
    """Write the course as nbgrader assignments, one notebook an exercise."""
    written = write_nbgrader_course(opened(start), out, force=force)
    for unit, count in written.notebooks.items():
        click.echo(f"{out / 'source' / unit}: {count} notebooks")
    if written.config_kept:
        click.echo(
            f"{out / 'nbgrader_config.py'}: kept as it is; without the class NudgeStubs nbgrader "
            "writes its own stubs (see docs/nbgrader.md)"
        )


@click.command()
@course_option
@only_option
@click.option("--seeds", type=click.IntRange(1), default=2, help="How many sets of inputs to try.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def selftest(start: Path, only: tuple[str, ...], seeds: int, as_json: bool) -> None:
    """Test the course's own solutions, stubs, alternatives and misconceptions."""
    course = opened(start)
    names = [PUBLIC_SEED, *(f"selftest {number}" for number in range(1, seeds))]
    console = Console(stderr=True)
    status = console.status("testing the course") if console.is_terminal else nullcontext()
    with status, Processes(SelftestJob(course.root, tuple(names))) as processes:
        rows = [processes.result_of(one.id) for one in chosen(course, only, drafts=True)]
    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows], indent=2))
    else:
        _print(rows, each_cost=bool(only))
    sys.exit(1 if any(row.misses or row.without_reason for row in rows) else 0)


def _print(rows: list[SelftestRow], *, each_cost: bool) -> None:
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
    _print_costs(console, rows, each=each_cost)
    _print_silent(console, rows)
    for row in rows:
        if row.skipped:
            console.print(f"\n{row.exercise}: skipped ({row.skipped})", highlight=False)
        for miss in row.misses:
            console.print(
                f"\n{row.exercise}: {miss}", markup=False, highlight=False, soft_wrap=True
            )


def _print_costs(console: Console, rows: list[SelftestRow], *, each: bool) -> None:
    """Print what misconceptions cost of their exercise, alone: each one, or the unusual ones."""
    table = Table(box=None, pad_edge=False)
    usual = f"{LEAST_COST:.0%} to {MOST_COST:.0%}"
    for heading in ("a mistake costs", "least", "median", "most", f"outside {usual}"):
        table.add_column(heading, justify="left" if heading.startswith("a") else "right")
    for row in rows:
        shares = [cost.share for cost in row.costs]
        if not shares:
            continue
        unusual = [cost for cost in row.costs if not cost.is_usual]
        told = f"{len(unusual)}, {len(row.without_reason)} without a reason" if unusual else "0"
        ends = (f"{share:.0%}" for share in (min(shares), median(shares), max(shares)))
        table.add_row(row.exercise, *ends, told)
    console.print()
    console.print(table)
    for row in rows:
        for cost in sorted(row.costs, key=lambda cost: cost.share):
            if each or not cost.is_usual:
                why = cost.reason or ("" if cost.is_usual else "no reason is declared")
                told = f"{row.exercise}: {cost.misconception} costs {cost.share:.0%}"
                console.print(
                    f"{told} ({why})" if why else told,
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )


def _print_silent(console: Console, rows: list[SelftestRow]) -> None:
    """Print the checks that say nothing of their own: candidates for another look."""
    table = Table(box=None, pad_edge=False)
    table.add_column("says nothing of its own")
    table.add_column("checks", justify="right")
    table.add_column("which", overflow="fold")
    for row in rows:
        if row.checks:
            count = f"{len(row.silent)} of {row.checks}"
            table.add_row(row.exercise, count, "\n".join(row.silent))
    if table.row_count:
        console.print()
        console.print(table)
