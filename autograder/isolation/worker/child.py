"""What a forked child does: confine itself, forget the worker, then serve one session."""

import os
import resource
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from autograder.isolation.layers import landlock, privileges, rlimits, seccomp
from autograder.isolation.worker import session

__all__ = ["Confinement", "coarse", "main", "precise"]

_SOCKET: Final = 3
_EXIT_ON_ERROR: Final = 70

# What the C library looks at when it loads a library or tells the time.
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom")
_OF_OTHERS = ("site-packages", "dist-packages")


@dataclass(frozen=True)
class Confinement:
    """What the server knows of the layers, for each child to apply.

    Attributes
    ----------
    bounds : Bounds
        What one session's process may use.
    layers : tuple of str
        The layers this machine has.
    readable : tuple of Path
        Folders that hold the interpreter, NumPy and the system's libraries.
    server : int
        The process that forks.
    """

    bounds: rlimits.Bounds
    layers: tuple[str, ...]
    readable: tuple[Path, ...]
    server: int


def coarse(python_folders: Iterable[Path]) -> Iterator[Path]:
    """Yield the folders that a child may read, where `precise` is in force too."""
    yield from python_folders
    yield from map(Path, _SYSTEM_LIBRARIES)
    yield from map(Path, _SYSTEM_FILES)


def precise(python_folders: Iterable[Path]) -> Iterator[Path]:
    """Yield what the interpreter and NumPy consist of, entry by entry.

    The folder of the standard library also holds what others have installed, this kit among
    them perhaps, and a rule for a folder holds for everything beneath it.
    """
    for folder in python_folders:
        if folder.name.startswith("numpy") or not folder.is_dir():
            yield folder
        else:
            yield from (entry for entry in folder.iterdir() if entry.name not in _OF_OTHERS)
    for name in _SYSTEM_LIBRARIES:
        for folder in (Path(name), *Path(name).glob("*-linux-*")):
            yield from folder.glob("lib*.so*")
    yield from map(Path, _SYSTEM_FILES)


def main(folder: Path, descriptors: Sequence[int], confinement: Confinement) -> NoReturn:
    """Serve one session in a process that was just forked; never return."""
    try:
        _take_descriptors(descriptors)
        _confine(folder, confinement)
        session.serve(_SOCKET, confinement.bounds.memory_mb)
    except BaseException:  # nothing may return into the server's loop
        traceback.print_exc()
    finally:
        # No exit handlers: a student's code may have registered some.
        os._exit(_EXIT_ON_ERROR)


def _take_descriptors(descriptors: Sequence[int]) -> None:
    """Keep the session's socket and the two pipes for output; close everything else."""
    connection, out, err = descriptors
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    # Inheritable or not is of no interest: there is no exec.
    os.dup2(connection, _SOCKET)
    os.closerange(_SOCKET + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _confine(folder: Path, confinement: Confinement) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ["HOME"] = os.environ["TMPDIR"] = str(folder)
    if "rlimits" in confinement.layers:
        rlimits.confine(confinement.bounds)
    if "privileges" in confinement.layers:
        privileges.confine(confinement.server)
    if "landlock" in confinement.layers:
        landlock.confine(confinement.readable, (folder, Path(os.devnull)))
    # Last: the filter refuses some of what the layers before it need.
    if "seccomp" in confinement.layers:
        seccomp.confine()
    sys.dont_write_bytecode = True
