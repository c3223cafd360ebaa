"""Picking the exercises, and the modules beside them, among the files of a folder or archive."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.grading.intake import limits
from autograder.grading.intake.archives import TIMESTAMP
from autograder.grading.intake.listing import File, Listing
from autograder.grading.intake.names import meant, shown
from autograder.grading.intake.notebook import Notebook, notebook_modules
from autograder.grading.intake.readings import Readings
from autograder.grading.intake.refusals import Refusal, Refused

__all__ = ["PickedModules", "choose"]

_TRIED: Final = 5  # files tried for one exercise, if the first cannot be read
_NAMED: Final = 20  # files named as left out, for one exercise
_LOOKED_INTO: Final = 50  # files of unknown names, for the functions they define
_DEF: Final = re.compile(rb"^(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\s]*")
_ENGINE: Final = "autograder"  # of a handout; files of it are called like exercises
_UNFINISHED: Final = b"NotImplementedError"


@dataclass
class PickedModules:
    """The modules of one folder, archive or file.

    Attributes
    ----------
    source : str
        Its name, made fit to show.
    exercises : dict of str to mapping of str to bytes
        By exercise, its module and, if it was a notebook, its cells.
    helpers : dict of str to bytes
        The other modules beside them.
    origins : dict of str to str
        By dotted name, the source of a module, where several sources were put together.
    notes : list of str
        Remarks for readers of the report.
    refused : list of Refusal
        The things that were left out.
    """

    source: str
    exercises: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    helpers: dict[str, bytes] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, path: str, reason: object) -> None:
        """Note why something is left out."""
        self.refused.append(Refusal.of(path, reason))

    def modules(self) -> dict[str, bytes]:
        """Return all modules by dotted name; an exercise replaces a helper of the same name."""
        modules = dict(self.helpers)
        for held in self.exercises.values():
            modules.update(held)
        return modules


def choose(
    source: str, listing: Listing, exercises: Mapping[str, Sequence[str]], readings: Readings
) -> PickedModules:
    """Return the modules among some files.

    Parameters
    ----------
    source : str
        The name of the folder or archive.
    listing : Listing
        Its files.
    exercises : mapping of str to sequence of str
        The course's exercises, each with the names of its functions.
    readings : Readings
        The processes that open files.
    """
    return _Choice(source, listing, exercises, readings).made()


@dataclass(frozen=True)
class _Candidate:
    exercise: str
    plainness: int
    file: File


class _Choice:
    def __init__(
        self,
        source: str,
        listing: Listing,
        exercises: Mapping[str, Sequence[str]],
        readings: Readings,
    ) -> None:
        self._exercises = exercises
        self._readings = readings
        self._files = [
            file
            for file in listing.files.values()
            if (file.is_module or file.is_notebook) and _ENGINE not in file.folder.split("/")
        ]
        self._stamps = _stamps(listing, readings)
        self._read: dict[str, bytes | Notebook | None] = {}
        self._left = limits.SOURCES
        self._found = PickedModules(source, refused=list(listing.refused))
        self._homes: list[str] = []  # the folders of the files taken, in the order of exercises

    def made(self) -> PickedModules:
        named = [
            _Candidate(*meaning, file)
            for file in self._files
            for meaning in [meant(file.name, self._exercises)]
            if meaning is not None
        ]
        home = self._home(named)
        ranked = {
            exercise: self._ranked((item for item in named if item.exercise == exercise), home)
            for exercise in self._exercises
        }
        self._readings.prepare(found[0].file for found in ranked.values() if found)
        for exercise, candidates in ranked.items():
            self._take(exercise, candidates)
        known = {item.file.path for item in named}
        self._by_functions([file for file in self._files if file.path not in known], home)
        self._take_helpers(known)
        return self._found

    def _home(self, named: Sequence[_Candidate]) -> str | None:
        """Return the folder with the most exercises; of two, the shallower one."""
        pairs = {(item.file.folder, item.exercise) for item in named}
        counts = Counter(folder for folder, _ in pairs)
        ranks = {folder: (-counts[folder], folder.count("/"), folder) for folder in counts}
        return min(ranks, key=ranks.__getitem__, default=None)

    def _ranked(self, candidates: Iterable[_Candidate], home: str | None) -> list[_Candidate]:
        """Sort: the newest first, then the nearest; names that only end with the id come last."""

        def distance(item: _Candidate) -> tuple[int | str, ...]:
            folder = item.file.folder
            far = (folder != home, folder.count("/") + bool(folder), folder)
            return (*far, item.plainness, item.file.is_notebook, item.file.name)

        def newness(item: _Candidate) -> tuple[bool, str]:
            return item.plainness != 2, self._stamp(item.file.folder)

        return sorted(sorted(candidates, key=distance), key=newness, reverse=True)

    def _stamp(self, folder: str) -> str:
        while folder not in self._stamps and folder:
            folder = folder.rpartition("/")[0]
        return self._stamps.get(folder, "")

    def _take(self, exercise: str, candidates: Sequence[_Candidate]) -> None:
        """Take a readable file of the first folder; of several, the one with the fewest stubs."""
        tried = candidates[:_TRIED]
        for folder in dict.fromkeys(item.file.folder for item in tried):
            beside = [item for item in tried if item.file.folder == folder]
            read = [(item, self._modules(item.file, exercise)) for item in beside]
            readable = [(item, modules) for item, modules in read if modules is not None]
            if readable:
                chosen, modules = min(readable, key=lambda pair: _unfinished(pair[1]))
                break
        else:
            return
        self._found.exercises[exercise] = modules
        self._homes.append(chosen.file.folder)
        refused = {refusal.path for refusal in self._found.refused}
        position = candidates.index(chosen)
        for at, item in enumerate(candidates[:_NAMED]):
            if at == position or shown(item.file.path) in refused:
                continue
            if modules != self._once_read(item.file, exercise):
                why = self._why(item, chosen, went_before=at < position)
                reason = f"{shown(chosen.file.path)} is there too{why}"
                self._found.refuse(item.file.path, reason)
        if len(candidates) > _NAMED:
            reason = f"{len(candidates)} files are called so; {_TRIED} of them were looked at"
            self._found.refused.append(Refusal(exercise, reason))
        if chosen.plainness == 2:
            self._found.notes.append(f"{shown(chosen.file.path)} is taken for {exercise}")

    def _why(self, item: _Candidate, chosen: _Candidate, *, went_before: bool) -> str:
        stamp, best = self._stamp(item.file.folder), self._stamp(chosen.file.folder)
        if best > stamp:
            return f", and newer ({best}{f' after {stamp}' if stamp else ''})"
        return ", and more of it is written" if went_before else ""

    def _once_read(self, file: File, exercise: str) -> Mapping[str, bytes] | None:
        """Return a module that was already read; none is read only to compare it."""
        data = self._read.get(file.path)
        return {f"exercises.{exercise}": data} if isinstance(data, bytes) else None

    def _by_functions(self, files: Sequence[File], home: str | None) -> None:
        """Find exercises without a file of their name by the functions that other files define."""
        missing = [name for name in self._exercises if name not in self._found.exercises]
        if not missing:
            return
        near = [file for file in files if home is None or file.folder == home]
        near = sorted(near, key=lambda file: (file.path.count("/"), file.path))[:_LOOKED_INTO]
        self._readings.prepare(near)
        defined = {file.path: self._defined(file) for file in near}
        for exercise in missing:
            wanted = frozenset(self._exercises[exercise])
            matches = {path: len(names & wanted) for path, names in defined.items()}
            for file in sorted(near, key=lambda file: -matches[file.path]):
                modules = self._modules(file, exercise) if matches[file.path] else None
                if modules is not None:
                    self._found.exercises[exercise] = modules
                    self._homes.append(file.folder)
                    break

    def _defined(self, file: File) -> frozenset[str]:
        data = self._data(file)
        if isinstance(data, Notebook):
            return data.defines
        if data is None:
            return frozenset()
        return frozenset(name.decode("utf-8", "replace") for name in _DEF.findall(data))

    def _take_helpers(self, known: set[str]) -> None:
        if len(self._files) == 1:
            return  # nothing else can import it
        for folder in dict.fromkeys(self._homes):
            beside = [file for file in self._files if file.folder == folder and file.is_module]
            for file in sorted(beside, key=lambda file: file.path):
                name = file.name[: -len(".py")]
                dotted = f"exercises.{name}"
                if file.path in known or name in self._exercises or dotted in self._found.helpers:
                    continue
                if not name.isidentifier() or not name.isprintable():
                    continue  # no import can name it
                if len(self._found.helpers) >= limits.MODULES:
                    reason = f"there are more than {limits.MODULES} modules beside the exercises"
                    self._found.refuse(file.path, reason)
                    return
                data = self._data(file)
                if isinstance(data, bytes):
                    self._found.helpers[dotted] = data

    def _modules(self, file: File, exercise: str) -> Mapping[str, bytes] | None:
        data = self._data(file)
        if data is None:
            return None
        if isinstance(data, bytes):
            if b"\0" in data:
                note = f"{shown(file.path)} has NUL bytes in it; save it as UTF-8 text"
                self._found.notes.append(note)
            return {f"exercises.{exercise}": data}
        try:
            modules, cells = notebook_modules(data, file.name, exercise, self._exercises)
        except Refused as reason:
            self._found.refuse(file.path, reason)
            return None
        self._found.refused += [cell for cell in cells if cell not in self._found.refused]
        return modules

    def _data(self, file: File) -> bytes | Notebook | None:
        """Read a module or notebook once; say why if it cannot be read."""
        if file.path not in self._read:
            self._read[file.path] = None
            try:
                read = self._readings.notebook if file.is_notebook else self._readings.module
                data = read(file)
                size = data.size if isinstance(data, Notebook) else len(data)
                if size > self._left:
                    most = limits.megabytes(limits.SOURCES)
                    raise Refused(f"the files together are larger than {most}")
                self._left -= size
                self._read[file.path] = data
            except Refused as reason:
                self._found.refuse(file.path, reason)
        return self._read[file.path]


def _unfinished(modules: Mapping[str, bytes]) -> int:
    return next(iter(modules.values())).count(_UNFINISHED)


def _stamps(listing: Listing, readings: Readings) -> dict[str, str]:
    """Return when each folder was handed in, where nbgrader has left a timestamp in it."""
    stamps = {}
    for file in listing.files.values():
        if file.name == TIMESTAMP:
            try:
                text = readings.module(file)
            except Refused:
                continue
            stamp = _STAMP.match(text.decode("utf-8", "replace").strip())
            if stamp:
                stamps[file.folder] = stamp[0].replace("T", " ")
    return stamps
