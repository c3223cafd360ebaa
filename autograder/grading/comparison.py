"""Two gradings compared: whose mark moves and why, and whether an audit finds the same again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from autograder.course import Course, UserError
from autograder.grading.content_key import CourseContent, changed_parts
from autograder.grading.grader import GraderSetup, GradingTask
from autograder.grading.intake import Submission
from autograder.grading.processes import Processes
from autograder.grading.results import CheckResult, ExerciseResult, SubmissionStatus, scaled
from autograder.grading.store import STORE_NAME, Published, Store, StoredMark, StoreError

__all__ = [
    "Audit",
    "AuditedCheck",
    "Flip",
    "Move",
    "StudentMove",
    "audit",
    "existing_store",
    "line_of",
    "moves",
]

Name = TypeVar("Name")
Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Flip:
    """A check whose status changed; None where the check is new or gone."""

    check: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Move:
    """One exercise of one student whose points or checks changed.

    Attributes
    ----------
    exercise : str
        Its id.
    before, after : float or None
        The points; None where there is no mark.
    flips : tuple of Flip
        The checks whose status changed.
    why : tuple of str
        A phrase for each part of the mark's key that changed.
    """

    exercise: str
    before: float | None
    after: float | None
    flips: tuple[Flip, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class StudentMove:
    """One student with a mark that moves.

    Attributes
    ----------
    student : str
        The name.
    before, after : float or None
        The totals; None where there is no total.
    note : str
        How the status of the whole submission changed; empty if it did not.
    exercises : tuple of Move
        In course order.
    """

    student: str
    before: float | None
    after: float | None
    note: str
    exercises: tuple[Move, ...]


def moves(
    store: Store, before: Sequence[Published], after: Sequence[Published]
) -> tuple[StudentMove, ...]:
    """Return the marks that move between two gradebooks, by student.

    Parameters
    ----------
    store : Store
        The store that has the marks of both.
    before, after : sequence of Published
        The gradebooks.

    Raises
    ------
    StoreError
        If a mark is missing in the store.
    """
    old = {line.result.student: line for line in before}
    new = {line.result.student: line for line in after}
    found = (
        _student_move(store, student, old.get(student), new.get(student))
        for student in sorted(old.keys() | new.keys())
    )
    return tuple(move for move in found if move.note or move.exercises)


def _student_move(
    store: Store, student: str, before: Published | None, after: Published | None
) -> StudentMove:
    old = {} if before is None else store.marks_of(before)
    new = {} if after is None else store.marks_of(after)
    compared = [
        Move(name, _points(one), _points(other), _flips(one, other), _why(one, other))
        for name, one, other in _pairs(old, new)
    ]
    exercises = tuple(move for move in compared if move.before != move.after or move.flips)
    return StudentMove(
        student, _total(before, old), _total(after, new), _note(before, after), exercises
    )


def _points(mark: StoredMark | None) -> float | None:
    return None if mark is None else mark.result.points


def _flips(before: StoredMark | None, after: StoredMark | None) -> tuple[Flip, ...]:
    if before is None or after is None:
        return ()
    old, new = (
        {check.check: check.outcome.status.value for check in mark.result.checks}
        for mark in (before, after)
    )
    return tuple(Flip(*pair) for pair in _pairs(old, new) if pair[1] != pair[2])


def _why(before: StoredMark | None, after: StoredMark | None) -> tuple[str, ...]:
    if before is None:
        return ("it was not graded before",)
    if after is None:
        return ("it is not graded now",)
    why = list(changed_parts(before.parts, after.parts))
    if before.result.is_provisional:
        why.append("the load of this machine may have lowered it before")
    if before.result.possible != after.result.possible:
        why.append(
            f"course.toml gives it {after.result.possible:g} points instead of "
            f"{before.result.possible:g}"
        )
    if before.result.supplied != after.result.supplied:
        named = ", ".join(after.result.supplied) or "no earlier exercise"
        why.append(f"{named} was supplied this time")
    return tuple(why)


def _total(line: Published | None, marks: Mapping[str, StoredMark]) -> float | None:
    if line is None or line.result.status is SubmissionStatus.UNGRADED:
        return None
    return round(sum(mark.result.points for mark in marks.values()), 2)


def _note(before: Published | None, after: Published | None) -> str:
    if before is None:
        return "is new"
    if after is None:
        return "is no longer among the submissions"
    old, new = before.result, after.result
    if (old.status, old.reason) == (new.status, new.reason):
        return ""
    reason = f": {new.reason}" if new.reason else ""
    return f"was {old.status.value}, is {new.status.value}{reason}"


@dataclass(frozen=True)
class AuditedCheck:
    """One check then and now; None where the check is new or gone."""

    exercise: str
    check: str
    before: CheckResult | None
    after: CheckResult | None

    @property
    def is_same(self) -> bool:
        """Whether status, points, named misconception and what was supplied are the same."""
        return _verdict(self.before) == _verdict(self.after)

    @property
    def is_same_to_the_letter(self) -> bool:
        """Whether the four lines and the note are the same, too."""
        if self.before is None or self.after is None:
            return False
        return self.is_same and self.before.outcome == self.after.outcome


def _verdict(check: CheckResult | None) -> object:
    if check is None:
        return None
    known = check.outcome.misconception
    return check.outcome.status, check.points, known and known.id, check.supplied


@dataclass(frozen=True)
class Audit:
    """The result of grading one submission again.

    Attributes
    ----------
    student : str
        Whose submission it is.
    digest : str
        The digest of what was handed in.
    before, after : float or None
        The totals; None where there is no total.
    checks : tuple of AuditedCheck
        In course order.
    changed : tuple of str
        A phrase for each part of the marks' keys that has changed since then.
    fault : str
        A fault of the kit that prevents the comparison; empty if there was no fault.
    """

    student: str
    digest: str
    before: float
    after: float | None
    checks: tuple[AuditedCheck, ...]
    changed: tuple[str, ...]
    fault: str

    @property
    def is_same(self) -> bool:
        """Whether every check ended as it did then."""
        return not self.fault and all(check.is_same for check in self.checks)


def existing_store(out: Path) -> Store:
    """Open the store of an output folder that has one.

    Raises
    ------
    StoreError
        If there is no store, or it cannot be used.
    """
    path = out / STORE_NAME
    if not path.is_file():
        raise StoreError(f"there is no {path}; give the --out of an earlier `nudge grade`")
    return Store(path)


def line_of(store: Store, student: str) -> Published:
    """Return the student's line of the published gradebook.

    Raises
    ------
    UserError
        If `student` is not in it, or has no marks there.
    """
    lines = {line.result.student: line for line in store.published()}
    if student not in lines:
        if not lines:
            raise UserError("no gradebook was written there yet; run `nudge grade` first")
        known = ", ".join(sorted(lines))
        raise UserError(f"{student!r} is not in the gradebook that was last written: {known}")
    line = lines[student]
    if line.result.status is not SubmissionStatus.GRADED:
        raise UserError(
            f"{student} was {line.result.status.value} ({line.result.reason}), so there is no "
            "result to audit"
        )
    return line


def audit(course: Course, store: Store, line: Published, setup: GraderSetup) -> Audit:
    """Grade a whole submission again in a new process, and compare.

    Parameters
    ----------
    course : Course
        The course as it is now.
    store : Store
        The store that has the modules that were handed in, and the marks.
    line : Published
        The line of the gradebook to audit.
    setup : GraderSetup
        How to open a grader for the exercises of that line.

    Raises
    ------
    StoreError
        If a part of it is missing in the store.
    """
    modules = store.modules(line.submission)
    if not modules:
        raise store.damaged(f"the modules of {line.result.student} are missing")
    submission = Submission(line.result.student, line.result.source, modules)
    marks = store.marks_of(line)
    before = tuple(mark.result for mark in marks.values())
    # Under today's points: an audit is about what was found.
    today = [scaled(item, course.exercise(item.exercise).points) for item in before]
    with Processes(setup) as processes:
        result = processes.result_of(GradingTask(submission))
    parts = CourseContent(course, setup).of(submission).parts
    changed = (
        phrase
        for name, mark in marks.items()
        for phrase in (
            *changed_parts(mark.parts, parts[name]),
            *([f"the load that {name} met may have gone"] if mark.result.under_load else []),
        )
    )
    return Audit(
        student=submission.student,
        digest=line.submission,
        before=replace(line.result, exercises=before).total,
        after=result.total if result.status is SubmissionStatus.GRADED else None,
        checks=tuple(
            AuditedCheck(*name, old, new)
            for name, old, new in _pairs(_checks(today), _checks(result.exercises))
        ),
        changed=tuple(dict.fromkeys(changed)),
        fault=result.fault if result.status is SubmissionStatus.UNGRADED else "",
    )


def _checks(exercises: Sequence[ExerciseResult]) -> dict[tuple[str, str], CheckResult]:
    return {(item.exercise, check.check): check for item in exercises for check in item.checks}


def _pairs(
    before: Mapping[Name, Thing], after: Mapping[Name, Thing]
) -> Iterator[tuple[Name, Thing | None, Thing | None]]:
    """Yield each name with what it has before and after, in order."""
    for name in dict.fromkeys([*before, *after]):
        yield name, before.get(name), after.get(name)
