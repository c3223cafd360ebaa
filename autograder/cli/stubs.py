"""`nudge stubs`."""

import sys
from pathlib import Path

import click

from autograder.cli.course_option import course_option, opened
from autograder.packaging.stubs import drifts, write_stubs

__all__ = ["stubs"]


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
