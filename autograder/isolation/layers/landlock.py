"""Which files may be read and written: landlock(7).

Two rulesets meet. The server confines itself once, file by file, to the interpreter, NumPy and
the folder of all sessions; that takes a millisecond or two. Each child confines itself further,
by a short list of coarse folders, to its own folder. What both allow is what remains.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.isolation.layers import kernel

__all__ = ["confine", "missing"]

_PR_SET_NO_NEW_PRIVS = 38
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_QUESTION = 1
_PATH_BENEATH = 1

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_WRITE_FILE, _TRUNCATE, _IOCTL_DEV = 1 << 1, 1 << 14, 1 << 15
_REFER = 1 << 13
# Remove and make; of what can be made, no device, socket or FIFO.
_CHANGE = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 12
_MAKE_SPECIAL = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11

# Python maps shared libraries executable, which asks only for the right to read.
_READ: Final = _READ_FILE | _READ_DIR
_WRITE: Final = _READ | _WRITE_FILE | _CHANGE
_OF_A_FILE: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"  # what _pack_ means; from Python 3.14 on it has to be said
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def missing() -> str:
    """Return why the layer is not there, or nothing."""
    try:
        _version()
    except OSError as error:
        return f"this kernel has no Landlock ({error.strerror})"
    return ""


def confine(
    readable: Iterable[Path], writable: Iterable[Path], listable: Iterable[Path] = ()
) -> None:
    """Refuse the calling process every file that is not beneath one of these, for good.

    What is beneath a listable folder can be listed, not read. Paths that do not exist are
    passed over. TCP, abstract sockets and signals to processes outside are refused too, where
    the kernel can.

    Raises
    ------
    OSError
        If the kernel does not take the rules.
    """
    version = _version()
    handled = _READ | _EXECUTE | _WRITE_FILE | _CHANGE | _MAKE_SPECIAL
    handled |= _REFER if version >= 2 else 0
    handled |= _TRUNCATE if version >= 3 else 0
    handled |= _IOCTL_DEV if version >= 5 else 0
    rules = _Ruleset(handled, 0b11 if version >= 4 else 0, 0b11 if version >= 6 else 0)
    kernel.prctl(_PR_SET_NO_NEW_PRIVS, 1)
    ruleset = kernel.syscall(_CREATE, rules, ctypes.sizeof(rules), 0)
    try:
        for paths, access in (
            (readable, _READ),
            (writable, _WRITE | _TRUNCATE | _REFER),
            (listable, _READ_DIR),
        ):
            for path in paths:
                _allow(ruleset, path, access & handled)
        kernel.syscall(_RESTRICT, ruleset, 0)
    finally:
        os.close(ruleset)


def _version() -> int:
    return kernel.syscall(_CREATE, None, 0, _VERSION_QUESTION)


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            access &= _OF_A_FILE
        kernel.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, _Beneath(access, descriptor), 0)
    finally:
        os.close(descriptor)
