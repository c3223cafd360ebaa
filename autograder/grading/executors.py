"""Grading many submissions: here, or in several processes that each hold a grader open."""

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from autograder.course import load_course
from autograder.grading.grader import Grader
from autograder.grading.intake import Entry
from autograder.grading.results import Standing, SubmissionResult
from autograder.grading.seed import Seed

__all__ = ["GraderSetup", "grade_entries"]


@dataclass(frozen=True)
class GraderSetup:
    """What a process needs to open a grader of its own."""

    root: Path
    exercises: tuple[str, ...]
    seed: Seed
    isolation: str = "strict"

    def open(self) -> Grader:
        """Return a grader, not yet entered."""
        course = load_course(self.root)
        exercises = [course.exercise(name) for name in self.exercises]
        return Grader(course, exercises, self.seed, self.isolation)


def grade_entries(
    setup: GraderSetup, entries: Sequence[Entry], jobs: int
) -> Iterator[SubmissionResult]:
    """Yield a result an entry, as each is done.

    Parameters
    ----------
    setup : GraderSetup
        How to open a grader.
    entries : sequence of Entry
        What to grade.
    jobs : int
        Processes to grade in; 1 grades in this one.
    """
    jobs = min(jobs, len(entries))
    if jobs <= 1:
        with setup.open() as grader:
            yield from map(grader.grade, entries)
        return
    # Spawned, not forked: the parent has threads, and a child must not be an image of it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _open_grader, (setup,)) as pool:
        futures = {pool.submit(_grade, entry): entry for entry in entries}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenProcessPool:
                yield _lost(futures[future])


_grader: Grader | None = None  # one a process, since an executor has nowhere else to keep it


def _open_grader(setup: GraderSetup) -> None:
    global _grader  # noqa: PLW0603
    _grader = setup.open().__enter__()


def _grade(entry: Entry) -> SubmissionResult:
    assert _grader is not None
    return _grader.grade(entry)


def _lost(entry: Entry) -> SubmissionResult:
    return SubmissionResult(
        student=entry.student,
        source=entry.source,
        standing=Standing.UNGRADED,
        reason="a fault of the kit, not of the student: a grading process was lost; run again",
    )
