"""Running a course's checks on one submission after another, with bounded memory."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from autograder.checking.check import CourseCheck, load_checks
from autograder.checking.context import CheckContext
from autograder.checking.run import run_check
from autograder.course import Course, Exercise
from autograder.grading.results import CheckResult
from autograder.reference.hidden import hidden_lines

__all__ = ["CheckRunner", "GradedCheck", "graded_checks", "memory_limit"]

# A frame of 64 MB is copied some ten times on its way in, through a supplied function and out.
_MOST_MEMORY: Final = 2048 * 2**20


@dataclass(frozen=True)
class GradedCheck:
    """A check with its place in grading, the same for every submission.

    Attributes
    ----------
    check : CourseCheck
        The check.
    hidden : bool
        Whether it is kept out of handouts.
    possible : float
        Its points in the course.
    """

    check: CourseCheck
    hidden: bool
    possible: float


class CheckRunner:
    """Runs the checks of a course, which it reads once.

    Parameters
    ----------
    course : Course
        The course whose checks to read.
    exercises : sequence of Exercise
        The exercises wanted.

    Raises
    ------
    KitFault
        If a check file cannot be read.
    """

    def __init__(self, course: Course, exercises: Sequence[Exercise]) -> None:
        self._checks = {exercise.id: graded_checks(course, exercise) for exercise in exercises}

    def run(
        self,
        context: CheckContext,
        exercises: Sequence[Exercise],
        before_hidden: Callable[[], None] = lambda: None,
        lost_to_load: Callable[[], int] = lambda: 0,
    ) -> tuple[CheckResult, ...]:
        """Run the checks of `exercises` and return how each ended, in course order.

        All public checks run first, so that a student's code cannot show in a public check what it
        saw in a hidden one.

        Parameters
        ----------
        context : CheckContext
            The submission.
        exercises : sequence of Exercise
            The exercises to check.
        before_hidden : callable
            Called when the hidden checks begin.
        lost_to_load : callable
            Returns how many calls were lost so far that the machine's load may have cost.
        """
        wanted = {exercise.id for exercise in exercises}
        checks = [one for name, own in self._checks.items() if name in wanted for one in own]
        # By place: the hash of a check would go through all that its exercise says.
        places = list(enumerate(checks))
        ask = partial(_result, context=context, lost_to_load=lost_to_load)
        public = {at: ask(one) for at, one in places if not one.hidden}
        if len(public) < len(checks):
            before_hidden()
        results = public | {at: ask(one) for at, one in places if one.hidden}
        return tuple(results[at] for at, _ in places)


def graded_checks(course: Course, exercise: Exercise) -> tuple[GradedCheck, ...]:
    """Return the checks of an exercise in file order, hidden ones included.

    Raises
    ------
    KitFault
        If the check file cannot be read.
    """
    checks = load_checks(course, exercise)
    hidden = hidden_lines(course.checks(exercise))
    points = sum(check.declared.points for check in checks)
    return tuple(
        GradedCheck(
            check,
            hidden=check.function.__code__.co_firstlineno in hidden,
            possible=exercise.points * check.declared.points / points,
        )
        for check in checks
    )


def _result(
    graded: GradedCheck, context: CheckContext, lost_to_load: Callable[[], int]
) -> CheckResult:
    check = graded.check
    begun, lost_before = time.perf_counter(), lost_to_load()
    outcome = run_check(check, context)
    return CheckResult(
        exercise=check.exercise.id,
        check=check.name,
        sentence=check.declared.sentence,
        hidden=graded.hidden,
        possible=graded.possible,
        outcome=outcome,
        seconds=time.perf_counter() - begun,
        met_load=lost_to_load() > lost_before,
    )


@contextlib.contextmanager
def memory_limit() -> Iterator[None]:
    """Limit this process, inside the block, to 2 GB more than it has.

    A student chooses the shapes that the trusted side computes with. A column and a row of a
    megabyte each are harmless, but their product has a terabyte. With the limit it raises
    MemoryError and the machine goes on. Linux alone has such a limit.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + _MOST_MEMORY
    if soft != resource.RLIM_INFINITY:
        most = min(soft, most)
    # The hard limit stays, so that there is a way back.
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
