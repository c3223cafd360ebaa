"""One submission graded again from what the store holds, and held against its result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course import Course, UserError
from autograder.grading.content_key import CourseContent, changed_parts
from autograder.grading.intake import Submission
from autograder.grading.processes import GraderSetup
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.grading.scaling import scaled
from autograder.grading.store import STORE_NAME, Published, Store, StoredMark, StoreError

__all__ = ["Audit", "AuditedCheck", "audit", "existing_store", "graded_exercises", "line_of"]


@dataclass(frozen=True)
class AuditedCheck:
    """One check, then and now; None where there was or is none."""

    exercise: str
    check: str
    before: CheckResult | None
    after: CheckResult | None

    @property
    def is_same(self) -> bool:
        """Whether state, points and the mistake's name are what they were."""
        return _verdict(self.before) == _verdict(self.after)

    @property
    def is_same_to_the_letter(self) -> bool:
        """Whether the four lines and the note are what they were, too."""
        if self.before is None or self.after is None:
            return False
        return self.is_same and self.before.outcome == self.after.outcome


@dataclass(frozen=True)
class Audit:
    """What grading one submission again has found.

    Attributes
    ----------
    student : str
        Whose.
    digest : str
        Of what was handed in.
    before, after : float or None
        The totals; None where there is none.
    checks : tuple of AuditedCheck
        In course order.
    changed : tuple of str
        What changed since then of all that the marks rest on.
    fault : str
        Why no comparison is possible now; empty if it is.
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
        If there is none, or it cannot be used.
    """
    path = out / STORE_NAME
    if not path.is_file():
        raise StoreError(f"there is no {path}; give the --out of an earlier `nudge grade`")
    return Store(path)


def graded_exercises(shown: Published) -> tuple[str, ...]:
    """Return the exercises in which a line of a gradebook has marks."""
    return tuple(mark.exercise for mark in shown.marks)


def line_of(store: Store, student: str) -> Published:
    """Return the line of the last gradebook that can be audited.

    Raises
    ------
    UserError
        If `student` is not in it, or has no marks there.
    """
    lines = {shown.result.student: shown for shown in store.published()}
    if student not in lines:
        known = ", ".join(sorted(lines)) or "nobody"
        raise UserError(f"{student!r} is not in the gradebook that was last written: {known}")
    shown = lines[student]
    if shown.result.status is not SubmissionStatus.GRADED:
        raise UserError(
            f"{student} was {shown.result.status.value} ({shown.result.reason}), so there is no "
            "result to audit"
        )
    return shown


def audit(course: Course, store: Store, shown: Published, setup: GraderSetup) -> Audit:
    """Grade a submission again, all of it and in a new process, and compare.

    Parameters
    ----------
    course : Course
        The course as it is now.
    store : Store
        What holds the modules that were handed in, and the marks.
    shown : Published
        The line of the gradebook to audit.
    setup : GraderSetup
        How to open a grader; for the exercises that the line has.

    Raises
    ------
    StoreError
        If the store has lost something of it.
    """
    submission = Submission(
        shown.result.student, shown.result.source, store.modules(shown.submission)
    )
    kept = store.marks([mark.key for mark in shown.marks])
    if len(kept) < len(shown.marks) or not submission.modules:
        raise StoreError(f"the store has lost a part of {submission.student}'s result")
    before = tuple(scaled(kept[mark.key].result, mark.possible) for mark in shown.marks)
    with setup.open() as grader:
        result = grader.grade_submission(submission)
    return Audit(
        student=submission.student,
        digest=shown.submission,
        before=replace(shown.result, exercises=before).total,
        after=result.total if result.status is SubmissionStatus.GRADED else None,
        checks=_compared(_today(course, before), result),
        changed=_changed(course, submission, setup, list(kept.values())),
        fault=result.fault if result.status is SubmissionStatus.UNGRADED else "",
    )


def _today(course: Course, exercises: Sequence[ExerciseResult]) -> tuple[ExerciseResult, ...]:
    """Return marks under today's points: an audit is about what was found."""
    return tuple(scaled(item, course.exercise(item.exercise).points) for item in exercises)


def _compared(
    before: Sequence[ExerciseResult], result: SubmissionResult
) -> tuple[AuditedCheck, ...]:
    old = {(item.exercise, check.check): check for item in before for check in item.checks}
    new = {
        (item.exercise, check.check): check for item in result.exercises for check in item.checks
    }
    return tuple(
        AuditedCheck(*name, old.get(name), new.get(name)) for name in dict.fromkeys([*old, *new])
    )


def _changed(
    course: Course, submission: Submission, setup: GraderSetup, kept: Sequence[StoredMark]
) -> tuple[str, ...]:
    exercises = [course.exercise(name) for name in setup.exercises]
    content = CourseContent(course, exercises, setup)
    found: dict[str, None] = {}
    for item in kept:
        now = content.parts(submission, item.result.exercise)
        found |= dict.fromkeys(changed_parts(item.parts, now))
    return tuple(found)


def _verdict(check: CheckResult | None) -> object:
    if check is None:
        return None
    known = check.outcome.misconception
    return check.outcome.status, check.points, known and known.id
