"""Calls of the Linux kernel for which Python has no function."""

import ctypes
import os
import platform
import sys
from pathlib import Path
from typing import Final

__all__ = ["MACHINE", "failure", "libc", "mount", "prctl", "syscall", "unmount"]

_DETACH: Final = 2

MACHINE: Final = platform.machine() if sys.platform == "linux" else ""

libc: Final = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def prctl(option: int, *arguments: int) -> None:
    """Call prctl(2).

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    values = [ctypes.c_ulong(argument) for argument in (*arguments, 0, 0, 0, 0)[:4]]
    if libc.prctl(option, *values) != 0:
        raise failure()


def syscall(number: int, *arguments: int | ctypes.Structure | None) -> int:
    """Call syscall(2) with numbers, or structures passed by their address.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    values = [
        ctypes.byref(argument)
        if isinstance(argument, ctypes.Structure)
        else ctypes.c_long(argument or 0)
        for argument in arguments
    ]
    result: int = libc.syscall(ctypes.c_long(number), *values)
    if result < 0:
        raise failure()
    return result


def mount(source: str, target: Path, kind: str, flags: int, options: str) -> None:
    """Call mount(2).

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    texts = [text.encode() for text in (source, str(target), kind)]
    if libc.mount(*texts, ctypes.c_ulong(flags), options.encode()) != 0:
        raise failure()


def unmount(target: Path) -> None:
    """Call umount2(2), detaching what is mounted.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    if libc.umount2(str(target).encode(), _DETACH) != 0:
        raise failure()


def failure() -> OSError:
    """Return the error of the call of `libc` that has just failed."""
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
