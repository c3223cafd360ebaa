"""An nbgrader course's students and submissions, and what `nudge grade` can grade of them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autograder.grading.intake.names import LITTER, meant
from autograder.packaging.nbgrader.course_directory import NbgraderCourse

__all__ = ["Assignment", "Handed", "Roster", "Student", "read_roster"]


@dataclass(frozen=True)
class Student:
    """One student; unknown fields are empty."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Assignment:
    """One assignment.

    Attributes
    ----------
    name : str
        Its name.
    duedate : str
        In UTC, as ISO 8601 writes it; empty if it has none.
    possible : float or None
        Its points; None if it is not in the database.
    notebooks : tuple of str
        The names of its notebooks.
    exercises : tuple of str
        Nudge's exercises among them; empty for an assignment of other origin.
    """

    name: str
    duedate: str = ""
    possible: float | None = None
    notebooks: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()


@dataclass(frozen=True)
class Handed:
    """One student's submission of one assignment.

    Attributes
    ----------
    student, assignment : str
        The student and the assignment.
    timestamp : str
        When, in UTC, as ISO 8601 writes it; empty if it is unknown.
    score : float or None
        The score so far, without the penalty; None if nothing is graded yet.
    penalty : float
        The points deducted for being late.
    needs_manual_grade : bool
        Whether a person still has to look at it.
    on_disk : bool
        Whether it is in the folder `submitted`.
    gradable : tuple of str
        The exercises that `nudge grade` finds in it there.
    """

    student: str
    assignment: str
    timestamp: str = ""
    score: float | None = None
    penalty: float = 0.0
    needs_manual_grade: bool = False
    on_disk: bool = False
    gradable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Roster:
    """All of an nbgrader course.

    Attributes
    ----------
    course : str
        The course's id.
    students : tuple of Student
        By id.
    assignments : tuple of Assignment
        By name.
    handed : tuple of Handed
        By student, then assignment.
    """

    course: str
    students: tuple[Student, ...]
    assignments: tuple[Assignment, ...]
    handed: tuple[Handed, ...]


def read_roster(nbgrader: NbgraderCourse, exercises: Sequence[str]) -> Roster:
    """Read an nbgrader course, from its database and its folder `submitted`, and change neither.

    Parameters
    ----------
    nbgrader : NbgraderCourse
        The course.
    exercises : sequence of str
        The ids of Nudge's exercises.

    Raises
    ------
    UserError
        If the database cannot be read.
    """
    students: dict[str, Student] = {}
    assignments: dict[str, Assignment] = {}
    handed: dict[tuple[str, str], Handed] = {}
    if nbgrader.has_database:
        with nbgrader.read_only() as gradebook:
            students = {
                row.id: Student(row.id, row.first_name or "", row.last_name or "", row.email or "")
                for row in gradebook.students
            }
            for row in gradebook.assignments:
                assignments[row.name] = _assignment(row, exercises)
                for one in map(_submission, row.submissions):
                    handed[one.student, one.assignment] = one
    folders = [one for place in _folders(nbgrader.folder("submitted")) for one in _folders(place)]
    for folder in folders:
        student, assignment = folder.parent.name, folder.name
        students.setdefault(student, Student(student))
        names = sorted(path.stem for path in folder.glob("*.ipynb") if not LITTER.match(path.name))
        known = assignments.get(assignment, Assignment(assignment))
        if known.possible is None:
            notebooks = tuple(sorted({*known.notebooks, *names}))
            known = replace(known, notebooks=notebooks, exercises=_known(notebooks, exercises))
        assignments[assignment] = known
        one = handed.get((student, assignment), Handed(student, assignment))
        handed[student, assignment] = replace(
            one,
            timestamp=one.timestamp or _iso(nbgrader.timestamp(folder)),
            on_disk=True,
            gradable=_known(names, exercises),
        )
    return Roster(
        nbgrader.id,
        tuple(students[name] for name in sorted(students)),
        tuple(assignments[name] for name in sorted(assignments)),
        tuple(handed[key] for key in sorted(handed)),
    )


def _folders(place: Path) -> list[Path]:
    if not place.is_dir():
        return []
    return sorted(
        path
        for path in place.iterdir()
        if path.is_dir() and not path.is_symlink() and not LITTER.match(path.name)
    )


def _assignment(row: Any, exercises: Sequence[str]) -> Assignment:
    notebooks = tuple(sorted(notebook.name for notebook in row.notebooks))
    known = _known(notebooks, exercises)
    return Assignment(row.name, _iso(row.duedate), float(row.max_score), notebooks, known)


def _submission(row: Any) -> Handed:
    grades = [grade for notebook in row.notebooks for grade in notebook.grades]
    is_graded = any(
        grade.auto_score is not None or grade.manual_score is not None for grade in grades
    )
    return Handed(
        row.student.id,
        row.assignment.name,
        _iso(row.timestamp),
        float(row.score) if is_graded else None,
        float(row.late_submission_penalty or 0.0),
        bool(row.needs_manual_grade) if is_graded else False,
    )


def _known(notebooks: Sequence[str], exercises: Sequence[str]) -> tuple[str, ...]:
    """Return the exercises that some notebooks are named after, in course order."""
    found = {meaning[0] for name in notebooks if (meaning := meant(f"{name}.ipynb", exercises))}
    return tuple(exercise for exercise in exercises if exercise in found)


def _iso(moment: datetime.datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
