"""User, pid, mount, network, IPC and UTS namespaces; unshare(2).

The server enters them all once, and becomes process 1 there: when it ends, however it ends, the
kernel ends everything that came from it. Each session then gets pid, mount, network and IPC
namespaces of its own within. Its process is process 1 of its session: it sees no other process,
and when it is killed, every process that it started is dead before the kill returns. Its
network is empty, even its loopback is switched off, so it can reach nothing even where the
filter of system calls is absent.
"""

import os
from pathlib import Path
from typing import Final

from autograder.worker.layers import kernel

__all__ = ["PidNamespaces", "enter", "enter_own", "keep_mounts"]

_NEW_USER, _NEW_PID, _NEW_MOUNT = 0x10000000, 0x20000000, 0x00020000
_NEW_UTS, _NEW_IPC, _NEW_NETWORK = 0x04000000, 0x08000000, 0x40000000
_MS_REC, _MS_PRIVATE = 0x4000, 0x40000

_OF_A_SESSION: Final = _NEW_MOUNT | _NEW_NETWORK | _NEW_IPC


def enter() -> str:
    """Put the calling process into namespaces of its own; return why not, or nothing.

    Its next child is process 1 in them. Only a process with one thread can do this. A user
    namespace allows it without privileges; a privileged process can do it without one. Its user
    and group stay the same.
    """
    apart = _NEW_PID | _NEW_MOUNT | _NEW_NETWORK | _NEW_IPC | _NEW_UTS
    user, group = os.geteuid(), os.getegid()
    try:
        kernel.call("unshare", _NEW_USER | apart)
    except OSError as refused:
        try:
            kernel.call("unshare", apart)
        except OSError:
            return f"this machine allows no namespaces ({refused.strerror})"
        return ""
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    except OSError as error:
        return f"this machine allows no user namespaces ({error.strerror})"
    return ""


def keep_mounts() -> None:
    """Keep the mounts of the calling process inside its namespace, and others out of it.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    kernel.mount("none", Path("/"), "", _MS_REC | _MS_PRIVATE, "")


class PidNamespaces:
    """Pid namespaces for the children of the server, one each.

    A process can choose a pid namespace for its children once; before it can choose again it must
    go back to its own.
    """

    def __init__(self) -> None:
        self._own = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)

    def fork(self) -> int:
        """Fork; the child is process 1 of a pid namespace of its own.

        Raises
        ------
        OSError
            If the kernel refuses.
        """
        kernel.call("unshare", _NEW_PID)
        child = -1
        try:
            child = os.fork()
        finally:
            if child:
                kernel.call("setns", self._own, _NEW_PID)
        return child


def enter_own() -> None:
    """Give the process of a session mount, network and IPC namespaces of its own.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    kernel.call("unshare", _OF_A_SESSION)
