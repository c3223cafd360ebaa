"""Grading one entry by itself, and its points."""

from autograder.grading.grader import Grader, function_names
from autograder.grading.intake import Entry, read_submission
from autograder.grading.results import SubmissionResult


def graded(grader: Grader, entry: Entry) -> SubmissionResult:
    """Read one entry and grade it in all exercises of the grader."""
    extras = [exercise.id for exercise in grader._course.exercises if exercise.extra]
    submission = read_submission(entry, function_names(grader._sources), extras)
    return grader.grade_submission(submission)


def points(result: SubmissionResult, exercise: str) -> float | None:
    """Return the points of one exercise, None if it was not graded."""
    found = [item.points for item in result.exercises if item.exercise == exercise]
    return found[0] if found else None
