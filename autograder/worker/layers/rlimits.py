"""Limits on memory, computing time, file size, descriptors and timers: setrlimit(2)."""

import contextlib
import math
import os
import resource
import sys
from collections.abc import Iterator

from autograder.calls.answer import Bounds

__all__ = ["confine", "confine_as_allowed"]

_MB = 1024 * 1024
_TYPICAL_SPACE = 1024 * _MB
_TYPICAL_TASKS = 4096
_MOST_TIMERS = 256


def confine(bounds: Bounds) -> None:
    """Limit the calling process, and every process it starts, to `bounds` forever."""
    for kind, limit in _limits(bounds, _address_space(), _tasks_of_the_machine()):
        _, most = resource.getrlimit(kind)
        # An unprivileged process cannot raise a limit.
        held = limit if most == resource.RLIM_INFINITY else min(limit, most)
        resource.setrlimit(kind, (held, held))


def confine_as_allowed(bounds: Bounds) -> None:
    """Do the same on a system that may lack some of the limits, or refuse them."""
    try:
        space, tasks = _address_space(), _tasks_of_the_machine()
    except (OSError, ValueError, IndexError):
        space, tasks = _TYPICAL_SPACE, _TYPICAL_TASKS
    for kind, limit in _limits(bounds, space, tasks):
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(kind, (limit, limit))


def _limits(bounds: Bounds, space: int, tasks: int) -> Iterator[tuple[int, int]]:
    # A backstop: the trusted side measures each call from outside, by the same clock.
    yield resource.RLIMIT_CPU, math.ceil(bounds.cpu_seconds) + 1
    yield resource.RLIMIT_AS, space + bounds.memory_mb * _MB
    yield resource.RLIMIT_FSIZE, int(bounds.file_mb * _MB)
    yield resource.RLIMIT_NOFILE, bounds.open_files
    yield resource.RLIMIT_NPROC, tasks + bounds.processes
    yield resource.RLIMIT_CORE, 0
    if sys.platform == "linux":
        # The kernel counts timers and queued signals of all processes of the user together.
        yield resource.RLIMIT_SIGPENDING, _MOST_TIMERS


def _address_space() -> int:
    pages = int(_words("/proc/self/statm")[0])
    return pages * os.sysconf("SC_PAGESIZE")


def _tasks_of_the_machine() -> int:
    # The kernel counts all processes of the user, not those of this session, so the limit comes
    # on top of everything that runs: it ends a fork bomb, and nobody meets it by accident.
    return int(_words("/proc/loadavg")[3].split(b"/")[1])


def _words(path: str) -> list[bytes]:
    # Not through Python's files, which cost every process a quarter of a millisecond more.
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, 256).split()
    finally:
        os.close(descriptor)
