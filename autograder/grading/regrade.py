"""Two gradebooks compared: whose mark moves, by how much, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.grading.content_key import changed_parts
from autograder.grading.results import ExerciseResult, SubmissionStatus
from autograder.grading.scaling import scaled
from autograder.grading.store import Mark, Published, Store, StoredMark, StoreError

__all__ = ["Flip", "Move", "StudentMove", "moves"]


@dataclass(frozen=True)
class Flip:
    """A check that ends otherwise than before; None where the check is new or gone."""

    check: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Move:
    """One exercise of one student that ends otherwise than before.

    Attributes
    ----------
    exercise : str
        Its id.
    before, after : float or None
        The points; None where there is no mark.
    flips : tuple of Flip
        Which checks.
    why : tuple of str
        What changed of all that the mark rests on, a phrase each.
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
        The totals; None where there is none.
    note : str
        What became of the submission as a whole, if that changed.
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
    """Return what moves between two gradebooks, by student; empty if nothing does.

    Parameters
    ----------
    store : Store
        Where both have their marks.
    before, after : sequence of Published
        The gradebooks.

    Raises
    ------
    StoreError
        If the store has lost a mark.
    """
    old = {shown.result.student: shown for shown in before}
    new = {shown.result.student: shown for shown in after}
    found = []
    for student in sorted(old.keys() | new.keys()):
        move = _student_move(store, student, old.get(student), new.get(student))
        if move.note or move.exercises:
            found.append(move)
    return tuple(found)


def _student_move(
    store: Store, student: str, before: Published | None, after: Published | None
) -> StudentMove:
    old, new = _marks(store, before), _marks(store, after)
    exercises = []
    for name in dict.fromkeys([*old, *new]):
        move = _move(name, old.get(name), new.get(name))
        if move.before != move.after or move.flips:
            exercises.append(move)
    return StudentMove(
        student, _total(before, old), _total(after, new), _note(before, after), tuple(exercises)
    )


def _marks(store: Store, shown: Published | None) -> dict[str, StoredMark]:
    """Return the marks of one line of a gradebook, under the points that it had."""
    if shown is None:
        return {}
    return {mark.exercise: _found(store, mark) for mark in shown.marks}


def _found(store: Store, mark: Mark) -> StoredMark:
    kept = store.marks([mark.key]).get(mark.key)
    if kept is None:
        raise StoreError(f"the store has lost the mark {mark.key[:12]} of {mark.exercise}")
    return StoredMark(kept.parts, scaled(kept.result, mark.possible))


def _move(name: str, before: StoredMark | None, after: StoredMark | None) -> Move:
    return Move(
        name,
        None if before is None else before.result.points,
        None if after is None else after.result.points,
        _flips(before, after),
        _why(before, after),
    )


def _flips(before: StoredMark | None, after: StoredMark | None) -> tuple[Flip, ...]:
    if before is None or after is None:
        return ()
    old, new = _states(before.result), _states(after.result)
    return tuple(
        Flip(check, old.get(check), new.get(check))
        for check in dict.fromkeys([*old, *new])
        if old.get(check) != new.get(check)
    )


def _states(exercise: ExerciseResult) -> Mapping[str, str]:
    return {check.check: check.outcome.status.value for check in exercise.checks}


def _why(before: StoredMark | None, after: StoredMark | None) -> tuple[str, ...]:
    if before is None:
        return ("it was not graded before",)
    if after is None:
        return ("it is not graded now",)
    why = list(changed_parts(before.parts, after.parts))
    if before.result.possible != after.result.possible:
        why.append(
            f"course.toml gives it {after.result.possible:g} points in place of "
            f"{before.result.possible:g}"
        )
    if before.result.supplied != after.result.supplied:
        named = ", ".join(after.result.supplied) or "no earlier exercise"
        why.append(f"{named} was supplied right this time")
    return tuple(why)


def _total(shown: Published | None, marks: Mapping[str, StoredMark]) -> float | None:
    if shown is None or shown.result.status is SubmissionStatus.UNGRADED:
        return None
    return round(sum(kept.result.points for kept in marks.values()), 2)


def _note(before: Published | None, after: Published | None) -> str:
    if before is None:
        return "is new"
    if after is None:
        return "is no longer among the submissions"
    old, new = before.result, after.result
    if (old.status, old.reason) == (new.status, new.reason):
        return ""
    said = f": {new.reason}" if new.reason else ""
    return f"was {old.status.value}, is {new.status.value}{said}"
