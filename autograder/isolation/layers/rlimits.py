"""Limits on memory, computing time, file size and descriptors: setrlimit(2)."""

import math
import os
import resource
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Bounds", "confine", "missing"]

_MB = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """What one process may use; the names are those of `course.limits.Limits`."""

    cpu_seconds: float
    memory_mb: int
    processes: int
    file_mb: float
    open_files: int
    disk_mb: float
    files: int


def missing() -> str:
    """Return why the layer is not there: never, where the worker can run at all."""
    return ""


def confine(bounds: Bounds) -> None:
    """Limit the calling process, and whatever it starts, to `bounds`; no way back."""
    held = _address_space() + bounds.memory_mb * _MB
    # A backstop: the supervisor measures each call from outside, by the same clock.
    seconds = math.ceil(bounds.cpu_seconds) + 1
    for kind, limit in (
        (resource.RLIMIT_AS, held),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, int(bounds.file_mb * _MB)),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_NPROC, _tasks_of_the_machine() + bounds.processes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(kind)
        if most != resource.RLIM_INFINITY:
            limit = min(limit, most)  # noqa: PLW2901 - an unprivileged process cannot raise it
        resource.setrlimit(kind, (limit, limit))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGESIZE")


def _tasks_of_the_machine() -> int:
    # The kernel counts all processes of the user, not those of this session, so the limit
    # stands on top of everything that runs: enough to end a bomb, too much to hit by accident.
    return int(Path("/proc/loadavg").read_text().split()[3].split("/")[1])
