"""What is known of each exercise: what the last runs of its checks told, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from autograder.checking.outcome import CheckStatus, Lines
from autograder.course import Exercise

__all__ = ["ExerciseStanding", "Progress", "WatchedCheck"]

# As in the summary of pytest: what to look at first.
_FIRST: Final = (CheckStatus.ERROR, CheckStatus.FAIL, CheckStatus.TODO, CheckStatus.BLOCKED)


@dataclass(frozen=True)
class WatchedCheck:
    """One check; `status` is None while it has not been run.

    Attributes
    ----------
    name, sentence : str
        The check's own.
    status : CheckStatus or None
        How it ended.
    note : str
        What is to be written, what blocks, or what went wrong.
    lines : Lines or None
        The four lines of a failure.
    printed : str
        The end of what student code printed in it.
    """

    name: str
    sentence: str
    status: CheckStatus | None = None
    note: str = ""
    lines: Lines | None = None
    printed: str = ""


@dataclass(frozen=True)
class ExerciseStanding:
    """One exercise.

    Attributes
    ----------
    id : str
        The exercise's.
    checks : tuple of WatchedCheck
        In the order in which they run; empty before the first run.
    is_running : bool
        Whether it is being run again, so that this is of before the last save.
    problem : str
        Why the last run of it came to no end; empty if it did.
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
        """Whether all checks pass that were not skipped, and one does."""
        ran = len(self.checks) - self.count(CheckStatus.SKIPPED)
        return bool(self.right) and not self.problem and self.right == ran

    @property
    def is_skipped(self) -> bool:
        """Whether no check could be run here: an extra's, whose packages are not installed."""
        return bool(self.checks) and self.count(CheckStatus.SKIPPED) == len(self.checks)

    def count(self, state: CheckStatus | None) -> int:
        """Return how many checks are in this state."""
        return sum(check.status is state for check in self.checks)


class Progress:
    """All exercises that are watched, and in which of them the student is at work.

    Parameters
    ----------
    exercises : sequence of Exercise
        In course order.
    """

    def __init__(self, exercises: Sequence[Exercise]) -> None:
        self._all = {exercise.id: ExerciseStanding(exercise.id) for exercise in exercises}
        self._focus = ""

    @property
    def exercises(self) -> tuple[ExerciseStanding, ...]:
        """All of them, in course order."""
        return tuple(self._all.values())

    @property
    def focus(self) -> ExerciseStanding:
        """The exercise that was saved last; before the first save, the one to go on with."""
        if self._focus in self._all:
            return self._all[self._focus]
        found = self.next
        return found[0] if found else self.exercises[0]

    @property
    def next(self) -> tuple[ExerciseStanding, WatchedCheck] | None:
        """What to look at next: in the exercise at work if there is something, or the first."""
        at_work = [self._all[self._focus]] if self._focus in self._all else []
        return _first(at_work) or _first(self.exercises)

    def begin(self, exercises: Iterable[Exercise], saved: str = "") -> None:
        """Note that these are run now, because of a save in the exercise `saved`."""
        if saved in self._all:
            self._focus = saved
        wanted = {exercise.id for exercise in exercises}
        for name, known in self._all.items():
            self._all[name] = replace(known, is_running=known.is_running or name in wanted)

    def collected(self, checks: Iterable[Mapping[str, str]]) -> None:
        """Note which checks there are; what was known of them is of before the save."""
        fresh: dict[str, list[WatchedCheck]] = {}
        for told in checks:
            one = WatchedCheck(told["check"], told["sentence"])
            fresh.setdefault(told["exercise"], []).append(one)
        for name, own in fresh.items():
            if name in self._all:
                self._all[name] = ExerciseStanding(name, tuple(own), is_running=True)

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
        """Note that the run came to no end: in `culprit`, or in all that it had still to do."""
        for name, known in self._all.items():
            if known.is_running:
                why = problem if name == culprit or not culprit else "not run"
                self._all[name] = replace(known, is_running=False, problem=why)

    def over(self) -> None:
        """Note that the run is over; an exercise of which nothing was told has no checks."""
        for name, known in self._all.items():
            if known.is_running and all(check.status is not None for check in known.checks):
                # What was known of it is of before the save.
                self._all[name] = ExerciseStanding(name, problem="its checks were not found")
        self.stopped("not run to the end")


def _ended(check: WatchedCheck, told: Mapping[str, Any]) -> WatchedCheck:
    lines = told["lines"]
    return replace(
        check,
        status=_status(told["state"]),
        note=told["note"],
        lines=Lines(*lines) if lines else None,
        printed=told["printed"],
    )


def _status(word: str) -> CheckStatus:
    try:
        return CheckStatus(word)
    except ValueError:
        return CheckStatus.ERROR  # a handout of another version may know more states


def _first(exercises: Iterable[ExerciseStanding]) -> tuple[ExerciseStanding, WatchedCheck] | None:
    found = [(exercise, check) for exercise in exercises for check in exercise.checks]
    return next((pair for status in _FIRST for pair in found if pair[1].status is status), None)
