"""Grading a folder of submissions into a gradebook; only marks missing in the store are graded."""

import datetime
import importlib.metadata
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from autograder.course import Course, Exercise
from autograder.grading.content_key import CourseContent, Parts, under_load
from autograder.grading.grader import GraderSetup, GradingTask, function_names
from autograder.grading.intake import Readings, find_entries
from autograder.grading.lookup import LookedUp, look_up
from autograder.grading.processes import Processes
from autograder.grading.results import (
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
    scaled,
    that_counts,
)
from autograder.grading.seed import Seed
from autograder.grading.store import Mark, Published, Store, StoredMark, StoreError
from autograder.isolation import LayerReport, layer_report
from autograder.reference.sources import Sources

__all__ = ["Batch", "Done", "grade_batch", "run_record"]


@dataclass(frozen=True)
class Done:
    """One submission of a run.

    Attributes
    ----------
    result : SubmissionResult
        Its result.
    line : Published
        Its line of the gradebook in the store.
    is_new : bool
        Whether any of it was graded in this run.
    """

    result: SubmissionResult
    line: Published
    is_new: bool

    @property
    def is_stored(self) -> bool:
        """Whether the store has it, so that the next run does not grade it."""
        return self.result.status is not SubmissionStatus.UNGRADED


@dataclass(frozen=True)
class Batch:
    """A run that has ended.

    Attributes
    ----------
    gradebook : Gradebook
        The results.
    lines : tuple of Published
        The lines to publish in the store once the gradebook is written.
    from_store, graded : int
        How many submissions came from the store as they are, and how many were graded.
    """

    gradebook: Gradebook
    lines: tuple[Published, ...]
    from_store: int
    graded: int


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
    layers = layer_report(setup.isolation)
    begun = time.perf_counter()
    exercises = [course.exercise(name) for name in setup.exercises]
    content = CourseContent(course, setup)
    names = function_names(Sources(course))
    done = []
    with Readings(setup.isolation, names, store) as readings, Processes(setup, jobs) as processes:
        entries = find_entries(submissions, [*names], readings)
        started(len(entries))
        known = look_up(course, content, store, entries, names, readings)
        for found, result in _graded(processes, known):
            if result is not None and result.status is SubmissionStatus.GRADED:
                content.require_unchanged()
            done.append(_done(found, result, store, exercises))
            finished(done[-1])
    done.sort(key=lambda item: item.result.student)
    gradebook = Gradebook(
        title=course.title,
        exercises=tuple((item.id, item.title, item.points) for item in exercises),
        results=tuple(item.result for item in done),
        record=run_record(course, setup.seed, jobs, layers),
        seconds=time.perf_counter() - begun,
    )
    new = sum(item.is_new for item in done)
    return Batch(gradebook, tuple(item.line for item in done), len(done) - new, new)


def _require_same_seed(store: Store, seed: Seed) -> None:
    """Refuse a store of another secret: its class would be graded again with other inputs."""
    stored = store.seed()
    if stored not in (None, seed.fingerprint):
        raise StoreError(
            "the results in the folder --out were made with another secret (fingerprint "
            f"{stored}; this run's is {seed.fingerprint}), so every student would be asked with "
            "other inputs; give the secret they were made with (NUDGE_SECRET or --seed), or "
            "another --out"
        )


def _graded(
    processes: Processes, submissions: Iterable[LookedUp]
) -> Iterator[tuple[LookedUp, SubmissionResult | None]]:
    """Grade the missing marks, and yield each submission with its result as soon as it is done.

    A submission of which nothing is missing passes through, with None. The others are taken as
    processes become free, so a class need not fit into memory. Where nothing is missing, no
    process is started.

    Raises
    ------
    KitFault, UserError, IsolationError
        If a grader cannot be opened.
    """
    for found in submissions:
        if not found.missing:
            yield found, None
            continue
        while not processes.has_room:
            yield from processes.finished()
        task = GradingTask(found.submission, found.missing, found.known)
        processes.submit(task, found)
        yield from processes.finished(waiting=False)
    while not processes.is_idle:
        yield from processes.finished()


def _done(
    found: LookedUp,
    graded: SubmissionResult | None,
    store: Store,
    exercises: Sequence[Exercise],
) -> Done:
    """Store the result of a submission, unless the store has it or the kit failed, and return it.

    Parameters
    ----------
    found : LookedUp
        The submission and its stored marks.
    graded : SubmissionResult or None
        The result of grading the missing ones; None if nothing was graded.
    store : Store
        The results store.
    exercises : sequence of Exercise
        The exercises of the gradebook.
    """
    submission, content, result = found.submission, found.content, graded or found.result
    assert result is not None  # there is either a mark or something to grade
    if content is None or result.status is SubmissionStatus.UNGRADED:
        # The gradebook does not say where the kit failed.
        head = replace(result, exercises=(), stdout="", stderr="", seconds=0.0, fault="")
        return Done(result, Published(head), is_new=True)
    if result.status is SubmissionStatus.REFUSED:
        if not found.is_stored:
            store.add_submission(content.digest, result, {})
        return Done(result, Published(result, content.digest), not found.is_stored)
    head = replace(result, exercises=(), used_up=False)
    marks = dict(found.marks)
    if graded is not None:
        if found.result is not None and found.known:
            # Some exercises print little of what all of them print.
            first = found.result
            head = replace(head, stdout=first.stdout, stderr=first.stderr, seconds=first.seconds)
        parts = content.parts_together if graded.used_up else content.parts
        results = {item.exercise: item for item in graded.exercises}
        new = {
            name: _new_mark(parts[name], results[name], found.marks.get(name))
            for name in found.missing
        }
        store.add_submission(content.digest, head, submission.modules, new.values())
        marks |= new
    head = replace(head, source=submission.source, notes=submission.notes)
    # The manifest may have given other points when a mark was stored.
    own = tuple(scaled(marks[exercise.id].result, exercise.points) for exercise in exercises)
    line = tuple(Mark(item.exercise, marks[item.exercise].key, item.possible) for item in own)
    return Done(
        replace(head, exercises=own), Published(head, content.digest, line), graded is not None
    )


def _new_mark(parts: Parts, now: ExerciseResult, before: StoredMark | None) -> StoredMark:
    """Return the mark that counts of an exercise that was graded, perhaps again."""
    result = that_counts(before.result if before else None, now)
    return StoredMark(under_load(parts, result.under_load), result)


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
