"""`nudge watch`."""

from pathlib import Path

import click
from rich.console import Console

from autograder.cli.course_option import course_option
from autograder.course import find_course, load_course

__all__ = ["watch"]


@click.command()
@click.argument("exercise", required=False)
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with the modules to watch; the course's exercises/ if not given.",
)
@course_option
def watch(exercise: str | None, folder: Path | None, start: Path) -> None:
    """Run the checks that a save concerns, at every save, in a handout or in the course.

    With EXERCISE (e07, or e07_dense) its checks alone are run. Ctrl-C ends.
    """
    # Imported when it is needed: the loop needs a library that no other command does.
    from autograder.watching import watch as watch_course  # noqa: PLC0415

    course = load_course(find_course(start))
    only = course.exercise(exercise) if exercise else None
    watch_course(course, only, Console(), folder)
