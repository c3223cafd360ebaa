"""Bounds on what an answer makes the trusted side compute, and a journal of what was computed.

The kernel keeps the bound on computing, and kills: nothing in Python could interrupt a product of
two large matrices. So bounded work happens in a process that another one watches. Its journal says
which work begins and what has a result, and after a kill another process goes on from there.
"""

import contextlib
import math
import mmap
import pickle
import signal
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from threadpoolctl import ThreadpoolController

from autograder.course import Limits

__all__ = [
    "TIME_IS_UP",
    "Journal",
    "JournalEntry",
    "Lost",
    "Progress",
    "RunBounds",
    "entries",
    "limit_threads",
    "watched",
]

Key = Hashable

# The timer counts what all threads of the process compute, in user code and in the kernel. Nothing
# that computes can hold up its signal, whose default is to end the process.
_TIMER: Final = getattr(signal, "ITIMER_PROF", None)
# Nobody waits for a process for ever that neither computes nor answers. Where the kernel keeps the
# bound, a busy machine may keep the processor away for long.
_TIMES_LONGER: Final = 1 if _TIMER is None else 10
TIME_IS_UP: Final = getattr(signal, "SIGPROF", None)
"""The signal that ends a process at its bound; None where the watcher has to look at the clock."""


@dataclass(frozen=True)
class Lost:
    """Bounded work that has no result.

    Attributes
    ----------
    key : hashable
        Its name.
    why : str
        What it did, as in "took more than 5 s of computing".
    is_killed : bool
        Whether a kill may be the reason: the system's, perhaps, which was short of memory.
    """

    key: Any
    why: str
    is_killed: bool = False


@dataclass(frozen=True)
class JournalEntry:
    """The journal tells of bounded work twice: when it begins, and when it has a result.

    Attributes
    ----------
    key : hashable
        The name of the work.
    about : hashable
        The name under which it is not tried again, if it has no result.
    seconds : float
        The computing time that it may take.
    begun, deadline : float
        When it began, by `time.monotonic`, and when it has to have ended, by a watcher's clock.
    why : str
        What it did, in words, if it reaches the bound.
    spent : float
        The computing time of all bounded work of this task so far.
    state : object
        What a process that goes on needs to know besides.
    result : object
        The result; None at the beginning.
    """

    key: Key
    about: Key
    seconds: float
    begun: float
    deadline: float
    why: str
    spent: float
    state: Any
    result: Any = None

    @property
    def settled(self) -> dict[Key, Any]:
        """The work that need not be done again, by the name under which that is asked for."""
        if self.result is None:
            return {}
        return {self.about if isinstance(self.result, Lost) else self.key: self.result}


@dataclass(frozen=True)
class Progress:
    """How far a task has come in processes that were lost.

    Attributes
    ----------
    settled : mapping of key to object
        The results so far. `Lost` stands for those that there will not be.
    spent : float
        The computing time of bounded work so far.
    waited : float
        The other time that passed during work at its bound.
    was_killed : bool
        Whether a process of the task was killed, so that some of its time may be the machine's.
    state : object
        The `state` of the last entry.
    """

    settled: Mapping[Key, Any] = field(default_factory=dict)
    spent: float = 0.0
    waited: float = 0.0
    was_killed: bool = False
    state: Any = None


class Journal:
    """Bounds the work of one task, and writes down how far it comes.

    Memory is bounded from what the process has now, so what earlier work of the task keeps counts.
    Without a file, computing is not bounded: for tests.

    Parameters
    ----------
    file : binary file, optional
        An empty file, which the watcher reads if this process is lost.
    progress : Progress
        How far the task has come before.

    Attributes
    ----------
    most : float
        The computing time that all bounded work of the task may take together.
    state : callable
        Returns what the entries need to hold besides; a new object whenever it has changed.
    """

    def __init__(self, file: BinaryIO | None = None, progress: Progress | None = None) -> None:
        self.progress = progress or Progress()
        self.most = math.inf
        self.state: Callable[[], Any] = lambda: None
        # One for all entries: what they have in common is written once.
        self._pickler = None if file is None else pickle.Pickler(file)
        self._memory = _address_space()
        self._settled = dict(self.progress.settled)
        self._spent = self.progress.spent
        self._last: JournalEntry | None = None

    @property
    def used_up(self) -> bool:
        """Whether the bounded work of this task has taken all of `most` seconds together."""
        return self._spent >= self.most

    def known(self, key: Key, about: Key) -> Any:
        """Return the result of work that need not, or must not, be done; None for other work."""
        for name in (key, about):
            if name in self._settled:
                return self._settled[name]
        if self._pickler is not None and self.used_up:
            return Lost(key, self._all_of_it, self.progress.was_killed)
        return None

    @contextlib.contextmanager
    def bounded(
        self, key: Key, about: Key, limits: Limits, more_seconds: float = 0.0
    ) -> Iterator[None]:
        """Limit the block: more computing ends the process, more memory is a MemoryError.

        Parameters
        ----------
        key, about : hashable
            The names of the work, as in its `JournalEntry`.
        limits : Limits
            Computing is bounded by `judging_seconds`, memory by `judging_mb`.
        more_seconds : float
            Computing time on top of that.
        """
        with _memory_limit(self._memory + int(limits.judging_mb * 2**20)):
            if self._pickler is None:
                yield
                return
            seconds, left = limits.judging_seconds + more_seconds, self.most - self._spent
            why = f"took more than {seconds:g} s of computing"
            if left < seconds:
                seconds, why = left, self._all_of_it
            now = time.monotonic()
            # Meanwhile the student's process may need its time, too.
            longest = _TIMES_LONGER * (seconds + limits.submission_seconds)
            self._last = JournalEntry(
                key, about, seconds, now, now + longest, why, self._spent, self.state()
            )
            self._pickler.dump(self._last)
            # The timer goes by the system's ticks, which are too coarse for adding up.
            begun = time.process_time()
            try:
                _set_timer(seconds)
                yield
            finally:
                _set_timer(0)
                self._spent += time.process_time() - begun

    def finish(self, result: Any) -> None:
        """Note the result of the last bounded work, or `Lost` if it is not to be tried again."""
        if self._pickler is None or self._last is None:
            return
        ended = replace(self._last, spent=self._spent, state=self.state(), result=result)
        self._pickler.dump(ended)
        self._settled |= ended.settled

    @property
    def _all_of_it(self) -> str:
        return f"took more than what was left of this submission's {self.most:g} s of computing"


def entries(file: BinaryIO) -> list[JournalEntry]:
    """Return the entries of a journal; the last one may be cut."""
    found: list[JournalEntry] = []
    unpickler = pickle.Unpickler(file)
    with contextlib.suppress(EOFError, pickle.UnpicklingError):
        while True:
            found.append(unpickler.load())
    return found


def _set_timer(seconds: float) -> None:
    if _TIMER is not None:
        signal.setitimer(_TIMER, seconds)


def watched() -> None:
    """Let the timer end this process, whatever whoever started it does at that signal."""
    if TIME_IS_UP is not None:
        signal.signal(TIME_IS_UP, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {TIME_IS_UP})


@dataclass(frozen=True)
class RunBounds:
    """How the checks of one run are bounded.

    Attributes
    ----------
    journal : Journal
        What bounds them.
    run : hashable
        The name of the run among those of the journal.
    more_seconds : float
        The computing time that a check may take besides its `judging_seconds`.
    together : bool
        Whether a check without a result costs the run's other checks theirs.
    """

    journal: Journal = field(default_factory=Journal)
    run: Hashable = ""
    more_seconds: float = 0.0
    together: bool = False


@contextlib.contextmanager
def _memory_limit(size: int) -> Iterator[None]:
    """Limit the address space of this process to `size` bytes inside the block.

    A student chooses the shapes that the trusted side computes with. A column and a row of a
    megabyte each are harmless, but their product has a terabyte. With the limit it raises
    MemoryError and the machine goes on. Linux alone has such a limit.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    # The hard limit stays, so that there is a way back.
    most = size if soft == resource.RLIM_INFINITY else min(soft, size)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    """Return how much of it this process has, in bytes, where there is a limit on it."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * mmap.PAGESIZE


def limit_threads() -> None:
    """Let the linear algebra of this process use one thread, from now on.

    It multiplies small matrices: further threads would only keep the cores busy on which other
    submissions are graded. A process that is forked from this one is limited too, and must not be
    told again: that starts its threads, which look for work for a while.
    """
    found = ThreadpoolController()
    if any(library.num_threads > 1 for library in found.lib_controllers):
        found.limit(limits=1)
