"""Calling one submission's functions for pictures, in a sandbox and without grading."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from autograder.calls.answer import Caller
from autograder.course import Course, Exercise, UserError
from autograder.grading.intake import Entry, Submission, read_submission
from autograder.isolation import open_isolation

__all__ = ["Reach", "reaching", "read_source"]

# Opens a caller of one exercise's functions; closing it ends their processes.
Reach = Callable[[Exercise], AbstractContextManager[Caller]]


def read_source(course: Course, source: Path | None) -> Submission:
    """Read the modules of one student.

    Parameters
    ----------
    course : Course
        The course.
    source : Path or None
        A handout, a folder or an archive as a student hands it in, or a single module; with the
        module of an exercise come the modules beside it that it builds on. None is the course's
        own folder `exercises`.

    Raises
    ------
    UserError
        If nothing is there.
    """
    place = course.root / "exercises" if source is None else source
    if not place.exists():
        raise UserError(
            f"there is no {place}; say whose functions to draw with --from FOLDER, a handout, "
            "a submission or a module"
        )
    if (place / "course.toml").is_file() and (place / "exercises").is_dir():
        place /= "exercises"
    entry = Entry.at(place.resolve().name, *_together(course, place.resolve()))
    submission = read_submission(entry, {exercise.id: () for exercise in course.written})
    if submission.problem:
        raise UserError(f"{place}: {submission.problem}")
    return submission


def _together(course: Course, place: Path) -> tuple[Path, ...]:
    """Return a module with the earlier modules beside it; anything else as it is."""
    for exercise in course.written:
        if place.name == f"{exercise.id}.py":
            beside = (place.with_name(f"{other.id}.py") for other in course.needed_by(exercise))
            return (place, *(path for path in beside if path.is_file()))
    return (place,)


@contextmanager
def reaching(course: Course, submission: Submission, isolation: str) -> Iterator[Reach]:
    """Open a sandbox in which the functions of each exercise can be called, one after another.

    Every exercise gets the whole time of a submission.

    Raises
    ------
    NotIsolated
        If this machine cannot isolate as asked.
    """
    limits = {f"exercises.{exercise.id}": exercise.limits for exercise in course.written}
    opened = open_isolation(isolation, course.limits, datasets=course.root / "datasets")

    @contextmanager
    def reach(exercise: Exercise) -> Iterator[Caller]:
        with opened.open(submission.modules, limits=limits) as session:
            yield session.caller(f"exercises.{exercise.id}")

    with opened:
        yield reach
