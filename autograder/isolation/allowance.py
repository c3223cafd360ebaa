"""The time, threads and files that a call may use, and how it is stopped when it takes more."""

import errno
import os
import re
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import Final, Self

from autograder.course import Limits
from autograder.isolation.requirement import IsolationError
from autograder.isolation.usage import (
    LOADED_SHARE,
    TELLS,
    Meter,
    Ours,
    Spent,
    may_be_load,
    memory_kills,
    memory_stalls,
)

__all__ = [
    "CLOSED",
    "KILLED",
    "OUT_OF_TURN",
    "UNREADABLE",
    "Budget",
    "Died",
    "Disk",
    "Stop",
    "TimeUp",
    "UsedUp",
    "Waited",
    "Watch",
]

_LONGEST_LOOK_AWAY: Final = 0.05
_SHORTEST_LOOK_AWAY: Final = 0.001
_LEAST_SECONDS: Final = 0.1
_HARDLY: Final = 0.5
_LONGEST_TURN: Final = 0.5
_LEAST_MB: Final = 1.0
_TIMES_LONGER: Final = 10  # than its time a submission may take, on a machine that is busy
KILLED: Final = 9
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


class Waited(TimeUp):
    """A call waited longer than it may."""


class UsedUp(Stop):
    """Nothing is left of the submission's time; the budget has the sentence."""


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
        killed = number == KILLED
        why = "out of memory, or killed from outside" if killed else "a crash inside a library"
        return f"the process was ended by signal {number} ({why}) {{place}}"


class Budget:
    """The time that all calls of one submission may use together.

    Time that a busy machine keeps from it is not counted (`isolation/usage.py`), but nobody waits
    for a busy machine forever: a submission ends when it has taken ten times its time.

    Parameters
    ----------
    seconds : float
        The time for all sessions that share this budget.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._used = self._wall = self._computed = self._starved = 0.0
        self._stalled_before, self._killed_before = memory_stalls(), memory_kills()

    @property
    def left(self) -> float:
        """Seconds that are left; never less than 0."""
        return self.left_after(Spent())

    def left_after(self, call: Spent) -> float:
        """Return the seconds that are left if a call ends now that has spent `call`."""
        used = self._seconds - self._used - call.used
        wall = self._longest - self._wall - call.wall
        return max(0.0, min(used, wall))

    def is_spent_without_sleep(self, call: Spent) -> bool:
        """Tell whether nothing is left after `call`, even if it did not sleep at all."""
        used = self._used + call.computed
        return used >= self._seconds or self._wall + call.wall >= self._longest

    @property
    def used_up(self) -> str:
        """The sentence for the student, once nothing is left."""
        if self._used >= self._seconds:
            return f"this submission used its {self._seconds:g} s"
        return (
            f"this machine was so busy that in {self._longest:g} s this submission had only "
            f"{_rounded(self._used)} s of its {self._seconds:g} s"
        )

    def spend(self, call: Spent) -> None:
        """Count a call that has ended."""
        self._used += call.used
        self._wall += call.wall
        self._computed += call.computed
        self._starved += call.perhaps_starved

    @property
    def met_load(self) -> bool:
        """Whether the machine's load may be the reason why nothing is left."""
        return (
            self._wall >= self._longest
            or may_be_load(self._wall, self._starved, self._used, self._computed)
            or self.memory_was_short
        )

    @property
    def memory_was_short(self) -> bool:
        """Whether processes of this machine waited for memory for a tenth of the time, or died."""
        stalled = memory_stalls() - self._stalled_before
        return stalled > LOADED_SHARE * max(self._wall, 1.0) or memory_kills() > self._killed_before

    @property
    def _longest(self) -> float:
        return _TIMES_LONGER * self._seconds


@dataclass
class Disk:
    """A folder on the machine's own disk, watched because the kernel cannot bound it.

    A file that was removed takes its place as long as the process has it open or mapped. Of one
    that is only mapped the system tells no size: it counts as large as a file may be.
    """

    folder: Path
    pid: int
    limits: Limits
    _looked_at_maps: float = field(default=0.0, init=False)
    _mapped: int = field(default=0, init=False)

    def require_room(self) -> None:
        """Make sure that a file could not be written for another reason than a full disk.

        Raises
        ------
        IsolationError
            If the disk is full: that is the machine's fault.
        """
        free_mb = shutil.disk_usage(self.folder).free / 2**20
        if free_mb < _LEAST_MB:
            raise IsolationError(
                f"the disk of {self.folder} is full ({free_mb:.1f} MB are free), so a submission "
                "could not write its files; make room, or set TMPDIR to a folder on another disk"
            )

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
        opened, thread = set(), self._living_thread()
        with suppress(OSError), os.scandir(thread / "fd") as entries:
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
                maps = (thread / "maps").read_bytes()
                own = re.escape(os.fsencode(self.folder))
                mapped = re.findall(rb" (\d+) +" + own + rb"/.*\(deleted\)$", maps, re.MULTILINE)
                self._mapped = len({int(inode) for inode in mapped} - opened)
        yield int(self._mapped * self.limits.file_mb * 2**20)

    def _living_thread(self) -> Path:
        """Return the folder of a thread that has not ended; of one that has, nothing is listed."""
        threads = Path(f"/proc/{self.pid}/task")
        main = threads / str(self.pid)
        if not _has_memory(main):
            with suppress(OSError):
                return next(filter(_has_memory, threads.iterdir()), main)
        return main


def _has_memory(thread: Path) -> bool:
    with suppress(OSError):
        return not (thread / "statm").read_bytes().startswith(b"0 ")
    return False


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
    """Measures one call of a process against its limits, from outside; a context manager.

    Where the system does not tell the computing time of another process, all the time that a call
    takes counts as waiting.

    Parameters
    ----------
    meter : Meter
        Reads what the process uses.
    limits : Limits
        The limits on its computing, its waiting and its threads.
    budget : Budget
        The time that the submission has left; the call is counted in it.
    share : float
        How much of the time limits this call has; never less than 0.1 s.
    disk : Disk, optional
        The folder to watch, if the kernel does not bound it.
    """

    def __init__(
        self, meter: Meter, limits: Limits, budget: Budget, share: float, disk: Disk | None
    ) -> None:
        self._cpu_seconds, self._wall_seconds = (
            min(seconds, max(seconds * share, _LEAST_SECONDS))
            for seconds in (limits.cpu_seconds, limits.wall_seconds)
        )
        self._most_threads = limits.processes
        self._meter = meter
        self._budget = budget
        self._disk = disk
        self._spent = Spent()
        self._cpu_start = meter.computed()
        self._reading = meter.begin()
        self._looks = 0
        self._hardly_ran = self._starves = False
        self._ready: dict[str, str] = {}
        self._over_since = inf
        self._begin()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._measure()
        self._budget.spend(self._spent)

    def look(self) -> float:
        """Return for how many seconds one may look away.

        Raises
        ------
        Stop
            If the allowance is used up.
        """
        self._looks += 1
        if self._looks > 1:  # otherwise it has just begun
            self._measure()
        spent = self._spent
        computed = self._reading.computed - self._cpu_start
        left = self._budget.left_after(spent)
        waited = self.waited
        starving = self._is_graced(left <= 0 or waited >= self._wall_seconds)
        if left <= 0 and (not starving or self._budget.is_spent_without_sleep(spent)):
            raise UsedUp
        if computed >= self._cpu_seconds:
            raise TimeUp(_endless(self._cpu_seconds))
        if waited >= self._wall_seconds and not (starving and spent.computed < self._wall_seconds):
            raise Waited(self._waited_too_long(computed))
        if self._disk is not None:
            self._disk.look()
        if self._looks > 1 and self._meter.threads() > self._most_threads:
            raise Stop(f"started more than {self._most_threads} threads {{place}}")
        self._away = _LONGEST_LOOK_AWAY
        if not starving:
            left = min(left, self._wall_seconds - waited, self._cpu_seconds - computed)
            self._away = max(min(left, self._away), _SHORTEST_LOOK_AWAY)
        return self._away

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Do not count the block: the trusted side is at work, which has limits of its own."""
        try:
            yield
        finally:
            self._begin()
            self._reading = self._meter.begin()

    @property
    def waited(self) -> float:
        """The seconds of the call so far, without those that the machine kept from it."""
        return min(self._spent.wall, self._spent.used)

    @property
    def met_load(self) -> bool:
        """Whether the machine's load may be the reason why this call waited too long."""
        return self._starves or self._spent.met_load or self._budget.memory_was_short

    def _is_graced(self, is_over: bool) -> bool:
        """Tell whether a limit may be met only by a wait for a processor that still goes on.

        It is counted when it ends. A thread that waits cannot be told from one that runs, until it
        has not run by the next look either. Nobody waits for the end of a wait longer than a turn
        takes on a very busy machine.
        """
        self._over_since = min(self._over_since, self._spent.wall) if is_over else inf
        before = self._ready
        self._ready = self._meter.ready() if is_over and self._hardly_ran else {}
        self._starves = bool(before.items() & self._ready.items())
        may_starve = self._starves or (bool(self._ready) and not before)
        return may_starve and self._spent.wall - self._over_since < _LONGEST_TURN

    def _begin(self) -> None:
        self._away = _LONGEST_LOOK_AWAY
        self._ours = self._meter.ours()
        self._since = time.monotonic()

    def _measure(self) -> None:
        """Add the time since the last look to what the call has spent."""
        before, away = (self._since, self._reading, self._ours), self._away
        self._begin()
        since, reading, ours = before
        self._reading = self._meter.read()
        ran = self._reading.computed - reading.computed
        self._hardly_ran = ran < _HARDLY * (self._since - since)
        self._spent.add(
            self._since - since,
            away,
            reading,
            self._reading,
            Ours(self._ours.at_work - ours.at_work, self._ours.held_up - ours.held_up),
        )

    def _waited_too_long(self, computed: float) -> str:
        seconds = self._wall_seconds
        # A loop may get too little of a busy processor to reach its limit on computing. Where
        # the system tells no computing time, it may be either.
        if computed > seconds / 4:
            return _endless(computed)
        if computed or TELLS:
            return (
                f"stopped after {_rounded(seconds)} s of waiting {{place}}; "
                "does it sleep or wait for input?"
            )
        return (
            f"stopped after {_rounded(seconds)} s {{place}}; is there a loop that never ends, "
            "or does it sleep or wait for input?"
        )


def _endless(seconds: float) -> str:
    return (
        f"stopped after {_rounded(seconds)} s of computing {{place}}; "
        "is there a loop that never ends?"
    )


def _rounded(seconds: float) -> str:
    return f"{seconds:.2f}".removesuffix("0")
