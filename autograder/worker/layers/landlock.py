"""Rules for reading and writing files: landlock(7).

Two rulesets meet. The server writes one once, file by file, with the interpreter, the packages
and the folder of all sessions in it; that takes a millisecond or two. Each child enforces it on
itself, and a second one that it writes itself, with a short list of coarse folders and its own
folder. A file must be allowed by both. The server itself is not confined: a confined process
cannot mount.
"""

import errno
import os
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from autograder.worker.layers import kernel

__all__ = ["confine", "enforce", "missing", "ruleset", "version"]

_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION_QUESTION = 1
_PATH_BENEATH = 1

_EXECUTE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 2, 1 << 3
_WRITE_FILE, _TRUNCATE, _IOCTL_DEV = 1 << 1, 1 << 14, 1 << 15
_REFER = 1 << 13
# Remove and make files, folders and links, but no device, socket or FIFO.
_CHANGE = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 12
_MAKE_SPECIAL = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11

# Python maps shared libraries executable, which asks only for the right to read.
_READ: Final = _READ_FILE | _READ_DIR
_WRITE: Final = _READ | _WRITE_FILE | _CHANGE
_OF_A_FILE: Final = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEV

# The structures of the kernel: rights on files, on the network and on other processes; the rights
# beneath a folder, and its descriptor.
_RULESET: Final = struct.Struct("=3Q")
_BENEATH: Final = struct.Struct("=Qi")


def missing() -> str:
    """Return why the layer is absent, or nothing; the calling process gains no privileges anymore.

    A filter around this process, as containers have, may refuse any of the three calls.
    """
    try:
        version()
    except OSError as error:
        if error.errno == errno.EOPNOTSUPP:
            return "Landlock is switched off: the kernel's lsm= names the others alone"
        return kernel.refused("landlock_create_ruleset", error)
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    for name, number, arguments in (
        ("landlock_add_rule", _ADD_RULE, (-1, _PATH_BENEATH, _BENEATH.pack(0, -1), 0)),
        ("landlock_restrict_self", _RESTRICT, (-1, 0)),
    ):
        try:
            kernel.syscall(number, *arguments)
        except OSError as error:
            # The kernel gets as far as to look for the rules.
            if error.errno != errno.EBADF:
                return kernel.refused(name, error)
    return ""


def version() -> int:
    """Return the version of Landlock that the kernel has; from 6 on it scopes signals.

    Raises
    ------
    OSError
        If the kernel has none.
    """
    return kernel.syscall(_CREATE, None, 0, _VERSION_QUESTION)


def ruleset(
    readable: Iterable[Path], writable: Iterable[Path], listable: Iterable[Path] = ()
) -> int:
    """Return the descriptor of a set of rules: these files and no others.

    Everything beneath a listable folder can be listed, not read. Paths that do not exist are
    ignored. TCP, abstract sockets and signals to processes outside are refused too, where
    the kernel can.

    Raises
    ------
    OSError
        If the kernel does not take the rules.
    """
    known = version()
    handled = _READ | _EXECUTE | _WRITE_FILE | _CHANGE | _MAKE_SPECIAL
    handled |= _REFER if known >= 2 else 0
    handled |= _TRUNCATE if known >= 3 else 0
    handled |= _IOCTL_DEV if known >= 5 else 0
    rules = _RULESET.pack(handled, 0b11 if known >= 4 else 0, 0b11 if known >= 6 else 0)
    descriptor = kernel.syscall(_CREATE, rules, len(rules), 0)
    try:
        for paths, access in (
            (readable, _READ),
            (writable, _WRITE | _TRUNCATE | _REFER),
            (listable, _READ_DIR),
        ):
            for path in paths:
                _allow(descriptor, path, access & handled)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def enforce(descriptor: int) -> None:
    """Hold the calling process to a set of rules forever, and close its descriptor.

    Raises
    ------
    OSError
        If the kernel does not take the rules.
    """
    try:
        kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
        kernel.syscall(_RESTRICT, descriptor, 0)
    finally:
        os.close(descriptor)


def confine(readable: Iterable[Path], writable: Iterable[Path]) -> None:
    """Refuse the calling process forever every file that is not beneath one of these.

    Raises
    ------
    OSError
        If the kernel does not take the rules.
    """
    enforce(ruleset(readable, writable))


def _allow(rules: int, path: Path, access: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            access &= _OF_A_FILE
        kernel.syscall(_ADD_RULE, rules, _PATH_BENEATH, _BENEATH.pack(access, descriptor), 0)
    finally:
        os.close(descriptor)
