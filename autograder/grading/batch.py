"""Grading a folder of submissions into a gradebook; only marks missing in the store are graded."""

import datetime
import importlib.metadata
import platform
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.course import Course, Exercise
from autograder.grading.content_key import CourseContent, SubmissionContent, key_of
from autograder.grading.grader import extras_of, function_names, refused, ungraded
from autograder.grading.intake import Entry, Submission, find_entries, read_submission
from autograder.grading.processes import GraderSetup, Task, grade_tasks
from autograder.grading.results import (
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
    scaled,
)
from autograder.grading.seed import Seed
from autograder.grading.store import Mark, Published, Store, StoredMark, StoreError
from autograder.isolation import LayerReport, layer_report
from autograder.reference.sources import Sources

__all__ = ["Batch", "Done", "grade_batch", "grade_folder", "run_record"]


@dataclass(frozen=True)
class Done:
    """One submission of a run.

    Attributes
    ----------
    result : SubmissionResult
        Its result.
    shown : Published
        Its line of the gradebook in the store.
    is_new : bool
        Whether any of it was graded in this run.
    """

    result: SubmissionResult
    shown: Published
    is_new: bool

    @property
    def is_kept(self) -> bool:
        """Whether the store has it, so that the next run does not grade it."""
        return self.result.status is not SubmissionStatus.UNGRADED


@dataclass(frozen=True)
class Batch:
    """A run that has ended.

    Attributes
    ----------
    gradebook : Gradebook
        The results.
    shown : tuple of Published
        The lines to publish in the store once the gradebook is written.
    kept, graded : int
        How many submissions came from the store as they are, and how many were graded.
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
    """Grade every entry of a folder, and store nothing.

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
    """Make the gradebook of a folder; marks that `store` lacks are graded and stored.

    Parameters
    ----------
    course : Course
        The course.
    setup : GraderSetup
        The exercises, the seed and how graders are opened.
    submissions : Path
        A folder with one entry a student.
    store : Store
        The results store; a submission is stored as soon as it is graded.
    jobs : int
        Processes to grade in.
    started, finished : callable
        Called with the number of entries, and with each as it is done; for progress.

    Raises
    ------
    UserError
        If the folder is missing or empty, the store fails or was made with another secret, the
        course changes meanwhile, or this machine cannot isolate as asked.
    """
    _require_same_seed(store, setup.seed)
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


def _require_same_seed(store: Store, seed: Seed) -> None:
    """Do not grade a class again with other inputs because somebody else's secret is in use."""
    stored = store.seed()
    if stored not in (None, seed.fingerprint):
        raise StoreError(
            f"the results in --out were made with another secret (fingerprint {stored}; this "
            f"run's is {seed.fingerprint}), so every student would be asked with other inputs; "
            "give the secret they were made with (NUDGE_SECRET or --seed), or another --out"
        )


_Marks = dict[str, tuple[str, ExerciseResult]]  # by exercise: the key, and the mark


@dataclass(frozen=True)
class _Known:
    """The stored result and marks of a submission, as known before it is graded."""

    content: SubmissionContent
    stored: SubmissionResult | None  # without its marks
    marks: _Marks


class _Run:
    """One run: finds each entry in the store or has it graded."""

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
        self._begun: dict[str, _Known] = {}  # by student, until it is graded

    def tasks(self, entries: Sequence[Entry]) -> Iterator[Task]:
        """Yield what has to be graded; an entry that needs no grading is done on the way."""
        for entry in entries:
            submission = Submission(entry.student, entry.source)
            try:
                submission = read_submission(entry, self._names, self._extras)
            except Exception as error:
                self._end_ungraded(ungraded(submission, error))
                continue
            content = self._content.of(submission)
            if submission.problem:
                self._refuse(submission, content.digest)
                continue
            known = self._known(content)
            missing = tuple(name for name in content.parts if name not in known.marks)
            if missing:
                self._begun[submission.student] = known
                results = tuple(result for _, result in known.marks.values())
                yield Task(submission, missing, results)
            else:
                self._end_graded(submission, known, is_new=False)

    def graded(self, task: Task, result: SubmissionResult) -> None:
        """Store the result of a task, unless the kit failed in it."""
        submission, known = task.submission, self._begun.pop(task.submission.student)
        if result.status is not SubmissionStatus.GRADED:
            self._end_ungraded(result)
            return
        self._content.require_unchanged()
        content = known.content
        parts = content.parts_together if result.used_up else content.parts
        found = {item.exercise: item for item in result.exercises}
        new = {name: StoredMark(parts[name], found[name]) for name in task.exercises}
        head = replace(result, exercises=(), used_up=False)
        if known.stored is not None:
            # Some exercises print little of what all of them print.
            stdout, stderr, seconds = known.stored.stdout, known.stored.stderr, known.stored.seconds
            head = replace(head, stdout=stdout, stderr=stderr, seconds=seconds)
        self._store.keep(content.digest, head, submission.modules, new.values())
        marks = known.marks | {name: (mark.key, mark.result) for name, mark in new.items()}
        self._end_graded(submission, _Known(content, head, marks), is_new=True)

    def _known(self, content: SubmissionContent) -> _Known:
        marks = self._stored(content.keys)
        if len(marks) < len(content.parts):
            keys = {name: key_of(parts) for name, parts in content.parts_together.items()}
            marks = self._stored(keys) | marks
        stored = self._store.submission(content.digest) if marks else None
        if marks and stored is None:
            raise self._store.damaged(f"the submission {content.digest[:12]} is missing")
        return _Known(content, stored, marks)

    def _stored(self, keys: Mapping[str, str]) -> _Marks:
        """Return the marks that the store has."""
        found = self._store.marks([*keys.values()])
        return {name: (key, found[key].result) for name, key in keys.items() if key in found}

    def _refuse(self, submission: Submission, digest: str) -> None:
        result = refused(submission)
        is_new = self._store.submission(digest) is None
        if is_new:
            self._store.keep(digest, result, {})
        self._end(Done(result, Published(result, digest), is_new))

    def _end_ungraded(self, result: SubmissionResult) -> None:
        # The store does not have it, and the gradebook does not say where the kit failed.
        head = replace(result, exercises=(), stdout="", stderr="", seconds=0.0, fault="")
        self._end(Done(result, Published(head), is_new=True))

    def _end_graded(self, submission: Submission, known: _Known, *, is_new: bool) -> None:
        assert known.stored is not None
        head = replace(known.stored, source=submission.source, notes=submission.notes)
        results, marks = [], []
        for exercise in self._exercises:
            key, result = known.marks[exercise.id]
            # The manifest may have given other points when the mark was stored.
            results.append(scaled(result, exercise.points))
            marks.append(Mark(exercise.id, key, results[-1].possible))
        line = Published(head, known.content.digest, tuple(marks))
        self._end(Done(replace(head, exercises=tuple(results)), line, is_new))

    def _end(self, done: Done) -> None:
        self.done.append(done)
        self._finished(done)


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
