"""A disk and a root of the sandbox's own: small file systems in memory; tmpfs(5), pivot_root(2).

The disk is a session's folder. The kernel bounds its size and its number of files in total, and it
is gone with the mount namespace that holds it: with the last process of its session.

Landlock refuses to read other files, and still lets stat(2) tell that they exist and how large they
are. So the server, once it is in its own mount namespace, builds a small root in memory: the paths
that a worker needs, each a read-only bind of the machine's, and its own folder, the only one that
can be written. Then it leaves the old root forever, and so does every session forked afterwards.
Until the last step nothing has changed for anybody: if one fails, the old root stays.
"""

import os
import struct
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from autograder.worker.layers import kernel, namespaces

__all__ = ["NO_NAMESPACES", "confine", "enter_root", "hide", "missing_disk", "missing_root"]

NO_NAMESPACES: Final = "it needs namespaces, which are absent"

_MS_READ_ONLY, _MS_NO_SUID, _MS_NO_DEVICES, _MS_NO_EXEC = 1, 2, 4, 8
_MS_BIND, _MS_REC = 0x1000, 0x4000
_BARE: Final = _MS_NO_SUID | _MS_NO_DEVICES | _MS_NO_EXEC
_PIVOT_ROOT: Final = {"x86_64": 155, "aarch64": 41}
_MOUNT_SETATTR: Final = 442
_AT_EMPTY_PATH, _AT_RECURSIVE = 0x1000, 0x8000
_READ_ONLY, _NO_SUID = 0x1, 0x2

# Devices, and /proc, by which namespaces are entered; a session hides it from itself.
_SYSTEM: Final = (Path(os.devnull), Path("/dev/urandom"), Path("/proc"))
# Other packages beside the standard library are covered; those that are needed are bound there.
OF_OTHERS: Final = ("site-packages", "dist-packages")


def confine(folder: Path, disk_mb: float, files: int) -> None:
    """Mount an empty file system on `folder`, seen in this mount namespace alone.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    size = max(1, int(disk_mb * 1024))
    # The folder itself takes one of the files.
    options = f"size={size}k,nr_inodes={files + 1},mode=0700"
    kernel.mount("tmpfs", folder, "tmpfs", _BARE, options)


def hide(folder: Path) -> None:
    """Mount an empty, read-only file system on `folder`, which hides the files beneath it.

    Raises
    ------
    OSError
        If the kernel refuses.
    """
    kernel.mount("tmpfs", folder, "tmpfs", _BARE | _MS_READ_ONLY, "size=4k,nr_inodes=2,mode=0500")


def missing_disk(no_namespaces: str) -> str:
    """Return why no private disk can be had, or nothing; tried, in the present namespaces."""
    if no_namespaces:
        return NO_NAMESPACES
    with tempfile.TemporaryDirectory(prefix="layers-") as scratch:
        try:
            namespaces.keep_mounts()
            confine(Path(scratch), 1, 1)
        except OSError as error:
            return f"this machine lets nobody mount a file system in memory ({error.strerror})"
        kernel.unmount(Path(scratch))
    return ""


def missing_root(no_disk: str) -> str:
    """Return why no private root can be had, or nothing; tried by a child, which enters one."""
    if no_disk:
        return no_disk
    with tempfile.TemporaryDirectory(prefix="layers-") as scratch:
        place, folder = Path(scratch, "root"), Path(scratch, "folder")
        place.mkdir()
        folder.mkdir()
        return _told_by_a_child(lambda: _entered(place, folder))


def _entered(place: Path, folder: Path) -> str:
    # Its own mounts: a change of root moves every process that shares them.
    namespaces.enter_own()
    return enter_root(place, (), folder)


def _told_by_a_child(ask: Callable[[], str]) -> str:
    """Return the result of `ask` in a forked process, which may not come back from it."""
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
    return reason or ("" if status == 0 else "the process that tried it was ended")


def enter_root(place: Path, readable: Iterable[Path], folder: Path) -> str:
    """Leave the machine's root for a small one; return why not, or nothing.

    The calling process has a mount namespace of its own, in which no mount is shared.

    Parameters
    ----------
    place : Path
        An empty folder to build the new root on.
    readable : iterable of Path
        The paths in the new root; those that do not exist are ignored.
    folder : Path
        The only folder that can be written; the process is in it afterwards.
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
        # A folder comes before the paths in it: most of these are there by then.
        for path in sorted(found, key=lambda path: len(path.parts)):
            if not os.path.lexists(_within(place, path)):
                _bind(path, place)
                _cover(path, place)
        _within(place, own).mkdir(parents=True, exist_ok=True)
        # All of it, and again what was bound: its root and the covers are full now.
        _seal(place)
        kernel.mount(str(own), _within(place, own), "", _MS_BIND | _MS_REC, "")
    except OSError:
        kernel.unmount(place)
        raise


def _linked(place: Path, path: Path) -> Path:
    """Return the real place of `path`; make the links on the way to it in the root as well."""
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
    # In a user namespace it must be recursive, or it would show the files that a mount hides.
    kernel.mount(str(path), target, "", _MS_BIND | _MS_REC, "")
    # At once: the next steps must not make anything in a folder of the machine.
    _seal(target)


def _cover(path: Path, place: Path) -> None:
    if not path.is_dir() or path == Path("/proc"):
        return
    for pattern in (*OF_OTHERS, *(f"python3*/{name}" for name in OF_OTHERS)):
        for others in path.glob(pattern):
            if others.is_dir() and not others.is_symlink():
                options = "size=1m,nr_inodes=1024,mode=0755"
                flags = _MS_NO_SUID | _MS_NO_DEVICES
                kernel.mount("tmpfs", _within(place, others), "tmpfs", flags, options)


def _seal(mounted: Path) -> None:
    """Make a mount and all mounts beneath it read-only."""
    # To set, to clear; propagation and user namespace stay.
    attributes = struct.pack("=4Q", _READ_ONLY | _NO_SUID, 0, 0, 0)
    descriptor = os.open(mounted, os.O_PATH | os.O_CLOEXEC)
    try:
        kernel.syscall(
            _MOUNT_SETATTR,
            descriptor,
            b"",
            _AT_RECURSIVE | _AT_EMPTY_PATH,  # the descriptor itself
            attributes,
            len(attributes),
        )
    finally:
        os.close(descriptor)


def _pivot(place: Path) -> None:
    before = Path.cwd()
    os.chdir(place)
    try:
        # This mounts the old root on the new one; then it is unmounted.
        kernel.syscall(_PIVOT_ROOT[kernel.MACHINE], b".", b".")
    except OSError:
        os.chdir(before)
        kernel.unmount(place)
        raise
    kernel.unmount(Path())
