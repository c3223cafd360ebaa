"""Shared by the commands: options that several have, and tables in a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from autograder.course import Course, CourseError, Exercise, find_course, load_course, require_files
from autograder.isolation import MODES
from autograder.reference.course_datasets import use_datasets_of

__all__ = [
    "COURSE",
    "chosen",
    "course_option",
    "folder_option",
    "from_option",
    "isolation_option",
    "lines_console",
    "made_from_option",
    "only_option",
    "opened",
    "out_option",
]

_WIDE_ENOUGH = 1_000


def folder_option(*names: str, told: str, **more: Any) -> Callable[[Any], Any]:
    """Return an option that takes a folder which must exist."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.option(*names, type=kind, help=told, **more)


COURSE = "The course's folder, or one inside it; this folder if not given."
course_option = folder_option("--course", "start", default=Path(), told=COURSE)
from_option = folder_option(
    "--from",
    "start",
    default=Path(),
    told="The folder with course.toml, or one inside it; this folder if not given.",
)
made_from_option = folder_option(
    "--from",
    "start",
    told="The folder with course.toml; the one that the notebooks were made from if not given.",
)
out_option = click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out")
)
isolation_option = click.option(
    "--isolation",
    type=click.Choice(MODES),
    default="strict",
    show_default=True,
    help="How submissions are confined; see docs/security.md.",
)
only_option = click.option(
    "--only", metavar="EXERCISE", multiple=True, help="Just this exercise; may be given again."
)


def opened(start: Path, *, whole: bool = True) -> Course:
    """Return the course at or above `start`, whose digits are what `datasets` means from now on.

    With `whole`, every file that the manifest names must exist; a handout has fewer.
    """
    course = load_course(find_course(start))
    if whole:
        require_files(course)
    use_datasets_of(course.root)
    return course


def chosen(course: Course, only: tuple[str, ...], *, drafts: bool = False) -> tuple[Exercise, ...]:
    """Return the exercises named by `--only`, in course order; all if none is named.

    Raises
    ------
    CourseError
        If a name is unknown, or names a draft where drafts are not wanted.
    """
    wanted = {course.exercise(name).id for name in only}
    for draft in course.drafts:
        if draft.id in wanted and not drafts:
            raise CourseError(f"{draft.id} is a draft; take `draft = true` from its row first")
    among = course.written if drafts else course.exercises
    return tuple(item for item in among if not wanted or item.id in wanted)


def lines_console() -> Console:
    """Return a console that wraps on a terminal; in a pipe each row stays on one line."""
    console = Console()
    return console if console.is_terminal else Console(width=_WIDE_ENOUGH)
