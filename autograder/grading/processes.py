"""Grading many submissions in this process, or in several that each hold a grader open."""

import atexit
import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait as wait_for

from autograder.checking.outcome import KitFault
from autograder.grading.grader import Grader, GraderSetup, ungraded
from autograder.grading.intake import Submission
from autograder.grading.lookup import LookedUp
from autograder.grading.results import ExerciseResult, SubmissionResult

__all__ = ["grade_missing"]

_TASKS_A_PROCESS = 2  # one that is being graded, and one so that no process waits


def grade_missing(
    setup: GraderSetup, submissions: Iterable[LookedUp], jobs: int
) -> Iterator[tuple[LookedUp, SubmissionResult | None]]:
    """Grade the missing marks, and yield each submission with its result as soon as it is done.

    A submission of which nothing is missing passes through, with None. The others are taken as
    processes become free, so a class need not fit into memory. Where nothing is missing, no
    grader is opened.

    Parameters
    ----------
    setup : GraderSetup
        The settings of the graders.
    submissions : iterable of LookedUp
        The submissions.
    jobs : int
        The number of processes; with 1, or a single submission to grade, this process grades.

    Raises
    ------
    KitFault, UserError, IsolationError
        If a grader cannot be opened.
    """
    waiting = iter(submissions)
    first: list[LookedUp] = []
    while len(first) < jobs and (found := next(waiting, None)) is not None:
        if found.missing:
            first.append(found)
        else:
            yield found, None
    if not first:
        return
    waiting = itertools.chain(first, waiting)
    if len(first) == 1:
        with setup.open() as grader:
            for found in waiting:
                result = None
                if found.missing:
                    result = grader.grade_submission(found.submission, found.missing, found.known)
                yield found, result
        return
    is_whole = False
    while not is_whole:
        # A pool ends with the first process that is lost; its tasks are reported as lost.
        with _pool(setup, len(first)) as pool:
            is_whole = yield from _graded_in(pool, waiting, len(first) * _TASKS_A_PROCESS)


def _graded_in(
    pool: ProcessPoolExecutor, waiting: Iterator[LookedUp], most: int
) -> Generator[tuple[LookedUp, SubmissionResult | None], None, bool]:
    """Grade submissions until there are no more or a process is lost; tell whether none was."""
    running: dict[Future[SubmissionResult], LookedUp] = {}
    whole = True
    while True:
        while whole and len(running) < most and (found := next(waiting, None)) is not None:
            if not found.missing:
                yield found, None
                continue
            try:
                with _interrupt_held_back():
                    task = pool.submit(_grade, found.submission, found.missing, found.known)
                    running[task] = found
            except BrokenProcessPool:
                whole = False
                yield found, _lost(found)
        if not running:
            return whole
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for task in done:
            found = running.pop(task)
            try:
                result = task.result()
            except BrokenProcessPool:
                whole = False
                result = _lost(found)
            yield found, result


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


def _grade(
    submission: Submission, exercises: Sequence[str], known: Sequence[ExerciseResult]
) -> SubmissionResult:
    assert _grader is not None
    if isinstance(_grader, Exception):
        raise _grader
    return _grader.grade_submission(submission, exercises, known)


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


def _lost(found: LookedUp) -> SubmissionResult:
    error = KitFault("a grading process was lost; run again")
    error.add_note("It ended without a word: killed from outside, or out of memory?")
    return ungraded(found.submission, error)
