"""Which layers this machine has, asked in a process that may be spoilt by the asking."""

import tempfile
from pathlib import Path

from autograder.isolation.layers import disk, landlock, namespaces, privileges, rlimits, seccomp

__all__ = ["absent", "absent_disk"]


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
    return found | {"disk": absent_disk(found["namespaces"])}


def absent_disk(no_namespaces: str) -> str:
    """Return why no private disk can be had, or nothing; tried, in the namespaces at hand."""
    if no_namespaces:
        return "it needs namespaces, which are absent"
    with tempfile.TemporaryDirectory(prefix="survey-") as scratch:
        try:
            namespaces.keep_mounts()
            disk.confine(Path(scratch), 1, 1)
        except OSError as error:
            return f"this machine lets nobody mount a file system in memory ({error.strerror})"
        disk.leave(Path(scratch))
    return ""
