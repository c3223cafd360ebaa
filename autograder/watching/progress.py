"""The progress of each exercise, as the last runs of its checks reported it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from autograder.checking.outcome import CheckStatus, Lines
from autograder.course import Exercise

__all__ = ["ExerciseProgress", "Progress", "WatchedCheck"]

# In the order of pytest's summary: the most urgent first.
_FIRST: Final = (CheckStatus.ERROR, CheckStatus.FAIL, CheckStatus.TODO, CheckStatus.BLOCKED)
_STATUSES: Final = {status.value: status for status in CheckStatus}


@dataclass(frozen=True)
class WatchedCheck:
    """One check; `status` is None while it has not been run.

    Attributes
    ----------
    name, sentence : str
        The check's name and sentence.
    status : CheckStatus or None
        How it ended.
    note : str
        What to write, what blocks the check, or what went wrong.
    lines : Lines or None
        The four lines of a failure.
    printed : str
        The last output of the student's code in it.
    """

    name: str
    sentence: str
    status: CheckStatus | None = None
    note: str = ""
    lines: Lines | None = None
    printed: str = ""


@dataclass(frozen=True)
class ExerciseProgress:
    """One exercise.

    Attributes
    ----------
    id : str
        The exercise's.
    checks : tuple of WatchedCheck
        In the order in which they run; empty before the first run.
    is_running : bool
        Whether it is running again; the rest of this then predates the last save.
    problem : str
        Why its last run did not finish; empty if it did.
    """

    id: str
    checks: tuple[WatchedCheck, ...] = ()
    is_running: bool = False
    problem: str = ""

    @property
    def right(self) -> int:
        """How many checks pass."""
        return self.count(CheckStatus.PASS)

    @property
    def is_right(self) -> bool:
        """Whether all checks pass that were not skipped, at least one."""
        ran = len(self.checks) - self.count(CheckStatus.SKIPPED)
        return bool(self.right) and not self.problem and self.right == ran

    @property
    def is_skipped(self) -> bool:
        """Whether every check was skipped: an extra whose packages are not installed."""
        return bool(self.checks) and self.count(CheckStatus.SKIPPED) == len(self.checks)

    def count(self, state: CheckStatus | None) -> int:
        """Return how many checks have this status."""
        return sum(check.status is state for check in self.checks)


class Progress:
    """All watched exercises, and the one that the student is working on.

    Parameters
    ----------
    exercises : sequence of Exercise
        In course order.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self._all = {exercise.id: ExerciseProgress(exercise.id) for exercise in exercises}
        self._focus = ""

    @property
    def exercises(self) -> tuple[ExerciseProgress, ...]:
        """All of them, in course order."""
        return tuple(self._all.values())

    @property
    def focus(self) -> ExerciseProgress:
        """The exercise that was saved last; before the first save, the next one to work on."""
        if self._focus in self._all:
            return self._all[self._focus]
        found = self.next
        return found[0] if found else self.exercises[0]

    @property
    def next(self) -> tuple[ExerciseProgress, WatchedCheck] | None:
        """The next check to look at: in the exercise at work, or in the first unfinished one."""
        at_work = [self._all[self._focus]] if self._focus in self._all else []
        return _first(at_work) or _first(self.exercises)

    def begin(self, exercises: Iterable[Exercise], saved: str = "") -> None:
        """Note that these run now, because the exercise `saved` was saved."""
        if saved in self._all:
            self._focus = saved
        wanted = {exercise.id for exercise in exercises}
        for name, known in self._all.items():
            self._all[name] = replace(known, is_running=known.is_running or name in wanted)

    def collected(self, checks: Iterable[Mapping[str, str]]) -> None:
        """Note which checks there are; their last known status predates the save."""
        fresh: dict[str, list[WatchedCheck]] = {}
        for told in checks:
            one = WatchedCheck(told["check"], told["sentence"])
            fresh.setdefault(told["exercise"], []).append(one)
        for name, own in fresh.items():
            if name in self._all:
                self._all[name] = ExerciseProgress(name, tuple(own), is_running=True)

    def ended(self, told: Mapping[str, Any]) -> bool:
        """Note how a check ended; tell whether it was the last of its exercise."""
        known = self._all.get(told["exercise"])
        if known is None:
            return False
        checks = tuple(
            _ended(check, told) if check.name == told["check"] else check for check in known.checks
        )
        is_running = any(check.status is None for check in checks)
        self._all[known.id] = replace(known, checks=checks, is_running=is_running)
        return not is_running

    def stopped(self, problem: str, culprit: str = "") -> None:
        """Note that the run did not finish: in `culprit`, or in everything that was left."""
        for name, known in self._all.items():
            if known.is_running:
                why = problem if name == culprit or not culprit else "not run"
                self._all[name] = replace(known, is_running=False, problem=why)

    def over(self) -> None:
        """Note that the run is over; an exercise without any report has no checks."""
        for name, known in self._all.items():
            if known.is_running and all(check.status is not None for check in known.checks):
                # Its last known status predates the save.
                self._all[name] = ExerciseProgress(name, problem="its checks were not found")
        self.stopped("not run to the end")


def _ended(check: WatchedCheck, told: Mapping[str, Any]) -> WatchedCheck:
    lines = told["lines"]
    return replace(
        check,
        # A handout of another version may have more statuses.
        status=_STATUSES.get(told["state"], CheckStatus.ERROR),
        note=told["note"],
        lines=Lines(*lines) if lines else None,
        printed=told["printed"],
    )


def _first(exercises: Iterable[ExerciseProgress]) -> tuple[ExerciseProgress, WatchedCheck] | None:
    found = [(exercise, check) for exercise in exercises for check in exercise.checks]
    return next((pair for status in _FIRST for pair in found if pair[1].status is status), None)
