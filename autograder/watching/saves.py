"""Notices what was saved in the watched folders, and which exercises it concerns."""

import ast
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import watchfiles

from autograder.course import Course, Exercise

__all__ = ["affected", "bell", "changes", "is_loaded", "snapshot", "watched_folders", "why_polling"]

Snapshot = Mapping[Path, tuple[int, int, int]]
"""Files and what tells one state from another: time in ns, size, inode."""

_EXERCISE: Final = re.compile(r"(?:test_)?(e\d\d_\w+)")
# A waiting process has loaded these already.
_LOADED: Final = ("course.toml", "conftest.py", "pyproject.toml")
_OF_THE_COURSE: Final = (
    "autograder/checks",
    "autograder/misconceptions",
    "autograder/answers",
    "autograder/checking",
    "autograder/course",
    "solutions",
)
_ENDINGS: Final = (".py", ".json")
_STEP_MS: Final = 20  # wait until nothing comes for this long: editors write in several steps
_LONGEST_STEP_MS: Final = 200
# File systems of Linux that report no changes by another machine or by Windows.
_SILENT: Final = ("nfs", "cifs", "smb", "9p", "drvfs", "fuse.sshfs", "vboxsf", "virtiofs", "afs")


def watched_folders(course: Course, folder: Path) -> tuple[Path, ...]:
    """Return the folders whose changes concern the checks, the student's first."""
    own = (course.root / name for name in _OF_THE_COURSE)
    return (folder, *(path for path in own if path.is_dir()))


def snapshot(course: Course, folders: Sequence[Path]) -> Snapshot:
    """Return the state of all files that decide the checks' outcomes.

    Files that an editor makes for a moment (swap files, copies, locks) are left out.
    """
    paths = [course.root / name for name in _LOADED]
    for folder in folders:
        with suppress(OSError):  # gone for the moment, with all of its files
            paths += [
                path
                for path in folder.iterdir()
                if path.suffix in _ENDINGS and not path.name.startswith((".", "#", "~"))
            ]
    found = {}
    for path in paths:
        with suppress(OSError):
            status = path.stat()
            found[path] = (status.st_mtime_ns, status.st_size, status.st_ino)
    return found


def changes(before: Snapshot, after: Snapshot) -> tuple[Path, ...]:
    """Return the files that are new, changed or gone, in order of their names."""
    either = before.keys() | after.keys()
    return tuple(sorted(path for path in either if before.get(path) != after.get(path)))


def is_loaded(course: Course, path: Path) -> bool:
    """Tell whether a waiting process has loaded this file already."""
    engine = course.root / "autograder"
    return path.parent in (course.root, engine / "checking", engine / "course")


@contextmanager
def bell(folders: Sequence[Path], ring: Callable[[], None]) -> Iterator[threading.Thread]:
    """Ring when something happens in the watched folders; a snapshot then shows the change.

    Events may be lost or come in bursts, so an event is only a reason to look, and the watch also
    looks from time to time without one.

    Parameters
    ----------
    folders : sequence of Path
        The folders to watch.
    ring : callable
        Called from the thread that watches, which ends with the context.
    """
    over = threading.Event()
    thread = threading.Thread(target=_ring_until, args=(over, folders, ring), daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        over.set()
        thread.join(timeout=1.0)


def _ring_until(over: threading.Event, folders: Sequence[Path], ring: Callable[[], None]) -> None:
    while not over.wait(0.0):
        there = _there(folders)
        if not there:
            over.wait(1.0)
            continue
        try:
            for _ in watchfiles.watch(
                *there,
                watch_filter=None,
                debounce=_LONGEST_STEP_MS,
                step=_STEP_MS,
                rust_timeout=1000,
                yield_on_timeout=True,
                stop_event=over,
                raise_interrupt=False,
                force_polling=False,
                recursive=False,
            ):
                ring()
                if _there(folders) != there:
                    break  # a folder was replaced, and the old one reports nothing more
        except (OSError, RuntimeError):
            # A folder vanished, or the system has no watches left; the loop still looks.
            over.wait(1.0)


def _there(folders: Sequence[Path]) -> dict[Path, int]:
    """Return the folders that exist, and their inodes."""
    return {path: path.stat().st_ino for path in folders if path.is_dir()}


def why_polling(folder: Path) -> str:
    """Return why this folder must be polled; empty if it reports changes."""
    asked = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    if asked:
        wanted = asked not in ("false", "disable", "disabled")
        return "WATCHFILES_FORCE_POLLING is set" if wanted else ""
    if sys.platform == "win32":
        is_share = str(folder.resolve()).startswith("\\\\")
        return "it is on a network share" if is_share else ""
    kind = _file_system(folder.resolve())
    is_silent = kind.startswith(_SILENT)
    return f"a file system of type {kind} reports no changes" if is_silent else ""


def _file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Return the type of the file system of a folder; empty if it is unknown."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    kinds = {}
    for line in lines:
        _, place, kind, *_ = line.split()
        kinds[Path(place.replace("\\040", " "))] = kind
    return next((kinds[place] for place in (folder, *folder.parents) if place in kinds), "")


def affected(
    course: Course, watched: Sequence[Exercise], changed: Iterable[Path], folder: Path
) -> tuple[Exercise, ...]:
    """Return those of `watched` whose checks may now end differently, in course order.

    These are the exercise itself, those that need it, and those that import it. The imports of an
    unfinished file cannot be read; then the manifest's `needs` decide.

    Parameters
    ----------
    course : Course
        The course.
    watched : sequence of Exercise
        The watched exercises.
    changed : iterable of Path
        The files that were saved, made or removed.
    folder : Path
        The folder of the student's modules.
    """
    touched: set[str] = set()
    for path in changed:
        if is_loaded(course, path):
            return tuple(watched)
        match = _EXERCISE.fullmatch(path.stem)
        if match:
            touched.add(match[1])
        elif path.parent == folder:
            touched.add(path.stem)  # a module of the student's own
        else:
            return tuple(watched)  # something that checks or solutions share
    importing = {path.stem: set(_imported(path)) for path in sorted(folder.glob("*.py"))}
    return tuple(item for item in watched if touched & _builds_on(course, item, importing))


def _builds_on(course: Course, exercise: Exercise, importing: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [exercise.id, *(other.id for other in course.needed_by(exercise))]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += importing.get(name, ())
    return reached


def _imported(path: Path) -> Iterator[str]:
    """Yield the names in `exercises` that a module imports, anywhere in it."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = f"exercises.{node.module or ''}" if node.level else node.module or ""
            names = [f"{base}.{alias.name}".replace("..", ".") for alias in node.names]
        else:
            continue
        for name in names:
            package, _, rest = name.partition(".")
            if package == "exercises" and rest:
                yield rest.partition(".")[0]
