"""Intake: from what students handed in to the sources of their modules, and nothing run."""

import ast
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from autograder.course import UserError

__all__ = ["Entry", "Submission", "find_entries", "read_submission"]

_MAX_MODULE: Final = 1_000_000  # bytes of one module
_MAX_FILES: Final = 2_000  # looked at in one submission
_MAX_MODULES: Final = 100  # taken along from one submission
_MAX_DEPTH: Final = 4
_PASSED_OVER: Final = re.compile(r"\.|__MACOSX$|__pycache__$|Thumbs\.db$|desktop\.ini$")


@dataclass(frozen=True)
class Entry:
    """One student's place in the folder of submissions.

    Attributes
    ----------
    student : str
        The name outside: of the folder, of the archive, or before the exercise's id.
    paths : tuple of Path
        Usually one; several single modules of one student belong together.
    """

    student: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Submission:
    """What one student handed in, ready to be run.

    Attributes
    ----------
    student, source : str
        Who, and the entry's name.
    modules : mapping of str to bytes
        Source texts by dotted name, `exercises.e07_dense`.
    notes : tuple of str
        What was left out or is missing.
    problem : str
        Why nothing of it can be graded; empty if something can.
    """

    student: str
    source: str
    modules: Mapping[str, bytes] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    problem: str = ""


class _Refused(Exception):
    """An entry that cannot be graded; its text says why."""


def find_entries(folder: Path, exercises: Sequence[str]) -> tuple[Entry, ...]:
    """Return one entry a student, sorted by name.

    Parameters
    ----------
    folder : Path
        The folder of submissions.
    exercises : sequence of str
        The ids of the course's exercises.

    Raises
    ------
    UserError
        If there is no such folder, or nothing in it.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is not a folder; give the folder that holds the submissions")
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        if not _PASSED_OVER.match(path.name):
            found.setdefault(_student(path, exercises), []).append(path)
    if not found:
        raise UserError(f"{folder} is empty; it should hold one entry a student")
    return tuple(Entry(student, tuple(paths)) for student, paths in sorted(found.items()))


def read_submission(entry: Entry, exercises: Mapping[str, Sequence[str]]) -> Submission:
    """Read the modules of one entry; whatever is wrong with it is said, not raised.

    Parameters
    ----------
    entry : Entry
        The student's entry.
    exercises : mapping of str to sequence of str
        The course's exercise ids, each with the names of its functions: a single module may be
        called after its author alone, and is then known by what it defines.
    """
    source = ", ".join(path.name for path in entry.paths)
    try:
        modules, notes = _modules(entry, exercises)
    except _Refused as refusal:
        return Submission(entry.student, source, problem=str(refusal))
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError) as error:
        # zipfile raises the last two for encryption and for methods it does not know.
        return Submission(entry.student, source, problem=f"{source} cannot be read: {error}")
    missing = [name for name in exercises if f"exercises.{name}" not in modules]
    notes += [f"{name}.py is missing" for name in missing]
    return Submission(entry.student, source, modules, tuple(notes))


def _student(path: Path, exercises: Sequence[str]) -> str:
    if path.is_dir():
        return path.name
    stem = path.stem
    for exercise in exercises:
        if stem.endswith(exercise) and stem != exercise:
            return stem.removesuffix(exercise).rstrip("_-. ") or stem
    return stem


def _modules(
    entry: Entry, exercises: Mapping[str, Sequence[str]]
) -> tuple[dict[str, bytes], list[str]]:
    single = [path for path in entry.paths if path.suffix == ".py" and path.is_file()]
    whole = [path for path in entry.paths if path not in single]
    if not whole:
        return _single_modules(single, exercises)
    notes = [f"{path.name} was left out: {whole[0].name} is there too" for path in whole[1:]]
    notes += [f"{path.name} was left out: {whole[0].name} is there too" for path in single]
    path = whole[0]
    if path.is_symlink():
        raise _Refused(f"{path.name} is a link; hand in the files themselves")
    if path.is_dir():
        return _chosen(_folder_files(path), exercises, path.name, notes)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return _chosen(_archive_files(archive), exercises, path.name, notes)
    raise _Refused(f"{path.name} is not a folder, a .zip or a .py module")


def _single_modules(
    paths: Sequence[Path], exercises: Mapping[str, Sequence[str]]
) -> tuple[dict[str, bytes], list[str]]:
    modules = {}
    for path in paths:
        if path.is_symlink():
            raise _Refused(f"{path.name} is a link; hand in the files themselves")
        source = _read_file(path)
        name = next((name for name in exercises if path.stem.endswith(name)), None)
        name = name or _named_by_content(source, exercises)
        if name is None:
            raise _Refused(f"{path.name} defines none of the functions of an exercise")
        modules[f"exercises.{name}"] = source
    return modules, []


def _named_by_content(source: bytes, exercises: Mapping[str, Sequence[str]]) -> str | None:
    """Return the exercise most of whose functions a module defines."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    counts = {name: len(defined.intersection(names)) for name, names in exercises.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else None


_Files = Mapping[PurePosixPath, Callable[[], bytes]]


def _folder_files(folder: Path) -> _Files:
    files: dict[PurePosixPath, Callable[[], bytes]] = {}
    waiting = [folder]
    while waiting and len(files) < _MAX_FILES:
        here = waiting.pop()
        for path in sorted(here.iterdir()):
            place = PurePosixPath(*path.relative_to(folder).parts)
            # A link may lead out of the submission, to a file of somebody else.
            if path.is_symlink() or _PASSED_OVER.match(path.name):
                continue
            if path.is_dir() and len(place.parts) < _MAX_DEPTH:
                waiting.append(path)
            elif path.is_file():
                files[place] = lambda path=path: _read_file(path)  # type: ignore[misc]
    return files


def _archive_files(archive: zipfile.ZipFile) -> _Files:
    files: dict[PurePosixPath, Callable[[], bytes]] = {}
    for member in archive.infolist()[:_MAX_FILES]:
        # Nothing is ever written to disk, so a name can lead nowhere; odd ones are passed over.
        place = PurePosixPath(member.filename.replace("\\", "/"))
        odd = place.is_absolute() or ".." in place.parts or len(place.parts) > _MAX_DEPTH
        odd |= stat.S_ISLNK(member.external_attr >> 16)
        hidden = any(_PASSED_OVER.match(part) for part in place.parts)
        if not (member.is_dir() or odd or hidden):
            files[place] = lambda member=member: _read_member(archive, member)  # type: ignore[misc]
    return files


def _chosen(
    files: _Files, exercises: Mapping[str, Sequence[str]], source: str, notes: list[str]
) -> tuple[dict[str, bytes], list[str]]:
    """Read the Python files of the folder in which most exercises are."""
    counts: dict[PurePosixPath, int] = {}
    for place in files:
        if place.suffix == ".py" and place.stem in exercises:
            counts[place.parent] = counts.get(place.parent, 0) + 1
    if not counts:
        first = next(iter(exercises))
        raise _Refused(f"{source} has no exercise in it; one is called {first}.py")
    home = min(counts, key=lambda place: (-counts[place], len(place.parts), str(place)))
    modules: dict[str, bytes] = {}
    for place, read in sorted(files.items()):
        if place.parent != home or place.suffix != ".py" or len(modules) >= _MAX_MODULES:
            continue
        try:
            modules[f"exercises.{place.stem}"] = read()
        except _Refused as refusal:
            notes.append(f"{place.name} was left out: {refusal}")
    return modules, notes


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        return _bounded(file.read(_MAX_MODULE + 1))


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        return _bounded(file.read(_MAX_MODULE + 1))


def _bounded(source: bytes) -> bytes:
    if len(source) > _MAX_MODULE:
        raise _Refused(f"it is larger than {_MAX_MODULE // 1_000_000} MB")
    return source
