"""Which layers this machine has, asked in a process that may be spoilt by the asking."""

import tempfile
from pathlib import Path
from typing import Final

from autograder.isolation.layers import (
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
    with tempfile.TemporaryDirectory(prefix="survey-") as scratch:
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
    with tempfile.TemporaryDirectory(prefix="survey-") as scratch:
        return root.missing(Path(scratch))
