"""Running a course's checks on one submission after another."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from autograder.checking.check import CourseCheck, load_checks
from autograder.checking.context import CheckContext
from autograder.checking.run import run_check
from autograder.course import Course, Exercise
from autograder.grading.results import CheckResult
from autograder.reference.hidden import hidden_lines

__all__ = ["CheckRunner", "GradedCheck", "graded_checks"]


@dataclass(frozen=True)
class GradedCheck:
    """A check as grading knows it, the same for every submission.

    Attributes
    ----------
    check : CourseCheck
        The check.
    hidden : bool
        Whether no student gets it.
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
    ) -> tuple[CheckResult, ...]:
        """Run the checks of `exercises` and return how each ended, in course order.

        All public checks run first, so that nothing a student's code saw in a hidden one can
        show in a public one.

        Parameters
        ----------
        context : CheckContext
            The submission.
        exercises : sequence of Exercise
            The exercises to check.
        before_hidden : callable
            Told when the hidden checks begin.
        """
        wanted = {exercise.id for exercise in exercises}
        checks = [one for name, own in self._checks.items() if name in wanted for one in own]
        public = {one.check: _result(one, context) for one in checks if not one.hidden}
        if len(public) < len(checks):
            before_hidden()
        hidden = {one.check: _result(one, context) for one in checks if one.hidden}
        results = public | hidden
        return tuple(results[one.check] for one in checks)


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


def _result(graded: GradedCheck, context: CheckContext) -> CheckResult:
    check = graded.check
    begun = time.perf_counter()
    outcome = run_check(check, context)
    return CheckResult(
        exercise=check.exercise.id,
        check=check.name,
        sentence=check.declared.sentence,
        hidden=graded.hidden,
        possible=graded.possible,
        outcome=outcome,
        seconds=time.perf_counter() - begun,
    )
