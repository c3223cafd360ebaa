"""`nudge grade`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from autograder.cli.course_option import chosen, course_option, only_option, opened
from autograder.grading.batch import grade_folder
from autograder.grading.results import Gradebook, Standing
from autograder.grading.seed import course_seed
from autograder.isolation import MODES, NOT_PROMISED
from autograder.reporting import Reports, write_reports
from autograder.reporting.terminal import class_table, misconception_list

__all__ = ["grade"]


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"))
@click.option(
    "--jobs", type=click.IntRange(1), default=None, help="Processes; all cores if not given."
)
@click.option("--seed", metavar="S", help="Take the inputs from S in place of the course's secret.")
@click.option(
    "--isolation",
    type=click.Choice(MODES),
    default="strict",
    show_default=True,
    help="How submissions are confined; see docs/security.md.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the gradebook as JSON.")
@only_option
@course_option
def grade(
    submissions: Path,
    out: Path,
    jobs: int | None,
    seed: str | None,
    isolation: str,
    as_json: bool,
    only: tuple[str, ...],
    start: Path,
) -> None:
    """Grade SUBMISSIONS, a folder with one entry a student, or a learning platform's download."""
    course = opened(start)
    if isolation == "process":
        click.echo(NOT_PROMISED, err=True)
    with _progress() as progress:
        task = progress.add_task("grading", total=None)
        gradebook = grade_folder(
            course,
            chosen(course, only),
            submissions,
            seed=course_seed(course.root, seed),
            jobs=jobs or _cores(),
            isolation=isolation,
            started=lambda count: progress.update(task, total=count),
            finished=lambda result: progress.update(task, advance=1, description=result.student),
        )
        progress.update(task, description="writing the reports")
        reports = write_reports(gradebook, out)
    if as_json:
        click.echo(reports.json.read_text(encoding="utf-8"), nl=False)
    else:
        _print(gradebook, reports, out)
    failed = any(result.standing is Standing.UNGRADED for result in gradebook.results)
    sys.exit(1 if failed else 0)


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


def _print(gradebook: Gradebook, reports: Reports, out: Path) -> None:
    console = Console()
    console.print(class_table(gradebook))
    console.print("\nWhat to teach again: the most common misconceptions")
    console.print(misconception_list(gradebook))
    count = len(gradebook.results)
    console.print(f"\n{count} submissions in {gradebook.seconds:.1f} s. The reports:")
    for path in (reports.index, reports.csv, reports.json, out / "feedback" / "STUDENT.html"):
        console.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)
