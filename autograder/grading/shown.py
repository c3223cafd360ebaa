"""The gradebook that was last written, from the store, with every mark."""

from dataclasses import dataclass, replace

from autograder.grading.results import SubmissionResult
from autograder.grading.scaling import scaled
from autograder.grading.store import Published, Store, StoreError

__all__ = ["PublishedResult", "last_gradebook"]


@dataclass(frozen=True)
class PublishedResult:
    """One line of a gradebook.

    Attributes
    ----------
    result : SubmissionResult
        The submission with its exercises.
    submission : str
        The digest of what was handed in; empty if it is ungraded.
    """

    result: SubmissionResult
    submission: str


def last_gradebook(store: Store) -> tuple[PublishedResult, ...]:
    """Return the results that `nudge grade` last showed, by student.

    Raises
    ------
    StoreError
        If the store has lost a mark.
    """
    return tuple(_whole(store, shown) for shown in store.published())


def _whole(store: Store, shown: Published) -> PublishedResult:
    kept = store.marks([mark.key for mark in shown.marks])
    exercises = []
    for mark in shown.marks:
        if mark.key not in kept:
            raise StoreError(
                f"the store has lost the mark {mark.key[:12]} of {mark.exercise}; grade again"
            )
        exercises.append(scaled(kept[mark.key].result, mark.possible))
    return PublishedResult(replace(shown.result, exercises=tuple(exercises)), shown.submission)
