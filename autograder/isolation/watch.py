"""The clock over one call: computing time and waiting time, taken from outside."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from autograder.isolation.stops import Stop, TimeUp

__all__ = ["Allowance", "Disk", "Watch"]

_LONGEST_LOOK_AWAY = 0.05
_SHORTEST_LOOK_AWAY = 0.001
_TELLS = Path("/proc/self/schedstat").exists()


@dataclass(frozen=True)
class Allowance:
    """What one call may use.

    Attributes
    ----------
    cpu_seconds, wall_seconds : float
        Computing time and waiting time.
    total_seconds, left_seconds : float
        The submission's whole budget, and what is left of it.
    threads : int
        How many threads the process may have.
    """

    cpu_seconds: float
    wall_seconds: float
    total_seconds: float
    left_seconds: float
    threads: int


@dataclass(frozen=True)
class Disk:
    """A folder on the machine's own disk, looked at where the kernel cannot bound it.

    What is deleted and still open is not seen; the largest file and the number of open files,
    which are limited too, bound that.
    """

    folder: Path
    most_mb: float
    most_files: int

    def look(self) -> None:
        """Add up what is there, no further than the limits.

        Raises
        ------
        Stop
            If it is too much.
        """
        size = files = 0
        pending = [self.folder]
        while pending:
            with suppress(OSError), os.scandir(pending.pop()) as entries:
                for entry in entries:
                    files += 1
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(Path(entry.path))
                    else:
                        size += _size(entry)
                    if files > self.most_files:
                        raise Stop(f"made more than {self.most_files:,} files {{place}}")
                    if size > self.most_mb * 2**20:
                        raise Stop(f"wrote more than {self.most_mb:g} MB of files {{place}}")


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:  # gone by now
        return 0


class Watch:
    """Measures one call of the process `pid` against its allowance.

    Nothing in the process is asked: a student's code may ignore signals, hold the
    interpreter's lock or set back its own timers. On a system that does not tell the computing
    time of another process, all the time that a call takes counts as waiting.
    """

    def __init__(self, pid: int, allowance: Allowance, disk: Disk | None = None) -> None:
        self._allowance = allowance
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
        allowance = self._allowance
        elapsed = time.monotonic() - self._start
        waited = elapsed - self._paused
        computed = self._cpu() - self._cpu_start
        if elapsed >= allowance.left_seconds:
            raise Stop(f"this submission used its {allowance.total_seconds:g} s")
        if computed >= allowance.cpu_seconds:
            raise TimeUp(_endless(allowance.cpu_seconds))
        if waited >= allowance.wall_seconds:
            waited -= self._starved() - self._starved_start
        if waited >= allowance.wall_seconds:
            # On a machine that does not tell, a loop may get too little of a busy processor to
            # reach its limit.
            if not computed and not _TELLS:
                raise TimeUp(
                    f"stopped after {_shown(allowance.wall_seconds)} s {{place}}; is there a "
                    "loop that never ends, or does it sleep or wait for input?"
                )
            raise TimeUp(
                _endless(computed)
                if computed > allowance.wall_seconds / 4
                else f"stopped after {_shown(allowance.wall_seconds)} s of waiting {{place}}; "
                "does it sleep or wait for input?"
            )
        self._looks += 1
        if self._disk is not None:
            self._disk.look()
        if self._looks > 1 and self._threads() > allowance.threads:
            raise Stop(f"started more than {allowance.threads} threads {{place}}")
        left = min(
            allowance.left_seconds - elapsed,
            allowance.cpu_seconds - computed,
            allowance.wall_seconds - waited,
            _LONGEST_LOOK_AWAY,
        )
        return max(left, _SHORTEST_LOOK_AWAY)

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Do not count the block as waiting: it is the trusted side that works."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._paused += time.monotonic() - start

    def _cpu(self) -> float:
        try:
            return time.clock_gettime(self._cpu_clock)
        except (OSError, AttributeError):  # not every system has the function
            return 0.0

    def _starved(self) -> float:
        """Return for how long it could have computed and was not given a processor.

        On a busy machine that is no fault of the student's and no waiting.
        """
        try:
            # Not by way of Python's files: this is read at every call.
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
        f"stopped after {_shown(seconds)} s of computing {{place}}; "
        "is there a loop that never ends?"
    )


def _shown(seconds: float) -> str:
    text = f"{seconds:.2f}"
    return text[:-1] if text.endswith("0") else text
