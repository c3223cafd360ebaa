"""Grading one entry, or a folder of them, without a store."""

from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course, Exercise
from autograder.grading.batch import grade_batch
from autograder.grading.grader import Grader, GraderSetup, function_names
from autograder.grading.intake import Entry, Readings, read_submission
from autograder.grading.results import Gradebook, SubmissionResult
from autograder.grading.seed import Seed
from autograder.grading.store import Store


def grade_entry(grader: Grader, entry: Entry) -> SubmissionResult:
    """Read one entry and grade it in all exercises of the grader."""
    extras = [exercise.id for exercise in grader._course.exercises if exercise.extra]
    names = function_names(grader._sources)
    with Readings("strict", names) as readings:
        submission = read_submission(entry, names, readings, extras)
    return grader.grade_submission(submission)


def grade_folder(
    course: Course, exercises: Sequence[Exercise], folder: Path, *, seed: Seed, jobs: int
) -> Gradebook:
    """Grade every entry of a folder."""
    setup = GraderSetup(course.root, tuple(exercise.id for exercise in exercises), seed)
    with Store(None) as store:
        return grade_batch(course, setup, folder, store=store, jobs=jobs).gradebook


def points_of(result: SubmissionResult, exercise: str) -> float | None:
    """Return the points of one exercise, None if it was not graded."""
    found = [item.points for item in result.exercises if item.exercise == exercise]
    return found[0] if found else None
