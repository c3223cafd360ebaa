"""The points that an attack may keep: those of the checks that it does not ruin."""

import functools
from collections.abc import Mapping
from dataclasses import replace

from autograder.checking.outcome import CheckStatus, Outcome
from autograder.course import Course
from autograder.grading.results import CheckResult, ExerciseResult
from autograder.packaging.notebook.groups import CheckNeeds, needs_of
from autograder.reference.sources import Sources
from tests.attacks.registry import EVERYTHING, Attack

__all__ = ["kept"]


def kept(course: Course, attack: Attack) -> tuple[float, float]:
    """Return the least and the most points that an attack has in its exercise.

    They are equal, except where the moment decides which of its own checks it ruins.

    Raises
    ------
    ValueError
        If it names something that the exercise does not have.
    """
    checks = _checks(course, attack.exercise)
    return (
        _points(checks, attack.exercise, attack.loses + attack.may_lose),
        _points(checks, attack.exercise, attack.loses),
    )


def _points(checks: Mapping[str, CheckNeeds], exercise: str, lost: tuple[str, ...]) -> float:
    """Return what is left when the checks of these functions, or these checks, fail."""
    known = {EVERYTHING}.union(checks, *(check.names for check in checks.values()))
    if unknown := set(lost) - known:
        raise ValueError(f"{exercise} has no {', '.join(sorted(unknown))}")
    results = [
        CheckResult(
            exercise, check.name, "", check.hidden, check.points, right, 0.0, group=check.group
        )
        for check in checks.values()
        for right in [Outcome(CheckStatus.PASS)]
    ]
    marked = (
        replace(one, outcome=Outcome(CheckStatus.FAIL))
        if {EVERYTHING, one.check, *checks[one.check].names}.intersection(lost)
        else one
        for one in results
    )
    return ExerciseResult(exercise, 0.0, tuple(marked)).points


@functools.cache
def _checks(course: Course, exercise: str) -> Mapping[str, CheckNeeds]:
    needs = needs_of(Sources(course), course.exercise(exercise))
    return {check.name: check for check in needs}
