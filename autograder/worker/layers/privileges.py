"""No privileges, now or later: capset(2) and no_new_privs; and death with the parent."""

import os
import signal
import struct

from autograder.worker.layers import kernel

__all__ = ["adopt_orphans", "confine", "die_with_parent", "missing"]

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_CAPABILITY_VERSION_3 = 0x20080522


def missing() -> str:
    """Return why the layer is absent, or nothing.

    A process is also held by its descriptor, by which the trusted side sees that it has ended.
    """
    if not kernel.MACHINE:
        return "this system is not Linux"
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError as error:
        return kernel.refused("pidfd_open", error)
    return ""


def confine(parent: int) -> None:
    """Give up every capability forever, and die when the process `parent` does.

    In a pid namespace of its own, a process sees its parent as process 0.

    Raises
    ------
    OSError
        If the kernel refuses, or the parent is dead already.
    """
    die_with_parent(parent)
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    # Effective, permitted and inheritable, twice: the low and the high 32 capabilities.
    none = bytes(6 * 4)
    kernel.call("capset", struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), none)


def die_with_parent(parent: int) -> None:
    """Be killed when the process `parent` ends, however it ends.

    Raises
    ------
    OSError
        If the kernel refuses, or the parent is dead already.
    """
    # The server has one thread and forks in it, so its death is the death of that thread.
    kernel.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise ProcessLookupError("the parent ended during the fork")


def adopt_orphans() -> None:
    """Become the parent of every descendant that loses its own, however it was detached."""
    kernel.prctl(_PR_SET_CHILD_SUBREAPER, 1)
