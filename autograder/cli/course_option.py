"""Which course a command is about."""

from pathlib import Path

import click

from autograder.course import Course, CourseError, Exercise, find_course, load_course, require_files

__all__ = ["chosen", "course_option", "from_option", "made_from_option", "only_option", "opened"]

course_option = click.option(
    "--course",
    "start",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The course's folder, or one inside it; this folder if not given.",
)
from_option = click.option(
    "--from",
    "start",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The folder with course.toml, or one inside it; this folder if not given.",
)
made_from_option = click.option(
    "--from",
    "start",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder with course.toml; the one that the notebooks were made from if not given.",
)
only_option = click.option(
    "--only", metavar="EXERCISE", multiple=True, help="Just this exercise; may be given again."
)


def opened(start: Path) -> Course:
    """Return the course at or above `start`, with all files that the manifest names."""
    course = load_course(find_course(start))
    require_files(course)
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
