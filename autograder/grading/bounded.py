"""Bounds on what an answer makes the trusted side compute, and a journal of what was computed.

The kernel keeps the bound on computing, and kills: nothing in Python could interrupt a product of
two large matrices. So bounded work happens in a process that another one watches. Its journal says
which work begins and what has a result, and after a kill another process goes on from there.
"""

import contextlib
import math
import pickle
import signal
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

from threadpoolctl import ThreadpoolController

from autograder.checking.outcome import KitFault
from autograder.course import Limits

__all__ = [
    "TIME_IS_UP",
    "Bounds",
    "Entry",
    "Journal",
    "Lost",
    "Progress",
    "entries",
    "limit_threads",
    "memory_limit",
    "watched",
]

Key = Hashable

# The timer counts what all threads of the process compute, in user code and in the kernel. Nothing
# that computes can hold up its signal, whose default is to end the process.
_TIMER: Final = getattr(signal, "ITIMER_PROF", None)
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
        What it did, as in "takes more than 5 s of computing".
    is_killed : bool
        Whether the system killed its process, perhaps because the machine was short of memory.
    """

    key: Any
    why: str
    is_killed: bool = False


@dataclass(frozen=True)
class Entry:
    """The journal's entry at the beginning of bounded work.

    Attributes
    ----------
    key : hashable
        The name of the work.
    about : hashable
        The name under which it is not tried again, if it has no result.
    seconds : float
        The computing time that it may take.
    begun, deadline : float
        When it began, by `time.monotonic`, and when it has to have ended where the kernel keeps no
        bound.
    why : str
        What it did, in words, if it reaches the bound.
    finished : dict
        The work that has ended since the last entry, with its results.
    spent : float
        The computing time of all bounded work of this task so far.
    state : object
        What a process that goes on needs to know besides.
    """

    key: Key
    about: Key
    seconds: float
    begun: float
    deadline: float
    why: str
    finished: dict[Key, Any]
    spent: float
    state: Any


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
        The other time that passed during work that was lost.
    state : object
        The `state` of the last entry.
    """

    settled: Mapping[Key, Any] = field(default_factory=dict)
    spent: float = 0.0
    waited: float = 0.0
    state: Any = None


class Journal:
    """Bounds the work of one task, and writes down how far it comes.

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
        self._finished: dict[Key, Any] = {}
        self._spent = self.progress.spent

    @property
    def used_up(self) -> bool:
        """Whether the bounded work of this task has taken all of `most` seconds together."""
        return self._spent >= self.most

    def known(self, key: Key, about: Key) -> Any:
        """Return the result of work that need not, or must not, be done; None for other work."""
        for name in (key, about):
            if name in self.progress.settled:
                return self.progress.settled[name]
        if self._pickler is not None and self.used_up:
            return Lost(key, self._all_of_it)
        return None

    @contextlib.contextmanager
    def bounded(
        self, key: Key, about: Key, limits: Limits, more_seconds: float = 0.0
    ) -> Iterator[None]:
        """Limit the block: more computing ends the process, more memory is a MemoryError.

        Parameters
        ----------
        key, about : hashable
            The names of the work, as in its `Entry`.
        limits : Limits
            Computing is bounded by `judging_seconds`, memory by `judging_mb`.
        more_seconds : float
            Computing time on top of that.
        """
        with memory_limit(limits.judging_mb):
            if self._pickler is None:
                yield
                return
            seconds, left = limits.judging_seconds + more_seconds, self.most - self._spent
            why = f"takes more than {seconds:g} s of computing"
            if left < seconds:
                seconds, why = left, self._all_of_it
            now = time.monotonic()
            # Meanwhile the student's process may need its time, too.
            deadline = now + seconds + limits.submission_seconds
            finished, self._finished = self._finished, {}
            self._pickler.dump(
                Entry(key, about, seconds, now, deadline, why, finished, self._spent, self.state())
            )
            # The timer goes by the system's ticks, which are too coarse for adding up.
            begun = time.process_time()
            try:
                _set_timer(seconds)
                yield
            finally:
                _set_timer(0)
                self._spent += time.process_time() - begun

    def finish(self, key: Key, result: Any) -> None:
        """Note the result of work; the next entry tells it."""
        if self._pickler is not None:
            self._finished[key] = result

    @property
    def _all_of_it(self) -> str:
        return f"takes more than what was left of this submission's {self.most:g} s of computing"


def entries(file: BinaryIO) -> list[Entry]:
    """Return the entries of a journal; the last one may be cut."""
    found: list[Entry] = []
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
class Bounds:
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
def memory_limit(megabytes: float = Limits.judging_mb) -> Iterator[None]:
    """Limit this process, inside the block, to so much more memory than it has.

    A student chooses the shapes that the trusted side computes with. A column and a row of a
    megabyte each are harmless, but their product has a terabyte. With the limit it raises
    MemoryError and the machine goes on. Linux alone has such a limit.

    Raises
    ------
    KitFault
        If this process may not take that much: a check could fail that would not elsewhere.
    """
    if sys.platform != "linux":
        yield
        return
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm", "rb", buffering=0) as statm:  # noqa: PTH123 - for every check
        pages = int(statm.read(64).split()[0])
    most = pages * resource.getpagesize() + int(megabytes * 2**20)
    if soft != resource.RLIM_INFINITY and soft < most:
        raise KitFault(
            f"a process may have {soft >> 20:,} MB of memory here (ulimit -v), and needs "
            f"{most >> 20:,} MB; raise that, or lower judging_mb in course.toml"
        )
    # The hard limit stays, so that there is a way back.
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def limit_threads() -> None:
    """Let the linear algebra of this process use one thread, from now on.

    It multiplies small matrices: further threads would only keep the cores busy on which other
    submissions are graded. A process that is forked from this one is limited too, and must not be
    told again: that starts its threads, which look for work for a while.
    """
    found = ThreadpoolController()
    if any(library.num_threads > 1 for library in found.lib_controllers):
        found.limit(limits=1)
