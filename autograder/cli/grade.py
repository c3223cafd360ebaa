"""`nudge grade`."""

import sys
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from autograder.cli.grading_run import GradingRun, grading_options, grading_run
from autograder.grading.results import SubmissionStatus
from autograder.reporting import Reports, write_reports
from autograder.reporting.terminal import class_table, misconception_list

__all__ = ["grade", "ungraded"]


@click.command()
@grading_options
@click.option("--json", "as_json", is_flag=True, help="Print the gradebook as JSON.")
def grade(out: Path, as_json: bool, **options: Any) -> None:
    """Grade SUBMISSIONS, a folder with one entry a student, or a learning platform's download.

    What was graded before and has not changed is taken from OUT/results.sqlite.
    """
    with grading_run(out=out, **options) as run:
        run.say("writing the reports")
        reports = write_reports(run.batch.gradebook, out, run.reveal)
        run.store.publish(run.batch.shown)
    if as_json:
        click.echo(reports.json.read_bytes(), nl=False)
    else:
        _print(run, reports, out)
    sys.exit(1 if ungraded(run) else 0)


def ungraded(run: GradingRun) -> int:
    """Return on how many submissions the kit failed; say where its author finds the traces."""
    count = sum(
        result.status is SubmissionStatus.UNGRADED for result in run.batch.gradebook.results
    )
    if count:
        click.echo(
            f"nudge: {count} ungraded by a fault of the kit, to be tried again by the next run; "
            f"the traces are in {run.faults.path}",
            err=True,
        )
    return count


def _print(run: GradingRun, reports: Reports, out: Path) -> None:
    batch = run.batch
    console = Console()
    console.print(class_table(batch.gradebook))
    console.print("\nWhat to teach again: the most common misconceptions")
    console.print(misconception_list(batch.gradebook))
    console.print(
        f"\n{len(batch.gradebook.results)} submissions ({batch.kept} kept, {batch.graded} graded) "
        f"in {batch.gradebook.seconds:.1f} s. The reports:"
    )
    for path in (reports.index, reports.csv, reports.json, out / "feedback" / "STUDENT.html"):
        console.print(f"  {path}", highlight=False, markup=False, soft_wrap=True)
