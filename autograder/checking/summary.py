"""The end of a student's pytest: hints, a line an exercise, and the next step."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.checking.check import CourseCheck, points_earned
from autograder.checking.outcome import IN_FLOAT32, WORDS, CheckStatus, KitFault, Outcome
from autograder.course import Course, Exercise

__all__ = ["CheckLine", "next_hints", "summary_lines"]

_CACHE_KEY: Final = "nudge/hints"


@dataclass(frozen=True)
class CheckLine:
    """One check of the run and how it ended; None if it was not reached."""

    check: CourseCheck
    outcome: Outcome | None

    @property
    def status(self) -> CheckStatus | None:
        """How it ended."""
        return self.outcome.status if self.outcome else None


def summary_lines(
    course: Course, lines: Sequence[CheckLine], points: Callable[[Exercise], float]
) -> Iterator[str]:
    """Yield the summary.

    Parameters
    ----------
    course : Course
        Gives the order of the exercises.
    lines : sequence of CheckLine
        All checks of the run.
    points : callable
        The points of all checks of an exercise, those included that are not in this run.
    """
    width = max(len(exercise.id) for exercise in course.exercises)
    earned_in_all = possible_in_all = kept_in_all = 0.0
    for exercise in course.exercises:
        own = [line for line in lines if line.check.exercise.id == exercise.id]
        if not own:
            continue
        try:
            scale = exercise.points / points(exercise)
        except KitFault:
            # Without its answer key nobody knows what one of its checks is worth.
            yield f"{exercise.id:<{width}}  {_statuses(own)}"
            continue
        if exercise.extra:
            yield f"{exercise.id:<{width}}  {'extra':<21}  {_statuses(own)}"
            continue
        possible = scale * sum(line.check.declared.points for line in own)
        earned = scale * points_earned([(line.check.declared, line.outcome) for line in own])
        earned_in_all += earned
        possible_in_all += possible
        kept_in_all += exercise.points - possible
        yield f"{exercise.id:<{width}}  {_points(earned, possible)}  {_statuses(own)}"
    if not all(line.check.exercise.extra for line in lines):
        yield f"{'all of these':<{width}}  {_points(earned_in_all, possible_in_all)}"
    if kept_in_all > 0.005:
        yield f"{_short(kept_in_all)} more points are in checks that are not in this run."
    yield from _skipped(lines)
    yield from _in_float32(lines)
    yield from _next_step(lines)


def _points(earned: float, possible: float) -> str:
    return f"{_short(earned):>5} of {_short(possible):>5} points"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _statuses(lines: Iterable[CheckLine]) -> str:
    """Say how one exercise stands: `done`, or how many checks are not."""
    states = [line.status for line in lines]
    if all(state is CheckStatus.PASS for state in states):
        return "done"
    if all(state is CheckStatus.TODO for state in states):
        return "to write"
    words = {**WORDS, CheckStatus.ERROR: "not checked: a fault of the kit", None: "not run"}
    counted = ((states.count(state), word) for state, word in words.items())
    return ", ".join(f"{count} {word}" for count, word in counted if count)


def _skipped(lines: Sequence[CheckLine]) -> Iterator[str]:
    """Name once each package that is missing."""
    outcomes = (line.outcome for line in lines)
    notes = (found.note for found in outcomes if found and found.status is CheckStatus.SKIPPED)
    yield from (f"skipped: {note}" for note in dict.fromkeys(notes))


def _in_float32(lines: Sequence[CheckLine]) -> Iterator[str]:
    """Remark once on each exercise whose numbers have float32's accuracy."""
    found = (line.check.exercise.id for line in lines if line.outcome and line.outcome.in_float32)
    yield from (f"{name}: {IN_FLOAT32}" for name in dict.fromkeys(found))


def _next_step(lines: Sequence[CheckLine]) -> Iterator[str]:
    """Point at the first thing to fix or, if nothing is wrong, to write."""
    for state in (CheckStatus.ERROR, CheckStatus.FAIL, CheckStatus.TODO, CheckStatus.BLOCKED):
        for line in lines:
            if line.status is state and line.outcome is not None:
                exercise, note = line.check.exercise, line.outcome.note
                # The note begins with the exercise to look at.
                short = note[:3] if state is CheckStatus.BLOCKED else exercise.short
                yield f"next: {exercise.id}: {note or line.check.declared.sentence}"
                yield f"      pytest -k {short}   or for a hint   pytest --hint {short}"
                return
    states = {line.status for line in lines}
    if states <= {CheckStatus.PASS, CheckStatus.SKIPPED}:
        ran = CheckStatus.PASS in states
        yield f"next: nothing; {'every check here passes' if ran else 'no check could be run'}."


def next_hints(exercise: Exercise, cache: Any) -> list[str]:
    """Return the hints shown so far and one more, as lines to print.

    Parameters
    ----------
    exercise : Exercise
        Whose hints to show.
    cache : pytest.Cache or None
        Where the number of hints shown is kept; without it only the first is ever shown.
    """
    shown: dict[str, int] = dict(cache.get(_CACHE_KEY, {})) if cache is not None else {}
    level = min(shown.get(exercise.id, 0) + 1, len(exercise.hints))
    if cache is not None:
        cache.set(_CACHE_KEY, {**shown, exercise.id: level})
    lines = [f"{exercise.id}: {exercise.goal}"]
    for number, hint in enumerate(exercise.hints[:level], start=1):
        lines.append(f"  hint {number} of {len(exercise.hints)}  {hint}")
    if level < len(exercise.hints):
        lines.append(f"  ask again for one more: pytest --hint {exercise.short}")
    else:
        lines.append("  that was the last one; a person can help from here")
    return lines
