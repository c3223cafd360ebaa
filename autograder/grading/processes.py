"""Grading many submissions in this process, or in several that each hold a grader open."""

import atexit
import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for
from pathlib import Path

from autograder.checking.outcome import KitFault
from autograder.course import load_course
from autograder.grading.grader import Grader, ungraded
from autograder.grading.intake import Submission
from autograder.grading.results import ExerciseResult, SubmissionResult
from autograder.grading.seed import Seed
from autograder.reference.course_datasets import use_datasets_of

__all__ = ["GraderSetup", "Task", "grade_tasks"]

_TASKS_A_PROCESS = 2  # one that is being graded, and one so that no process waits


@dataclass(frozen=True)
class GraderSetup:
    """The settings with which each grading process opens its grader.

    Every field except root, exercises and seed is a setting that a mark's key contains.
    """

    root: Path
    exercises: tuple[str, ...]
    seed: Seed
    isolation: str = "strict"

    def open(self) -> Grader:
        """Return a grader, not yet entered."""
        use_datasets_of(self.root)
        course = load_course(self.root)
        exercises = [course.exercise(name) for name in self.exercises]
        return Grader(course, exercises, self.seed, self.isolation)


@dataclass(frozen=True)
class Task:
    """One submission to grade.

    Attributes
    ----------
    submission : Submission
        The submission.
    exercises : tuple of str
        The exercises to grade.
    known : tuple of ExerciseResult
        The marks that need no grading.
    """

    submission: Submission
    exercises: tuple[str, ...]
    known: tuple[ExerciseResult, ...] = ()


def grade_tasks(
    setup: GraderSetup, tasks: Iterable[Task], jobs: int
) -> Iterator[tuple[Task, SubmissionResult]]:
    """Yield each task with its result as soon as it is done.

    Tasks are taken as processes become free, so a class need not fit into memory. Without tasks
    no grader is opened.

    Parameters
    ----------
    setup : GraderSetup
        The settings of the graders.
    tasks : iterable of Task
        The submissions to grade.
    jobs : int
        The number of processes; with 1, or a single task, this process grades.

    Raises
    ------
    KitFault, UserError, IsolationError
        If a grader cannot be opened.
    """
    waiting = iter(tasks)
    first = list(itertools.islice(waiting, max(jobs, 1)))
    if not first:
        return
    jobs = min(jobs, len(first))
    waiting = itertools.chain(first, waiting)
    if jobs <= 1:
        with setup.open() as grader:
            for task in waiting:
                yield task, grader.grade_submission(task.submission, task.exercises, task.known)
        return
    while True:
        with _pool(setup, jobs) as pool:
            yield from _graded_in(pool, waiting, jobs * _TASKS_A_PROCESS)
        following = next(waiting, None)
        if following is None:
            return
        # A pool ends with the first process that is lost; its tasks are reported as lost.
        waiting = itertools.chain([following], waiting)


def _graded_in(
    pool: ProcessPoolExecutor, waiting: Iterator[Task], most: int
) -> Iterator[tuple[Task, SubmissionResult]]:
    """Grade tasks until there are no more or a process is lost."""
    running: dict[Future[SubmissionResult], Task] = {}
    whole = True
    while True:
        while whole and len(running) < most and (task := next(waiting, None)) is not None:
            try:
                with _interrupt_held_back():
                    running[pool.submit(_grade, task)] = task
            except BrokenProcessPool:
                whole = False
                yield task, _lost(task)
        if not running:
            return
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            task = running.pop(future)
            try:
                result = future.result()
            except BrokenProcessPool:
                whole = False
                result = _lost(task)
            yield task, result


@contextlib.contextmanager
def _pool(setup: GraderSetup, jobs: int) -> Iterator[ProcessPoolExecutor]:
    # Spawned, not forked: the parent has threads, and a child must not be an image of it.
    context = multiprocessing.get_context("spawn")
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, context, _open_grader, (setup,))
    try:
        yield pool
    except BaseException:
        # An interrupted run must not wait for what is being graded.
        for child in set(multiprocessing.active_children()) - others:
            child.terminate()
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


@contextlib.contextmanager
def _interrupt_held_back() -> Iterator[None]:
    """Hold Ctrl-C back while a process may be started: it inherits that, and ignores Ctrl-C.

    The terminal sends the signal to every process, but only the parent knows what to do.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In a grading process

# One for each process: an executor has no other place for it.
_grader: Grader | Exception | None = None
_is_stopped = False


def _open_grader(setup: GraderSetup) -> None:
    global _grader  # noqa: PLW0603
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        _grader = setup.open().__enter__()
    except Exception as error:
        _grader = error  # the first task raises it: an error of an initializer loses its text
    else:
        atexit.register(_grader.__exit__, None, None, None)
    if _is_stopped:
        _stop()


def _grade(task: Task) -> SubmissionResult:
    assert _grader is not None
    if isinstance(_grader, Exception):
        raise _grader
    return _grader.grade_submission(task.submission, task.exercises, task.known)


def _end_with_parent() -> None:
    """End this process with its parent: otherwise an executor's process waits forever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait_for([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(*_: object) -> None:
    """End at once; not by an exception, which the task in progress would take for its own.

    A grader that is being opened has folders that it cannot remove yet, and ends when it is open.
    """
    global _is_stopped  # noqa: PLW0603
    _is_stopped = True
    if _grader is None:
        return
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a broken pool sends it again
    if isinstance(_grader, Grader):
        with contextlib.suppress(Exception):
            _grader.abandon()
    os._exit(1)


def _lost(task: Task) -> SubmissionResult:
    error = KitFault("a grading process was lost; run again")
    error.add_note("It ended without a word: killed from outside, or out of memory?")
    return ungraded(task.submission, error)
