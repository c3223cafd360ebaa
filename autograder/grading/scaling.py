"""A mark under other points: what a check is worth is its share of the exercise's points."""

from dataclasses import replace
from fractions import Fraction

from autograder.grading.results import ExerciseResult

__all__ = ["scaled"]

_LARGEST_SHARE = 100_000  # of a check's points and of their sum in one file, both far smaller


def scaled(exercise: ExerciseResult, possible: float) -> ExerciseResult:
    """Return `exercise` as if the manifest had given it `possible` points when it was graded.

    The shares are taken as the fractions of whole points that they come from, so the numbers
    are those of a new grading to the last bit.
    """
    if possible == exercise.possible or not exercise.possible:
        # What was an extra has no shares to take: it is graded anew, under another key.
        return exercise
    checks = []
    for check in exercise.checks:
        share = Fraction(check.possible / exercise.possible).limit_denominator(_LARGEST_SHARE)
        points = possible * share.numerator / share.denominator
        checks.append(replace(check, possible=points))
    return replace(exercise, possible=possible, checks=tuple(checks))
