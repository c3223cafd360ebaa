"""Looking up in the store what it has of each entry, and which marks are missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.course import Course
from autograder.grading.content_key import CourseContent, SubmissionContent, key_of, under_load
from autograder.grading.grader import refused, ungraded
from autograder.grading.intake import Entry, Readings, Submission, read_submission
from autograder.grading.results import (
    MOST_UNDER_LOAD,
    ExerciseResult,
    SubmissionResult,
    graded_again,
)
from autograder.grading.store import Store, StoredMark

__all__ = ["LookedUp", "look_up"]


@dataclass(frozen=True)
class LookedUp:
    """A submission and what is known of it without grading.

    Attributes
    ----------
    submission : Submission
        The submission.
    content : SubmissionContent or None
        The content of its marks; None if the kit failed to read it.
    result : SubmissionResult or None
        Its result, without its marks; None if its marks are the first.
    is_stored : bool
        Whether the store has this result.
    marks : mapping of str to StoredMark
        The stored marks, by exercise; also those that are graded again.
    missing : tuple of str
        The exercises to grade.
    """

    submission: Submission
    content: SubmissionContent | None
    result: SubmissionResult | None
    is_stored: bool = False
    marks: Mapping[str, StoredMark] = field(default_factory=dict)
    missing: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[ExerciseResult, ...]:
        """The marks that need no grading."""
        return tuple(mark.result for name, mark in self.marks.items() if name not in self.missing)


def look_up(
    course: Course,
    content: CourseContent,
    store: Store,
    entries: Sequence[Entry],
    names: Mapping[str, Sequence[str]],
    readings: Readings,
) -> Iterator[LookedUp]:
    """Read one entry after the other, and yield it with what the store has of it.

    Parameters
    ----------
    course : Course
        The course.
    content : CourseContent
        The contents that all marks rest on.
    store : Store
        The results store.
    entries : sequence of Entry
        The entries.
    names : mapping of str to sequence of str
        By exercise, the names of its functions.
    readings : Readings
        The processes that open archives and notebooks.

    Raises
    ------
    StoreError
        If the store is damaged.
    """
    extras = frozenset(exercise.id for exercise in course.exercises if exercise.extra)
    for entry in entries:
        submission = Submission(entry.student, entry.source)
        try:
            submission = read_submission(entry, names, readings, extras)
        except Exception as error:
            yield LookedUp(submission, None, ungraded(submission, error))
            continue
        own = content.of(submission)
        if submission.problem:
            is_stored = store.submission(own.digest) is not None
            yield LookedUp(submission, own, refused(submission), is_stored)
        else:
            yield _with_marks(store, submission, own)


def _with_marks(store: Store, submission: Submission, content: SubmissionContent) -> LookedUp:
    marks = _marks(store, content.keys.values())
    if len(marks) < len(content.parts):
        marks = _marks(store, map(key_of, content.parts_together.values())) | marks
    stored = store.submission(content.digest)
    if marks and stored is None:
        raise store.damaged(f"the submission {content.digest[:12]} is missing")
    if stored is not None and len(marks) < len(content.parts):
        marks = _marks_under_load(store, content) | marks
    again = graded_again({name: mark.result for name, mark in marks.items()})
    missing = tuple(name for name in content.parts if name not in marks or name in again)
    return LookedUp(submission, content, stored, stored is not None, marks, missing)


def _marks_under_load(store: Store, content: SubmissionContent) -> dict[str, StoredMark]:
    """Return the marks that load may have lowered, each as it was graded last."""
    marks: dict[str, StoredMark] = {}
    names = set(content.parts)
    for times in range(1, MOST_UNDER_LOAD + 1):
        parts = [
            together[name] for together in (content.parts, content.parts_together) for name in names
        ]
        found = _marks(store, [key_of(under_load(own, times)) for own in parts])
        marks |= found
        names = set(found)
        if not names:
            break
    return marks


def _marks(store: Store, keys: Iterable[str]) -> dict[str, StoredMark]:
    """Return the stored marks among `keys`, by exercise."""
    return {mark.result.exercise: mark for mark in store.marks([*keys]).values()}
