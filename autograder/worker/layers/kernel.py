"""Calls of the Linux kernel for which Python has no function."""

import ctypes
import os
import platform
import sys
from pathlib import Path
from typing import Any, Final

__all__ = ["MACHINE", "SET_NO_NEW_PRIVS", "call", "mount", "prctl", "refused", "syscall", "unmount"]

SET_NO_NEW_PRIVS: Final = 38
_DETACH: Final = 2

MACHINE: Final = platform.machine() if sys.platform == "linux" else ""

_libc: Final = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library that returns a negative number if it fails.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    result: int = getattr(_libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def refused(name: str, error: OSError) -> str:
    """Return the reason why a layer is absent: the kernel, or a filter, refuses a call."""
    return f"{name} is refused ({error.strerror})"


def prctl(option: int, *arguments: int) -> None:
    """Call prctl(2).

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    values = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    call("prctl", option, *values)


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """Call syscall(2) with numbers, and bytes that are passed by their address.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    values = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return call("syscall", ctypes.c_long(number), *values)


def mount(source: str, target: Path, kind: str, flags: int, options: str) -> None:
    """Call mount(2).

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    texts = [text.encode() for text in (source, str(target), kind)]
    call("mount", *texts, ctypes.c_ulong(flags), options.encode())


def unmount(target: Path) -> None:
    """Call umount2(2), detaching what is mounted.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    call("umount2", str(target).encode(), _DETACH)
