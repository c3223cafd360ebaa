"""Running a course's checks on one submission after another, each of them bounded."""

import time
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from autograder.checking.check import CourseCheck, load_checks
from autograder.checking.container import paid_once
from autograder.checking.context import CheckContext
from autograder.checking.outcome import CheckStatus
from autograder.checking.run import TOOK_TOO_MUCH_MEMORY, run_check, unchecked, with_names
from autograder.course import Course, Exercise
from autograder.grading.bounded import Lost, RunBounds
from autograder.grading.results import CheckResult
from autograder.reference.hidden import hidden_lines

__all__ = ["CheckRunner", "GradedCheck", "graded_checks"]

_NAMES: Final = "names of mistakes"


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
        bounds: RunBounds | None = None,
        lost_to_load: Callable[[], int] = lambda: 0,
        only: Container[str] | None = None,
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
        bounds : RunBounds, optional
            How the checks are bounded; without it they are not.
        lost_to_load : callable
            Returns how many calls were lost so far that the machine's load may have cost.
        only : container of str, optional
            The names of the checks to run; by default all.
        """
        bounds = bounds or RunBounds()
        wanted = {exercise.id for exercise in exercises}
        checks = [
            one
            for name, own in self._checks.items()
            if name in wanted
            for one in own
            if only is None or one.check.name in only
        ]
        # By place: the hash of a check would go through all that its exercise says.
        places = list(enumerate(checks))

        def ask(one: GradedCheck) -> CheckResult:
            result = _result(one, context, bounds, lost_to_load)
            if result.outcome.in_float32:  # known from a process that was lost, perhaps
                context.note_float32(result.exercise)
            return result

        public = {at: ask(one) for at, one in places if not one.hidden}
        if len(public) < len(checks):
            before_hidden()
        results = public | {at: ask(one) for at, one in places if one.hidden}
        ordered = [results[at] for at, _ in places]
        if only is not None:
            # Checks that are asked again are put together with the others of their exercise first.
            return tuple(ordered)
        return self.paid(
            [
                result
                for exercise in _exercises_of(checks)
                for result in _with_names(
                    exercise,
                    [one for one in ordered if one.exercise == exercise.id],
                    context,
                    bounds,
                )
            ]
        )

    def paid(self, results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
        """Return results in which each exercise has paid once for right numbers in containers."""
        if not any(result.outcome.met_container for result in results):
            return tuple(results)
        paid: list[CheckResult] = []
        for exercise, group in groupby(results, lambda result: result.exercise):
            declared = {one.check.name: one.check.declared for one in self._checks[exercise]}
            points = sum(one.points for one in declared.values())
            own = list(group)
            outcomes = paid_once(
                [result.outcome for result in own],
                [declared[result.check].points / points for result in own],
            )
            paid += [
                replace(result, outcome=outcome)
                for result, outcome in zip(own, outcomes, strict=True)
            ]
        return tuple(paid)


def _exercises_of(checks: Sequence[GradedCheck]) -> tuple[Exercise, ...]:
    """Return the exercises of some checks, in their order."""
    return tuple({one.check.exercise.id: one.check.exercise for one in checks}.values())


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


def _with_names(
    exercise: Exercise, results: Sequence[CheckResult], context: CheckContext, bounds: RunBounds
) -> Sequence[CheckResult]:
    """Return an exercise's results with the names of mistakes: bounded work like a check.

    Where a process was lost before, its calls are, too, and nobody knows what they say about a
    mistake.
    """
    failed = [one for one in results if one.outcome.status is CheckStatus.FAIL]
    key = (exercise.id, _NAMES, bounds.run)
    about = bounds.run if bounds.together else key
    journal = bounds.journal
    if not failed:
        return results
    found = journal.known(key, about)
    if isinstance(found, Lost):
        return results
    if found is None:
        before = journal.progress.settled
        if any((one.exercise, one.check, bounds.run) in before for one in results):
            return results
        outcomes = {one.check: one.outcome for one in results}
        more = bounds.more_seconds + exercise.limits.judging_seconds * (len(failed) - 1)
        with journal.bounded(key, about, exercise.limits, more):
            found = with_names(exercise, outcomes, context)
        journal.finish(found)
    return [replace(one, outcome=found[one.check]) for one in results]


def _result(
    graded: GradedCheck, context: CheckContext, bounds: RunBounds, lost_to_load: Callable[[], int]
) -> CheckResult:
    """Run one check within its bounds, or take its result from an earlier process."""
    check, journal = graded.check, bounds.journal
    name = (check.exercise.id, check.name)
    key, about = (*name, bounds.run), bounds.run if bounds.together else name
    known = journal.known(key, about)
    if isinstance(known, CheckResult):
        return known
    begun, lost_before = time.perf_counter(), lost_to_load()
    if isinstance(known, Lost):
        outcome = unchecked(known.why)
    else:
        with journal.bounded(key, about, check.exercise.limits, bounds.more_seconds):
            outcome = run_check(check, context)
        if outcome == unchecked(TOOK_TOO_MUCH_MEMORY):
            known = Lost(key, TOOK_TOO_MUCH_MEMORY)
    result = CheckResult(
        exercise=check.exercise.id,
        check=check.name,
        sentence=check.declared.sentence,
        hidden=graded.hidden,
        possible=graded.possible,
        group=check.declared.group,
        outcome=outcome,
        seconds=time.perf_counter() - begun,
        met_load=lost_to_load() > lost_before or (isinstance(known, Lost) and known.is_killed),
    )
    journal.finish(known or result)
    return result
