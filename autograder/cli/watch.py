"""`nudge watch`."""

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.options import course_option, folder_option, opened

__all__ = ["watch"]


@click.command()
@click.argument("exercise", required=False)
@folder_option(
    "--from",
    "folder",
    told="The folder with the modules to watch; the course's exercises/ if not given.",
)
@course_option
def watch(exercise: str | None, folder: Path | None, start: Path) -> None:
    """Run the checks that a save concerns, at every save, in a handout or in the course.

    With EXERCISE (e07, or e07_dense) only its checks run. Ctrl-C ends.
    """
    # Imported here: the loop needs a library that no other command does.
    from autograder.watching import watch as watch_course  # noqa: PLC0415

    course = opened(start, whole=False)
    only = course.exercise(exercise) if exercise else None
    watch_course(course, only, Console(), folder)
