"""The time that a call used, told apart from the time that a busy machine kept from it.

Linux counts for each thread how long it was on a processor, and how long it could have been and
waited for one (`schedstat`). The time of a call has three parts: some thread of it ran; none ran,
but one waited for a processor; all slept. The first and the last are the call's own, the second is
the machine's. No counter says how long all slept. But while all sleep, each of them does: so it is
at most the call's time less the time that one of them ran or waited, from the call's beginning on,
and the thread for which that is longest gives the best bound. (Not the longest of each interval
between two looks: a wait is counted when it ends, so threads that take turns would add theirs.)
Therefore

    used = computing of all threads + the time in which all of them may have slept,

and no more than the time that passed, unless computing alone is more. Three consequences:

- Threads that take a processor from each other gain nothing. While one of them waits for another,
  that other one computes, and this counts. Of k busy threads on one free processor each runs a k-th
  of the time and waits for the rest: none sleeps, and what they computed is all the time there was.
- Without other load a thread waits for its own threads alone, so what was used is never less than
  the time that passed. Only the time in which somebody else had the processor is left out.
- Where the bound is loose, more counts and never less: the waiting of threads that take turns (for
  the interpreter's lock), or of one that began and ended between two readings, may count as sleep.

While the trusted side itself waits for a processor, an answer that is there is not read; that is
not the student's either. Its computing is: a student's answer decides how much there is to decode.
Where a system counts none of this, all the time that passes counts.
"""

import os
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

__all__ = [
    "LOADED_SHARE",
    "TELLS",
    "Meter",
    "Ours",
    "Reading",
    "Spent",
    "may_be_load",
    "memory_kills",
    "memory_stalls",
]

_NANOSECONDS: Final = 1e9
_MICROSECONDS: Final = 1e6
LOADED_SHARE: Final = 0.1
_TRACE: Final = 0.01  # more than the system's own short errands take
_MEMORY: Final = Path("/proc/pressure/memory")
_VM: Final = Path("/proc/vmstat")


def _tells() -> bool:
    """Tell whether this system counts; some have the file, with nothing but zeros in it."""
    try:
        return any(map(int, Path("/proc/self/schedstat").read_text().split()))
    except (OSError, ValueError):
        return False


TELLS: Final = _tells()


@dataclass(frozen=True)
class Reading:
    """The counters of a student's process at one moment, in seconds.

    Attributes
    ----------
    computed : float
        The computing of all its threads, also of those that have ended.
    runnable : mapping of str to float
        By thread: the time on a processor or waiting for one.
    """

    computed: float = 0.0
    runnable: Mapping[str, float] = field(default_factory=dict)

    def runnable_since(self, before: "Reading") -> dict[str, float]:
        """Return how long each thread was runnable since `before`."""
        return {name: time - before.runnable.get(name, 0.0) for name, time in self.runnable.items()}


@dataclass(frozen=True)
class Ours:
    """The counters of the trusted side's threads that serve a process, in seconds."""

    at_work: float = 0.0
    held_up: float = 0.0


@dataclass
class Spent:
    """The time of one call, or of several.

    Attributes
    ----------
    wall : float
        The time that passed, as far as the trusted side was there to see it.
    computed : float
        The computing of all threads of the process.
    threads : dict of str to float
        By thread: how long it was on a processor or waited for one.
    held_up : float
        How long the trusted side waited for a processor meanwhile, and the process did not compute.
    """

    wall: float = 0.0
    computed: float = 0.0
    threads: dict[str, float] = field(default_factory=dict)
    held_up: float = 0.0

    @property
    def used(self) -> float:
        """The time that counts: computing, and the time in which all threads may have slept."""
        slept = max(0.0, self.wall - max(self.threads.values(), default=0.0) - self.held_up)
        return max(self.computed, min(self.wall, self.computed + slept))

    @property
    def starved(self) -> float:
        """The time that the machine kept from it."""
        return max(0.0, self.wall - self.used)

    @property
    def perhaps_starved(self) -> float:
        """The time that the machine may have kept from it, at most.

        Threads that take turns seem to sleep while they wait for a processor, so `starved` may be
        much too small. On an idle machine it is next to nothing, and so is this.
        """
        is_idle = self.starved < _TRACE * self.wall
        delayed = sum(self.threads.values()) - self.computed
        return self.starved if is_idle else max(self.starved, delayed)

    @property
    def met_load(self) -> bool:
        """Whether load may be the reason why a limit on waiting was met."""
        return may_be_load(self.wall, self.perhaps_starved, self.used, self.computed)

    def add(self, elapsed: float, away: float, before: Reading, after: Reading, ours: Ours) -> None:
        """Add the time between two looks.

        Parameters
        ----------
        elapsed : float
            The time between them.
        away : float
            For how long the trusted side meant to look away. If it did not compute in the rest,
            it was starved itself, or stopped, or the machine slept; none of that is the student's.
        before, after : Reading
            The process then and now.
        ours : Ours
            What the trusted side used between them.
        """
        wall = min(elapsed, away + ours.at_work)
        self.wall += wall
        computed = max(0.0, after.computed - before.computed)
        self.computed += computed
        # The same time is left out of theirs.
        left_out = elapsed - wall
        for name, runnable in after.runnable_since(before).items():
            self.threads[name] = self.threads.get(name, 0.0) + max(0.0, runnable - left_out)
        # The trusted side may have waited for this very computing.
        self.held_up += max(0.0, ours.held_up - left_out - computed)


def may_be_load(wall: float, starved: float, used: float, computed: float) -> bool:
    """Tell whether load may be the reason why a limit on time was met.

    It may if a tenth of the time was the machine's, and if a tenth of what counted was sleep:
    computing is counted exactly, whatever else the processor has to do. Where the system tells
    nothing, it always may.
    """
    if not TELLS:
        return True
    return starved >= LOADED_SHARE * wall and used - computed >= LOADED_SHARE * used


def memory_kills() -> int:
    """Return how many processes the system has killed because memory was short; 0 if unknown."""
    try:
        return int(_VM.read_text().partition("\noom_kill ")[2].split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def memory_stalls() -> float:
    """Return for how many seconds this machine's processes have waited for memory; 0 if unknown."""
    try:
        some = _MEMORY.read_text().split("\n", 1)[0]
        return int(some.rpartition("=")[2]) / _MICROSECONDS
    except (OSError, ValueError):
        return 0.0


class Meter:
    """Reads the counters of a process, and those of the trusted side's threads that serve it.

    Nothing in the process is asked: a student's code may ignore signals, hold the interpreter's
    lock or set back its own timers.

    Parameters
    ----------
    pid : int
        The system's number of the process.
    helpers : sequence of int
        The system's numbers of this process's threads that pass its messages on; the thread that
        reads the meter counts anyway.
    """

    def __init__(self, pid: int, helpers: Sequence[int] = ()) -> None:
        self._tasks = f"/proc/{pid}/task"
        self._main = str(pid)
        self._first = _Schedule(f"{self._tasks}/{pid}")
        self._helpers = [_Schedule(f"/proc/self/task/{thread}") for thread in helpers]
        # The kernel's name for the CPU clock of another process: clock_getcpuclockid(3).
        self._cpu_clock = (~pid << 3) | 2
        self._last: Reading | None = None

    def computed(self) -> float:
        """Return the computing of all threads; 0 where the system does not tell."""
        try:
            return time.clock_gettime(self._cpu_clock)
        except (OSError, AttributeError):  # not every system has the function
            return 0.0

    def threads(self) -> int:
        """Return the number of threads; 0 where the system does not tell."""
        try:
            # Not through pathlib: this is done at every call. Two links are the folder's own.
            return os.stat(self._tasks).st_nlink - 2  # noqa: PTH116
        except OSError:
            return 0

    def read(self) -> Reading:
        """Read the counters of the process; those that the system does not tell are missing."""
        runnable, computed = self._runnable(), self.computed()
        # One of the two without the other would make sleep of computing, or the reverse.
        self._last = Reading(computed, runnable if computed else {})
        return self._last

    def ready(self) -> dict[str, str]:
        """Return, by thread that runs or waits for a processor now, how often it has run.

        The kernel counts a wait when it ends, so the present one is in no reading. A thread that
        is here at two looks, and has not run between them, waited all that time.
        """
        found = {}
        with suppress(OSError):
            for task in Path(self._tasks).iterdir():
                # The name, in parentheses, may have any letters.
                state = (task / "stat").read_bytes().rpartition(b") ")[2][:1]
                if state == b"R":
                    found[task.name] = (task / "schedstat").read_text()
        return found

    def begin(self) -> Reading:
        """Return the reading with which a call begins, or goes on after a pause.

        Its computing since the last reading is its own as well; the waiting of its threads since
        then is no part of the call's time.
        """
        last = self._last
        if last is None:
            return self.read()
        return Reading(last.computed, self._runnable() if last.computed else {})

    def _runnable(self) -> dict[str, float]:
        """Return, by thread, the time on a processor or waiting for one."""
        runnable = {self._main: self._first.runnable()}
        if self.threads() > 1:
            with suppress(OSError):
                for name in os.listdir(self._tasks):  # noqa: PTH208 - as above
                    runnable[name] = _Schedule(f"{self._tasks}/{name}").runnable()
        return runnable

    def ours(self) -> Ours:
        """Read the counters of the threads that serve the process."""
        if not hasattr(_here, "schedule"):
            _here.schedule = _Schedule(f"/proc/self/task/{threading.get_native_id()}")
        mine: _Schedule = _here.schedule
        # The kernel's account of a thread that runs is late by up to a tick; its clock is not.
        at_work, held_up = time.thread_time(), mine.read()[1]
        helping = [helper.read() for helper in self._helpers]
        return Ours(
            at_work + sum(running for running, _ in helping),
            held_up + sum(delayed for _, delayed in helping),
        )


_here = threading.local()


class _Schedule:
    """The kernel's account of one thread, through a descriptor that stays open."""

    def __init__(self, task: str) -> None:
        self._descriptor = -1
        with suppress(OSError):  # no such file on this system, or the thread has ended
            self._descriptor = os.open(f"{task}/schedstat", os.O_RDONLY)

    def __del__(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def read(self) -> tuple[float, float]:
        """Return the seconds on a processor and those of waiting for one; 0 if unknown."""
        try:
            running, delayed = os.pread(self._descriptor, 64, 0).split()[:2]
            return int(running) / _NANOSECONDS, int(delayed) / _NANOSECONDS
        except (OSError, ValueError, AttributeError):  # not every system has the function
            return 0.0, 0.0

    def runnable(self) -> float:
        """Return the two together."""
        return sum(self.read())
