"""A forked child: it confines itself, then serves one session."""

import os
import resource
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

from autograder.calls.answer import Bounds
from autograder.calls.wire import CONFINED
from autograder.worker import serving
from autograder.worker.importing import Packages
from autograder.worker.layers import landlock, mounts, namespaces, privileges, rlimits, seccomp

__all__ = ["Confinement", "coarse", "main", "precise"]

_SOCKET: Final = 3
_RULES: Final = 4
_MOST_OWN: Final = 5  # descriptors that a process has: one that may have no more opens no file
_EXIT_ON_ERROR: Final = 70
_PROC: Final = Path("/proc")

# The C library reads these when it loads a library or tells the time.
_SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
_SYSTEM_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo", "/dev/urandom")


@dataclass(frozen=True)
class Confinement:
    """The layers that each child of a server applies.

    Attributes
    ----------
    layers : tuple of str
        The layers this machine has.
    readable : tuple of Path
        Folders that hold the interpreter, the packages and the system's libraries.
    rules : int
        The descriptor of the precise rules for files; -1 where there is no Landlock.
    server : int
        The server's process number, as the child sees it.
    """

    layers: tuple[str, ...]
    readable: tuple[Path, ...]
    rules: int
    server: int


def coarse(python_folders: Iterable[Path], packages: Packages) -> Iterator[Path]:
    """Yield the folders that a child may read, if `precise` allows it too."""
    yield from python_folders
    yield from packages.folders()
    yield from map(Path, _SYSTEM_LIBRARIES)
    yield from map(Path, _SYSTEM_FILES)


def precise(python_folders: Iterable[Path], packages: Packages) -> Iterator[Path]:
    """Yield the parts of the interpreter and the packages, entry by entry.

    The folder of the standard library also holds the packages that others have installed, and
    perhaps this kit, and a rule for a folder holds for everything beneath it.
    """
    for folder in python_folders:
        if folder.is_dir():
            yield from (entry for entry in folder.iterdir() if entry.name not in mounts.OF_OTHERS)
        else:
            yield folder
    yield from packages.folders()
    for name in _SYSTEM_LIBRARIES:
        for folder in (Path(name), *Path(name).glob("*-linux-*")):
            yield from folder.glob("lib*.so*")
    yield from map(Path, _SYSTEM_FILES)


def main(
    folder: Path,
    descriptors: Sequence[int],
    confinement: Confinement,
    bounds: Bounds,
    packages: Packages,
) -> NoReturn:
    """Serve one session in a process that was just forked; never return."""
    try:
        _take_descriptors(descriptors, confinement.rules)
        _confine(folder, confinement, bounds, packages)
        os.write(1, CONFINED)
        serving.serve(_SOCKET, _SOCKET, packages, bounds)
    except BaseException:  # nothing may return into the server's loop
        traceback.print_exc()
    finally:
        # No exit handlers: a student's code may have registered some.
        os._exit(_EXIT_ON_ERROR)


def _take_descriptors(descriptors: Sequence[int], rules: int) -> None:
    """Keep the session's socket, two pipes for output and the rules; close everything else."""
    # Copies have higher numbers than 0 to 4, so that none is overwritten before it is copied.
    connection, out, err = (os.dup(descriptor) for descriptor in descriptors)
    held = os.dup(rules) if rules >= 0 else -1
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(out, 1)
    os.dup2(err, 2)
    # Whether they are inheritable does not matter: there is no exec.
    os.dup2(connection, _SOCKET)
    if held >= 0:
        os.dup2(held, _RULES)
    last = _RULES if held >= 0 else _SOCKET
    os.closerange(last + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])


def _confine(folder: Path, confinement: Confinement, bounds: Bounds, packages: Packages) -> None:
    layers = confinement.layers
    os.setsid()
    if "namespaces" in layers:
        namespaces.enter_own()
    if "disk" in layers:
        mounts.confine(folder, bounds.disk_mb, bounds.files)
    os.chdir(folder)
    # The server has looked for it already, and remembers its own.
    tempfile.tempdir = str(folder)
    os.environ["HOME"] = os.environ["TMPDIR"] = os.environ["MPLCONFIGDIR"] = str(folder)
    if "rlimits" in layers:
        rlimits.confine(bounds)
    if "disk" in layers:
        # It would show the processes outside.
        mounts.hide(_PROC)
    if "privileges" in layers:
        privileges.confine(confinement.server)
    if "landlock" in layers:
        if bounds.open_files > _MOST_OWN:
            landlock.enforce(_RULES)
            landlock.confine(confinement.readable, (folder, Path(os.devnull)))
        else:
            os.close(_RULES)
            landlock.confine((), ())
    # Last: the filter refuses calls that the other layers need.
    if "seccomp" in layers:
        seccomp.confine(for_frameworks=bool(packages.frameworks))
    sys.dont_write_bytecode = True
