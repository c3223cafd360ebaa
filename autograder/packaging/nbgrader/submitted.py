"""What a student handed in under nbgrader: this assignment's notebooks, and earlier ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.grading.intake import Entry, Submission, read_submission
from autograder.grading.intake.names import student_name

__all__ = ["Handed", "read_handed", "state_of"]


@dataclass(frozen=True)
class Handed:
    """One folder of a student's, and the exercises that count from it.

    Attributes
    ----------
    folder : Path
        Where an assignment of this student is; it need not be there.
    exercises : tuple of str
        The ids of the exercises of this assignment.
    """

    folder: Path
    exercises: tuple[str, ...]


def read_handed(
    student: str, handed: Sequence[Handed], functions: Mapping[str, Sequence[str]]
) -> Submission:
    """Read what a student handed in; whatever is wrong with it is said, not raised.

    An exercise is taken from its own assignment's folder alone: what is handed in with a later
    assignment changes no mark of an earlier one.

    Parameters
    ----------
    student : str
        Who.
    handed : sequence of Handed
        The folders; the first is the one that is graded.
    functions : mapping of str to sequence of str
        The course's exercises with the names of their functions.
    """
    modules: dict[str, bytes] = {}
    notes: list[str] = []
    problem = ""
    name = student_name(student)
    for one in handed:
        if not one.folder.is_dir() or not one.exercises:
            continue
        own = {exercise: functions[exercise] for exercise in one.exercises}
        read = read_submission(Entry(name, (one.folder,)), own)
        notes += [*read.notes, *([read.problem] if read.problem else [])]
        problem = problem or read.problem
        for module, source in read.modules.items():
            modules.setdefault(module, source)
    if modules:
        return Submission(name, student, modules, tuple(dict.fromkeys(notes)))
    return Submission(name, student, {}, tuple(notes), problem or "nothing was handed in")


def state_of(handed: Sequence[Handed]) -> tuple[object, ...]:
    """Return what tells two states of the folders apart; no file is read for it."""
    return tuple(
        (path, status.st_mtime_ns, status.st_size, status.st_ino)
        for one in handed
        for path in sorted(one.folder.rglob("*"))
        for status in [path.lstat()]
    )
