"""A root of its own: what the worker does not need is not there at all; pivot_root(2).

Landlock refuses to read what lies elsewhere, and still lets stat(2) tell that it exists and how
large it is. So the server, once it is in its own mount namespace, builds a small root in memory:
the same paths, each a read-only bind of what is there, and its own folder, the only one that can
be written. Then it leaves the old root for good, and with it every session forked afterwards.
Until the last step nothing has changed for anybody: where one fails, the old root stays.
"""

import ctypes
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from autograder.worker.layers import kernel

__all__ = ["enter"]

_MS_BIND, _MS_REC = 0x1000, 0x4000
_MS_NO_SUID, _MS_NO_DEVICES = 2, 4
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR: Final = 442
_AT_RECURSIVE: Final = 0x8000
_READ_ONLY, _NO_SUID = 0x1, 0x2

# Devices, and what namespaces are entered by; a session hides it from itself.
_SYSTEM: Final = (Path(os.devnull), Path("/dev/urandom"), Path("/proc"))
# What else is installed beside the standard library; packages that are needed are put there.
_OF_OTHERS: Final = ("site-packages", "dist-packages")


class _Attributes(ctypes.Structure):
    _fields_ = (
        ("set", ctypes.c_uint64),
        ("clear", ctypes.c_uint64),
        ("propagation", ctypes.c_uint64),
        ("user_namespace", ctypes.c_uint64),
    )


def enter(place: Path, readable: Iterable[Path], folder: Path) -> str:
    """Leave the root for one in which there is nothing else; return why not, or nothing.

    The calling process has a mount namespace of its own, in which no mount is shared.

    Parameters
    ----------
    place : Path
        An empty folder to build it on.
    readable : iterable of Path
        What there is, at the same paths; what does not exist is passed over.
    folder : Path
        What can be written, and where the process is afterwards.
    """
    try:
        _build(place, readable, folder)
        _pivot(place)
        os.chdir(folder)
    except OSError as error:
        return f"this machine allows no root of one's own ({error.strerror})"
    return ""


def _build(place: Path, readable: Iterable[Path], folder: Path) -> None:
    if kernel.MACHINE not in _PIVOT_ROOT:
        raise OSError(0, "unknown on this processor")
    options = "size=4m,nr_inodes=4096,mode=0755"
    kernel.mount("tmpfs", place, "tmpfs", _MS_NO_SUID | _MS_NO_DEVICES, options)
    try:
        found = {_linked(place, path) for path in (*readable, *_SYSTEM) if path.exists()}
        own = _linked(place, folder)
        # A folder comes before what is in it: most of that is there by then.
        for path in sorted(found, key=lambda path: len(path.parts)):
            if not os.path.lexists(_within(place, path)):
                _bind(path, place)
                _cover(path, place)
        _within(place, own).mkdir(parents=True, exist_ok=True)
        # All of it, what was bound already too: its root and the covers, now that they are full.
        _seal(place)
        kernel.mount(str(own), _within(place, own), "", _MS_BIND | _MS_REC, "")
    except OSError:
        kernel.unmount(place)
        raise


def _linked(place: Path, path: Path) -> Path:
    """Return where `path` really is; the links on the way there are made in the root as well."""
    current, pending = Path("/"), _parts(path)
    while pending:
        part = pending.pop()
        if part == "..":
            current = current.parent
        elif (current / part).is_symlink():
            link, target = _within(place, current / part), (current / part).readlink()
            if not os.path.lexists(link):
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(target)
            if target.is_absolute():
                current = Path("/")
            pending += _parts(target)
        else:
            current /= part
    return current


def _parts(path: Path) -> list[str]:
    """Return the parts of a path, the last one first."""
    return [part for part in reversed(path.parts) if part != "/"]


def _within(place: Path, path: Path) -> Path:
    return place / path.relative_to("/")


def _bind(path: Path, place: Path) -> None:
    target = _within(place, path)
    if path.is_dir():
        target.mkdir(parents=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    # In a user namespace it has to be recursive, or it would show what a mount hides.
    kernel.mount(str(path), target, "", _MS_BIND | _MS_REC, "")
    # At once: nothing may be made in a folder of the machine by what follows.
    _seal(target)


def _cover(path: Path, place: Path) -> None:
    for pattern in _patterns(_OF_OTHERS):
        for others in path.glob(pattern) if path.is_dir() and path != Path("/proc") else ():
            if others.is_dir() and not others.is_symlink():
                options = "size=1m,nr_inodes=1024,mode=0755"
                flags = _MS_NO_SUID | _MS_NO_DEVICES
                kernel.mount("tmpfs", _within(place, others), "tmpfs", flags, options)


def _patterns(names: Sequence[str]) -> list[str]:
    return [*names, *(f"python3*/{name}" for name in names)]


def _seal(mounted: Path) -> None:
    """Make a mount and all that are beneath it read-only."""
    attributes = _Attributes(_READ_ONLY | _NO_SUID, 0, 0, 0)
    descriptor = os.open(mounted, os.O_PATH | os.O_CLOEXEC)
    empty_path = ctypes.create_string_buffer(1)
    try:
        kernel.syscall(
            _MOUNT_SETATTR,
            descriptor,
            ctypes.addressof(empty_path),
            _AT_RECURSIVE | 0x1000,  # AT_EMPTY_PATH: the descriptor itself
            attributes,
            ctypes.sizeof(attributes),
        )
    finally:
        os.close(descriptor)


def _pivot(place: Path) -> None:
    before = Path.cwd()
    os.chdir(place)
    here = ctypes.create_string_buffer(b".")
    address = ctypes.addressof(here)
    try:
        # The old root comes to lie on the new one, and is taken away from there.
        kernel.syscall(_PIVOT_ROOT[kernel.MACHINE], address, address)
    except OSError:
        os.chdir(before)
        kernel.unmount(place)
        raise
    kernel.unmount(Path())
