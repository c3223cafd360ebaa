"""Grading a folder of submissions into a gradebook."""

import datetime
import importlib.metadata
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from autograder.course import Course, Exercise
from autograder.grading.executors import GraderSetup, grade_entries
from autograder.grading.intake import find_entries
from autograder.grading.results import Gradebook, SubmissionResult
from autograder.grading.seed import Seed
from autograder.isolation import Survey, survey

__all__ = ["grade_folder"]


def grade_folder(
    course: Course,
    exercises: Sequence[Exercise],
    submissions: Path,
    *,
    seed: Seed,
    jobs: int,
    isolation: str = "strict",
    started: Callable[[int], None] = lambda count: None,
    finished: Callable[[SubmissionResult], None] = lambda result: None,
) -> Gradebook:
    """Grade every entry of a folder.

    Parameters
    ----------
    course : Course
        The course.
    exercises : sequence of Exercise
        Which of its exercises to grade.
    submissions : Path
        A folder with one entry a student.
    seed : Seed
        Where the checks' inputs come from.
    jobs : int
        Processes to grade in.
    isolation : str
        How submissions are isolated: `strict` or `process`.
    started, finished : callable
        Told how many entries there are, and of each result as it comes; for progress.

    Raises
    ------
    UserError
        If the folder is missing or empty, or this machine cannot isolate as asked.
    """
    found = survey(isolation)
    entries = find_entries(submissions, [exercise.id for exercise in course.exercises])
    started(len(entries))
    setup = GraderSetup(course.root, tuple(exercise.id for exercise in exercises), seed, isolation)
    begun = time.perf_counter()
    results = []
    for result in grade_entries(setup, entries, jobs):
        results.append(result)
        finished(result)
    return Gradebook(
        title=course.title,
        exercises=tuple((item.id, item.title, item.points) for item in exercises),
        results=tuple(sorted(results, key=lambda result: result.student)),
        record=_record(course, seed, jobs, found),
        seconds=time.perf_counter() - begun,
    )


def _record(course: Course, seed: Seed, jobs: int, found: Survey) -> dict[str, str]:
    limits = course.limits
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "nudge": importlib.metadata.version("nudge-kit"),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "jobs": str(jobs),
        "seed": f"fingerprint {seed.fingerprint}",
        "isolation": found.record,
        "limits": (
            f"{limits.cpu_seconds:g} s computing and {limits.wall_seconds:g} s waiting a call, "
            f"{limits.memory_mb:,} MB, {limits.submission_seconds:g} s a submission"
        ),
    }
