"""Which layers this machine has, asked in a process that may be spoilt by the asking."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from autograder.worker.layers import (
    disk,
    landlock,
    namespaces,
    privileges,
    rlimits,
    root,
    seccomp,
)

__all__ = ["NO_NAMESPACES", "absent", "absent_disk"]

NO_NAMESPACES: Final = "it needs namespaces, which are absent"


def absent() -> dict[str, str]:
    """Return each layer, with the reason why it is absent: empty where it can be had.

    The calling process enters namespaces by this, if it can.
    """
    found = {
        "privileges": privileges.missing(),
        "rlimits": rlimits.missing(),
        "landlock": landlock.missing(),
        "seccomp": seccomp.missing(),
        "namespaces": namespaces.enter(),
    }
    found["disk"] = absent_disk(found["namespaces"])
    return found | {"root": _absent_root(found["namespaces"], found["disk"])}


def absent_disk(no_namespaces: str) -> str:
    """Return why no private disk can be had, or nothing; tried, in the namespaces at hand."""
    if no_namespaces:
        return NO_NAMESPACES
    with tempfile.TemporaryDirectory(prefix="layers-") as scratch:
        try:
            namespaces.keep_mounts()
            disk.confine(Path(scratch), 1, 1)
        except OSError as error:
            return f"this machine lets nobody mount a file system in memory ({error.strerror})"
        disk.leave(Path(scratch))
    return ""


def _absent_root(no_namespaces: str, no_disk: str) -> str:
    """Return why no private root can be had, or nothing."""
    if no_namespaces or no_disk:
        return NO_NAMESPACES if no_namespaces else no_disk
    with tempfile.TemporaryDirectory(prefix="layers-") as scratch:
        place, folder = Path(scratch, "root"), Path(scratch, "folder")
        place.mkdir()
        folder.mkdir()
        return _told_by_a_child(lambda: _entered(place, folder))


def _entered(place: Path, folder: Path) -> str:
    # Its own mounts: who leaves a root takes along everybody who shares the mounts.
    namespaces.enter_own()
    return root.enter(place, (), folder)


def _told_by_a_child(ask: Callable[[], str]) -> str:
    """Return what `ask` returns in a forked process, which may not come back from it."""
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(sink, ask().encode())
            os._exit(0)
        except BaseException as error:  # nothing may return into the caller
            os.write(sink, f"it cannot be tried ({error})".encode())
        finally:
            os._exit(1)
    os.close(sink)
    with os.fdopen(source, encoding="utf-8") as told:
        reason = told.read()
    _, status = os.waitpid(child, 0)
    return reason or ("" if status == 0 else "who tried it was ended")
