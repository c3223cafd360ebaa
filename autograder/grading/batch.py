"""Grading a folder of submissions into a gradebook: what the store lacks, and no more."""

import datetime
import importlib.metadata
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.course import Course, Exercise
from autograder.grading.content_key import (
    CourseContent,
    Parts,
    holding_together,
    key_of,
    submission_digest,
)
from autograder.grading.grader import extras_of, function_names, refused, ungraded
from autograder.grading.intake import Entry, Submission, find_entries, read_submission
from autograder.grading.processes import GraderSetup, Task, grade_tasks
from autograder.grading.results import Gradebook, SubmissionResult, SubmissionStatus
from autograder.grading.scaling import scaled
from autograder.grading.seed import Seed
from autograder.grading.store import Mark, Published, Store, StoredMark
from autograder.isolation import LayerReport, layer_report
from autograder.reference.sources import Sources

__all__ = ["Batch", "Done", "grade_batch", "grade_folder", "run_record"]


@dataclass(frozen=True)
class Done:
    """One submission of a run.

    Attributes
    ----------
    result : SubmissionResult
        What was found about it.
    shown : Published
        Where the store has it.
    is_new : bool
        Whether any of it was graded in this run.
    """

    result: SubmissionResult
    shown: Published
    is_new: bool

    @property
    def is_kept(self) -> bool:
        """Whether the store has it, so that the next run need not grade it."""
        return self.result.status is not SubmissionStatus.UNGRADED


@dataclass(frozen=True)
class Batch:
    """A run that has ended.

    Attributes
    ----------
    gradebook : Gradebook
        What was found.
    shown : tuple of Published
        The same, as the store notes it once the gradebook is written.
    kept, graded : int
        How many submissions were taken from the store as they are, and how many were not.
    """

    gradebook: Gradebook
    shown: tuple[Published, ...]
    kept: int
    graded: int


def grade_folder(
    course: Course,
    exercises: Sequence[Exercise],
    submissions: Path,
    *,
    seed: Seed,
    jobs: int,
    isolation: str = "strict",
) -> Gradebook:
    """Grade every entry of a folder, and keep nothing.

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

    Raises
    ------
    UserError
        If the folder is missing or empty, or this machine cannot isolate as asked.
    """
    setup = GraderSetup(course.root, tuple(exercise.id for exercise in exercises), seed, isolation)
    with Store(None) as store:
        return grade_batch(course, setup, submissions, store=store, jobs=jobs).gradebook


def grade_batch(
    course: Course,
    setup: GraderSetup,
    submissions: Path,
    *,
    store: Store,
    jobs: int,
    started: Callable[[int], None] = lambda count: None,
    finished: Callable[[Done], None] = lambda done: None,
) -> Batch:
    """Make the gradebook of a folder; grade what `store` does not have, and keep it there.

    Parameters
    ----------
    course : Course
        The course.
    setup : GraderSetup
        The exercises, the seed and how graders are opened.
    submissions : Path
        A folder with one entry a student.
    store : Store
        Where results are kept: each submission's as it ends.
    jobs : int
        Processes to grade in.
    started, finished : callable
        Told how many entries there are, and of each as it is done; for progress.

    Raises
    ------
    UserError
        If the folder is missing or empty, the store fails, the course changes meanwhile, or
        this machine cannot isolate as asked.
    """
    found = layer_report(setup.isolation)
    begun = time.perf_counter()
    entries = find_entries(submissions, [exercise.id for exercise in course.exercises])
    started(len(entries))
    exercises = [course.exercise(name) for name in setup.exercises]
    run = _Run(course, exercises, setup, store, finished)
    for task, result in grade_tasks(setup, run.tasks(entries), jobs):
        run.graded(task, result)
    done = sorted(run.done, key=lambda item: item.result.student)
    gradebook = Gradebook(
        title=course.title,
        exercises=tuple((item.id, item.title, item.points) for item in exercises),
        results=tuple(item.result for item in done),
        record=run_record(course, setup.seed, jobs, found),
        seconds=time.perf_counter() - begun,
    )
    new = sum(item.is_new for item in done)
    return Batch(gradebook, tuple(item.shown for item in done), len(done) - new, new)


class _Run:
    """What is known of each entry, and what has to be graded."""

    def __init__(
        self,
        course: Course,
        exercises: Sequence[Exercise],
        setup: GraderSetup,
        store: Store,
        finished: Callable[[Done], None],
    ) -> None:
        self.done: list[Done] = []
        self._exercises = exercises
        self._store = store
        self._finished = finished
        self._content = CourseContent(course, exercises, setup)
        self._names = function_names(Sources(course))
        self._extras = extras_of(course)

    def tasks(self, entries: Sequence[Entry]) -> Iterator[Task]:
        """Yield what has to be graded; an entry that needs no grading is done on the way."""
        for entry in entries:
            submission = Submission(entry.student, entry.source)
            try:
                submission = read_submission(entry, self._names, self._extras)
            except Exception as error:
                result = ungraded(submission, error)
                self._end(Done(result, _unkept(submission, result.reason), is_new=True))
                continue
            if submission.problem:
                self._refuse(submission)
                continue
            parts = self._parts(submission)
            kept = self._kept(parts)
            missing = tuple(name for name in parts if name not in kept)
            if missing:
                yield Task(submission, missing, tuple(item.result for item in kept.values()))
            else:
                self._end(self._from_store(submission, kept, is_new=False))

    def graded(self, task: Task, result: SubmissionResult) -> None:
        """Keep what was found in a task, unless the kit failed in it."""
        submission = task.submission
        if result.status is not SubmissionStatus.GRADED:
            self._end(Done(result, _unkept(submission, result.reason), is_new=True))
            return
        self._content.require_unchanged()
        digest = submission_digest(submission)
        parts = self._parts(submission)
        if result.used_up:
            parts = holding_together(parts)
        found = {item.exercise: item for item in result.exercises}
        new = [StoredMark(parts[name], found[name]) for name in task.exercises]
        earlier = self._store.submission(digest) if task.known else None
        if earlier is not None:
            # Some exercises print little of what all of them print.
            result = replace(
                result, stdout=earlier.stdout, stderr=earlier.stderr, seconds=earlier.seconds
            )
        self._store.keep(digest, result, submission.modules, new)
        kept = self._kept(self._parts(submission))
        self._end(self._from_store(submission, kept, is_new=True))

    def _refuse(self, submission: Submission) -> None:
        digest = submission_digest(submission)
        result = refused(submission)
        is_new = self._store.submission(digest) is None
        if is_new:
            self._store.keep(digest, result, {})
        self._end(Done(result, Published(result, digest), is_new))

    def _from_store(
        self, submission: Submission, kept: Mapping[str, StoredMark], *, is_new: bool
    ) -> Done:
        """Return a submission as the store has it."""
        digest = submission_digest(submission)
        head = self._store.submission(digest)
        assert head is not None  # it is kept with its first mark, in one transaction
        head = replace(head, source=submission.source, notes=submission.notes)
        inside = [kept[exercise.id] for exercise in self._exercises]
        marks = tuple(Mark(item.result.exercise, item.key, item.result.possible) for item in inside)
        result = replace(head, exercises=tuple(item.result for item in inside))
        return Done(result, Published(head, digest, marks), is_new)

    def _parts(self, submission: Submission) -> dict[str, Parts]:
        """Return what the mark of each exercise rests on, in course order."""
        return {item.id: self._content.parts(submission, item.id) for item in self._exercises}

    def _kept(self, parts: Mapping[str, Parts]) -> dict[str, StoredMark]:
        """Return the marks that the store has, by exercise, under today's points."""
        single = {name: key_of(of_mark) for name, of_mark in parts.items()}
        joint = {name: key_of(of_mark) for name, of_mark in holding_together(parts).items()}
        found = self._store.marks([*single.values(), *joint.values()])
        kept = {}
        for exercise in self._exercises:
            item = found.get(single[exercise.id]) or found.get(joint[exercise.id])
            if item is not None:
                kept[exercise.id] = replace(item, result=scaled(item.result, exercise.points))
        return kept

    def _end(self, done: Done) -> None:
        self.done.append(done)
        self._finished(done)


def _unkept(submission: Submission, reason: str) -> Published:
    """Return the line of a submission that the store does not have."""
    return Published(
        SubmissionResult(
            student=submission.student,
            source=submission.source,
            status=SubmissionStatus.UNGRADED,
            reason=reason,
            notes=submission.notes,
        )
    )


def run_record(course: Course, seed: Seed, jobs: int, found: LayerReport) -> dict[str, str]:
    """Return how a run was made, as the gradebook's record and the class page show it."""
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
