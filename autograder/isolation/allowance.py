"""The time, threads and files that a call may use, and how it is stopped when it takes more."""

import errno
import os
import re
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.course import Limits

__all__ = [
    "CLOSED",
    "OUT_OF_TURN",
    "UNREADABLE",
    "Budget",
    "Died",
    "Disk",
    "Stop",
    "TimeUp",
    "Watch",
]

_LONGEST_LOOK_AWAY: Final = 0.05
_SHORTEST_LOOK_AWAY: Final = 0.001
_LEAST_SECONDS: Final = 0.1
_TELLS: Final = Path("/proc/self/schedstat").exists()
_KILLED: Final = 9
_OF_THE_OWNER, _WRITE_AND_ENTER = 0o700, 0o300
_TOO_MUCH_COMPUTING: Final = getattr(signal, "SIGXCPU", None)

# Why a call is stopped. Each text is the sentence for the student; `{place}` names the call.
OUT_OF_TURN: Final = "the process answered out of turn {place}"
UNREADABLE: Final = "the answer could not be read {place}"
CLOSED: Final = "the process closed its connection {place}"


class Stop(Exception):
    """A call has to end now; the text is the sentence for the student, with `{place}` in it."""


class TimeUp(Stop):
    """A call met its own time limit, not the submission's."""


class Died(Stop):
    """The process ended by itself; the isolation that started it knows how."""

    @staticmethod
    def sentence(code: int) -> str:
        """Return the sentence for an exit code, or for the signal -code."""
        if code >= 0:
            return f"the process ended {{place}} (exit code {code}); does it call exit?"
        number = -code
        if number == _TOO_MUCH_COMPUTING:
            return "stopped after too much computing {place}; is there a loop that never ends?"
        killed = number == _KILLED
        why = "out of memory, or killed from outside" if killed else "a crash inside a library"
        return f"the process was ended by signal {number} ({why}) {{place}}"


class Budget:
    """The time that all calls of one submission may take together.

    Parameters
    ----------
    seconds : float
        The time for all sessions that share this budget.
    """

    def __init__(self, seconds: float) -> None:
        self.used_up = f"this submission used its {seconds:g} s"  # the sentence for the student
        self._seconds = seconds
        self._used = 0.0

    @property
    def left(self) -> float:
        """Seconds that are left; never less than 0."""
        return max(0.0, self._seconds - self._used)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time until the block ends."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._used += time.monotonic() - start


@dataclass
class Disk:
    """A folder on the machine's own disk, watched because the kernel cannot bound it.

    A file that was removed takes its place as long as the process has it open or mapped. Of one
    that is only mapped the system tells no size: it counts as large as a file may be.
    """

    folder: Path
    pid: int
    limits: Limits
    _looked_at_maps: float = 0.0
    _mapped: int = 0

    def look(self) -> None:
        """Add up the files, no further than the limits.

        Raises
        ------
        Stop
            If they are too many or too large, or in a folder that cannot be looked through.
        """
        most_mb, most_files = self.limits.disk_mb, self.limits.files
        size, files = sum(self._removed()), 0
        pending = [self.folder]
        while pending:
            folder = pending.pop()
            with _readable(folder), os.scandir(folder) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(Path(entry.path))
                    else:
                        with _readable(folder):
                            size += entry.stat(follow_symlinks=False).st_size
                    if files > most_files:
                        raise Stop(f"made more than {most_files:,} files {{place}}")
        if size > most_mb * 2**20:
            raise Stop(f"wrote more than {most_mb:g} MB of files {{place}}")

    def _removed(self) -> Iterator[int]:
        """Yield the sizes of the files that the process still has, and that have no name."""
        opened = set()
        with suppress(OSError), os.scandir(f"/proc/{self.pid}/fd") as entries:
            for entry in entries:
                with suppress(OSError):
                    facts = entry.stat()
                    if stat.S_ISREG(facts.st_mode) and not facts.st_nlink:
                        opened.add(facts.st_ino)
                        yield facts.st_size
        # To read what a process has mapped takes a millisecond, and most calls take less.
        now = time.monotonic()
        if now - self._looked_at_maps >= _LONGEST_LOOK_AWAY:
            self._looked_at_maps = now
            with suppress(OSError):
                maps = Path(f"/proc/{self.pid}/maps").read_bytes()
                own = re.escape(os.fsencode(self.folder))
                mapped = re.findall(rb" (\d+) +" + own + rb"/.*\(deleted\)$", maps, re.MULTILINE)
                self._mapped = len({int(inode) for inode in mapped} - opened)
        yield int(self._mapped * self.limits.file_mb * 2**20)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    """Stop a process that keeps its files where nobody can look; pass over what is gone by now.

    Such a path is too long, or its owner may write and enter the folder, and not list it. There is
    nothing in one that its owner may not write: no process changes a mode.
    """
    try:
        yield
    except OSError as error:
        hides = error.errno == errno.ENAMETOOLONG
        if error.errno == errno.EACCES:
            with suppress(OSError):
                hides = folder.lstat().st_mode & _OF_THE_OWNER == _WRITE_AND_ENTER
        if hides:
            raise Stop("made folders that cannot be looked through {place}") from None


class Watch:
    """Measures one call of the process `pid` against its limits, from outside.

    Nothing in the process is asked: a student's code may ignore signals, hold the
    interpreter's lock or set back its own timers. Where the system does not tell the computing
    time of another process, all the time that a call takes counts as waiting.

    Parameters
    ----------
    pid : int
        The system's number of the process.
    limits : Limits
        The limits on its computing, its waiting and its threads.
    budget : Budget
        The time that the submission has left.
    share : float
        How much of the time limits this call has; never less than 0.1 s.
    disk : Disk, optional
        The folder to watch, if the kernel does not bound it.
    """

    def __init__(
        self, pid: int, limits: Limits, budget: Budget, share: float, disk: Disk | None
    ) -> None:
        self._cpu_seconds, self._wall_seconds = (
            min(seconds, max(seconds * share, _LEAST_SECONDS))
            for seconds in (limits.cpu_seconds, limits.wall_seconds)
        )
        self._most_threads = limits.processes
        self._budget = budget
        self._disk = disk
        self._tasks = f"/proc/{pid}/task"
        # The kernel's name for the CPU clock of another process: clock_getcpuclockid(3).
        self._cpu_clock = (~pid << 3) | 2
        self._start = time.monotonic()
        self._paused = 0.0
        self._cpu_start = self._cpu()
        self._schedule = f"/proc/{pid}/schedstat"
        self._starved_start = self._starved()
        self._looks = 0

    def look(self) -> float:
        """Return for how many seconds one may look away.

        Raises
        ------
        Stop
            If the allowance is used up.
        """
        elapsed = time.monotonic() - self._start
        waited = elapsed - self._paused
        computed = self._cpu() - self._cpu_start
        if elapsed >= self._budget.left:
            raise Stop(self._budget.used_up)
        if computed >= self._cpu_seconds:
            raise TimeUp(_endless(self._cpu_seconds))
        if waited >= self._wall_seconds:
            waited -= self._starved() - self._starved_start
        if waited >= self._wall_seconds:
            raise TimeUp(self._waited_too_long(computed))
        self._looks += 1
        if self._disk is not None:
            self._disk.look()
        if self._looks > 1 and self._threads() > self._most_threads:
            raise Stop(f"started more than {self._most_threads} threads {{place}}")
        left = min(
            self._budget.left - elapsed,
            self._cpu_seconds - computed,
            self._wall_seconds - waited,
            _LONGEST_LOOK_AWAY,
        )
        return max(left, _SHORTEST_LOOK_AWAY)

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Do not count the block as waiting: the trusted side is at work."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._paused += time.monotonic() - start

    def _waited_too_long(self, computed: float) -> str:
        seconds = self._wall_seconds
        # A loop may get too little of a busy processor to reach its limit on computing. Where
        # the system tells no computing time, it may be either.
        if computed > seconds / 4:
            return _endless(computed)
        if computed or _TELLS:
            return (
                f"stopped after {_rounded(seconds)} s of waiting {{place}}; "
                "does it sleep or wait for input?"
            )
        return (
            f"stopped after {_rounded(seconds)} s {{place}}; is there a loop that never ends, "
            "or does it sleep or wait for input?"
        )

    def _cpu(self) -> float:
        try:
            return time.clock_gettime(self._cpu_clock)
        except (OSError, AttributeError):  # not every system has the function
            return 0.0

    def _starved(self) -> float:
        """Return for how long it could have computed and was given no processor.

        That is the fault of a busy machine, not the student's, and it is no waiting.
        """
        try:
            # Not through Python's files: this is read at every call.
            descriptor = os.open(self._schedule, os.O_RDONLY)
            try:
                return int(os.read(descriptor, 256).split()[1]) / 1e9
            finally:
                os.close(descriptor)
        except (OSError, ValueError, IndexError):
            return 0.0

    def _threads(self) -> int:
        try:
            # Two of the links are the folder's own.
            return os.stat(self._tasks).st_nlink - 2  # noqa: PTH116 - see _starved
        except OSError:
            return 0


def _endless(seconds: float) -> str:
    return (
        f"stopped after {_rounded(seconds)} s of computing {{place}}; "
        "is there a loop that never ends?"
    )


def _rounded(seconds: float) -> str:
    return f"{seconds:.2f}".removesuffix("0")
