"""Processes that do what a student's answer decides, and the one that starts and ends them.

The main process computes nothing of that: it waits, so that it can end them at any moment.
"""

import contextlib
import gc
import multiprocessing
import os
import pickle
import select
import signal
import sys
import tempfile
import threading
import time
import traceback
import warnings
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, Protocol

from autograder.checking.outcome import KitFault
from autograder.grading.bounded import (
    TIME_IS_UP,
    Journal,
    JournalEntry,
    Lost,
    Progress,
    entries,
    limit_threads,
    watched,
)
from autograder.isolation.scratch import sweep

__all__ = ["Job", "Processes"]

_TASKS_A_PROCESS: Final = 2  # one that is being done, and one so that no process waits
_SECONDS_TO_STOP: Final = 0.5  # enough to close a sandbox, for a process that can listen
_SECONDS_TO_END: Final = 10.0
_LOOK_AWAY: Final = 5.0 if TIME_IS_UP is not None else 0.5
_ENDED_TWICE: Final = "ended the process that did it, twice"


class Job(Protocol):
    """The purpose of processes: they open it once, and do each task with the result."""

    def open(self) -> AbstractContextManager[Callable[[Any, Journal], Any]]:
        """Return what does a task, as a context manager that is not yet entered."""
        ...

    def lost(self, task: Any, error: KitFault) -> Any:
        """Return the result of a task that was given up, or raise the error."""
        ...


class Processes(contextlib.AbstractContextManager["Processes"]):
    """Starts processes as tasks come, replaces those that are lost, and ends all of them.

    Work that reaches its bound has no result, and its task goes on without it. A process may be
    lost for another reason: the memory of the machine, a crash in a library, a kill from outside.
    Then another one does the same work again, and what had a result keeps it; if it is lost there,
    too, that work has no result either. A task whose process is lost twice outside of bounded work
    is given up.

    Parameters
    ----------
    job : Job
        What they do.
    jobs : int
        How many there may be.
    """

    def __init__(self, job: Job, jobs: int = 1) -> None:
        self._job = job
        self._jobs = jobs
        self._members: list[_Member] = []
        self._waiting: deque[_Assignment] = deque()
        self._has_lost = False

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.close(at_once=kind is not None)

    @property
    def has_room(self) -> bool:
        """Whether one more task keeps no process waiting."""
        busy = sum(member.assignment is not None for member in self._members)
        return len(self._waiting) + busy < self._jobs * _TASKS_A_PROCESS

    @property
    def is_idle(self) -> bool:
        """Whether every task has its result."""
        return not self._waiting and all(one.assignment is None for one in self._members)

    def submit(self, task: Any, label: Any = None) -> None:
        """Add a task; a process is started if none is free and there may be another."""
        self._waiting.append(_Assignment(task, label))
        self._hand_out()

    def result_of(self, task: Any) -> Any:
        """Do one task and return its result; whatever ends it instead ends the processes, too."""
        try:
            self.submit(task)
            ((_, result),) = self.finished()
        except BaseException:
            self.close(at_once=True)
            raise
        return result

    def finished(self, *, waiting: bool = True) -> list[tuple[Any, Any]]:
        """Return the labels of tasks with their results: those that are there, or the next one.

        Raises
        ------
        Exception
            What opening the job, or a task itself, has raised.
        """
        done: list[tuple[Any, Any]] = []
        while busy := [one for one in self._members if one.assignment is not None]:
            seconds = _LOOK_AWAY if waiting and not done else 0.0
            ready = wait([one.connection for one in busy], seconds)
            for member in busy:
                if member.connection in ready:
                    done += self._heard(member)
                elif seconds and not ready and member.is_overdue:
                    done += self._lost(member, at_its_bound=TIME_IS_UP is None)
            self._hand_out()
            if not ready and (done or not waiting):
                break
        return done

    def close(self, *, at_once: bool = False) -> None:
        """End every process, politely or at once; then nothing of them is left."""
        members, self._members = self._members, []
        self._waiting.clear()
        try:
            if at_once:
                for member in members:
                    member.process.terminate()
                _await(members, _SECONDS_TO_STOP)
            else:
                for member in members:
                    member.connection.close()
                _await(members, _SECONDS_TO_END)
        finally:
            with _interrupts_held_back():
                alive = {one.process.pid for one in members if one.process.is_alive()}
                orphans = _handles(_children_of(alive))
                for member in members:
                    member.end()
                _end_orphans(orphans)
                if at_once or orphans or self._has_lost:
                    # Processes that were killed left their folders.
                    sweep(Path(tempfile.gettempdir()))

    def _hand_out(self) -> None:
        while self._waiting:
            member = next((one for one in self._members if one.assignment is None), None)
            if member is None:
                if len(self._members) == self._jobs:
                    return
                if not self._members:
                    limit_threads()
                with _interrupts_held_back():
                    member = _Member(self._job, [one.connection for one in self._members])
                    self._members.append(member)
            member.take(self._waiting.popleft())

    def _heard(self, member: "_Member") -> Iterator[tuple[Any, Any]]:
        """Take a message of a process; yield the label and the result, if it is that."""
        assignment = member.assignment
        assert assignment is not None
        try:
            message = member.connection.recv_bytes()
        except (EOFError, OSError):
            yield from self._lost(member)
            return
        member.assignment = None
        is_result, found = pickle.loads(message)
        if not is_result:
            raise found
        yield assignment.label, found

    def _lost(self, member: "_Member", *, at_its_bound: bool = False) -> Iterator[tuple[Any, Any]]:
        """Let another process go on with the task of one that is lost, unless it is given up."""
        self._members.remove(member)
        self._has_lost = True
        journal = member.entries()
        code = member.end()
        assignment = member.assignment
        assert assignment is not None
        at_its_bound |= TIME_IS_UP is not None and code == -TIME_IS_UP
        if assignment.goes_on(journal, code, at_its_bound):
            self._waiting.appendleft(assignment)
            return
        error = KitFault("a grading process was lost; run again")
        error.add_note(f"It ended without a word, with code {code}: killed, or out of memory?")
        yield assignment.label, self._job.lost(assignment.task, error)


@dataclass
class _Assignment:
    """A task, and how far it has come in processes that were lost."""

    task: Any
    label: Any
    progress: Progress = field(default_factory=Progress)
    _deaths: Counter[Any] = field(default_factory=Counter)

    def goes_on(self, entries: Sequence[JournalEntry], code: int, is_at_its_bound: bool) -> bool:
        """Take the journal and the exit code of a lost process; tell whether another goes on."""
        before = self.progress
        settled = dict(before.settled)
        for entry in entries:
            settled |= entry.settled
        last = entries[-1] if entries else None
        spent, state = (last.spent, last.state) if last else (before.spent, before.state)
        work = last if last and last.result is None else None
        waited = 0.0
        is_killed = not is_at_its_bound and code == -getattr(signal, "SIGKILL", 0)
        key = work.key if work else None
        self._deaths[key] += 1
        if work is not None:
            passed = time.monotonic() - work.begun
            if is_at_its_bound:
                spent, waited = spent + work.seconds, max(0.0, passed - work.seconds)
                settled[work.about] = Lost(key, work.why)
            else:
                # One thread computes, so no more than the time that passed.
                spent += min(work.seconds, passed)
                if self._deaths[key] > 1:
                    settled[work.about] = Lost(key, _ENDED_TWICE, is_killed)
        elif self._deaths[key] > 1:
            return False
        was_killed = before.was_killed or is_killed
        self.progress = Progress(settled, spent, waited, was_killed, state)
        return True


class _Member:
    """One of the processes, as the main process sees it, and the assignment that it has."""

    def __init__(self, job: Job, others: Sequence[Connection]) -> None:
        self.assignment: _Assignment | None = None
        # In memory where that is possible: a disk may take long to empty a file.
        if sys.platform == "linux":
            self._written = os.memfd_create("journal")
            self._journal = Path(f"/proc/self/fd/{self._written}")
        else:
            self._written, name = tempfile.mkstemp()
            self._journal = Path(name)
        self.connection, theirs = multiprocessing.Pipe()
        self.process: multiprocessing.process.BaseProcess
        # A fork has nothing to import. It uses nothing of the other threads that there may be.
        kind = "fork" if sys.platform == "linux" else "spawn"
        context: Any = multiprocessing.get_context(kind)
        # It notices that the main process closes its end only if nobody else has that end open.
        inherited = [self.connection, *others] if kind == "fork" else []
        arguments = (job, theirs, self._journal, inherited)
        self.process = context.Process(target=_serve, args=arguments, daemon=True)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of these threads
            self.process.start()
        theirs.close()

    @property
    def is_overdue(self) -> bool:
        """Whether its work should have ended long ago, computing or not."""
        written = self.entries()
        if not written or written[-1].result is not None:
            return False
        return time.monotonic() > written[-1].deadline

    def entries(self) -> list[JournalEntry]:
        """Return what its journal holds of its assignment."""
        with self._journal.open("rb") as file:
            return entries(file)

    def take(self, assignment: _Assignment) -> None:
        """Give it a task; if it is lost already, that is noticed when it is listened to."""
        self.assignment = assignment
        with contextlib.suppress(OSError):
            self.connection.send((assignment.task, assignment.progress))

    def end(self) -> int:
        """Kill it if it is alive; return its exit code, or -signal."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        os.close(self._written)
        if sys.platform != "linux":
            self._journal.unlink()
        assert self.process.exitcode is not None
        return self.process.exitcode


def _await(members: Sequence[_Member], seconds: float) -> None:
    """Wait until all have ended, but no longer than that."""
    deadline = time.monotonic() + seconds
    while alive := [one.process.sentinel for one in members if one.process.is_alive()]:
        left = deadline - time.monotonic()
        if left <= 0:
            return
        wait(alive, left)


def _children_of(parents: Collection[int | None]) -> list[int]:
    """Return the children of processes: their sandboxes; a system without /proc tells of none."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat") if parents else ():
        with contextlib.suppress(OSError):
            after_name = stat.read_text().rpartition(")")[2].split()
            if int(after_name[1]) in parents:
                found.append(int(stat.parent.name))
    return found


def _handles(pids: Sequence[int]) -> list[int]:
    """Return handles of processes while their parents live: a number may be given out again."""
    handles = []
    for pid in pids:
        with contextlib.suppress(OSError):
            handles.append(os.pidfd_open(pid))
    return handles


def _end_orphans(handles: list[int]) -> None:
    """Kill the children of processes that were killed, and wait until they are gone."""
    for handle in handles:
        with contextlib.suppress(OSError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
    deadline = time.monotonic() + _SECONDS_TO_STOP
    waiting = list(handles)
    while waiting and (left := deadline - time.monotonic()) > 0:
        for handle in select.select(waiting, [], [], left)[0]:
            waiting.remove(handle)
    for handle in handles:
        os.close(handle)


@contextlib.contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Hold Ctrl-C and SIGTERM back for a moment in which nothing may be left half done.

    A process that is started inherits that, and ignores Ctrl-C: the terminal sends the signal to
    every process, but only the main process knows what to do.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In one of these processes


def _serve(
    job: Job, connection: Connection, written: Path, inherited: Sequence[Connection] = ()
) -> None:
    """Open the job, and do tasks until there are no more."""
    for other in inherited:
        other.close()
    gc.freeze()  # to look through what was inherited would copy it
    opened: AbstractContextManager[Callable[[Any, Journal], Any]] | None = None
    is_stopped = False

    def stop(*_: object) -> None:
        """End at once; not by an exception, which the task in progress would take for its own.

        A job that is being opened has folders that it cannot remove yet, and ends when it is open.
        """
        nonlocal is_stopped
        is_stopped = True
        if opened is None:
            return
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with contextlib.suppress(Exception):
            opened.__exit__(None, None, None)
        os._exit(1)

    signal.signal(signal.SIGTERM, stop)
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    else:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    watched()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        opening = job.open()
        perform = opening.__enter__()
        opened = opening
    except Exception as error:
        if is_stopped:
            os._exit(1)
        connection.send((False, _told(error)))
        return
    if is_stopped:
        stop()
    with contextlib.ExitStack() as stack:
        stack.push(opened)
        while True:
            try:
                task, progress = connection.recv()
            except (EOFError, OSError):
                return
            with written.open("wb", buffering=0) as file:
                try:
                    answer = True, perform(task, Journal(file, progress))
                except Exception as error:
                    answer = False, _told(error)
                file.truncate(0)  # before the answer: it is of no other task
            connection.send(answer)


def _told(error: Exception) -> Exception:
    """Return an error as it can be sent, with its traceback for `--debug`."""
    error.add_note(f"In the process that did it:\n{traceback.format_exc()}")
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return KitFault(f"{type(error).__name__}: {error}")
    return error


def _end_with_parent() -> None:
    """End this process with the main process, whatever it does."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_SECONDS_TO_STOP)
    # It computes in a library, and does not listen. The next run removes its folder.
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
