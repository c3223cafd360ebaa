"""The files of a submission as they are stored, with everything that is in them."""

import hashlib
import json
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from autograder.grading.intake import limits
from autograder.grading.intake.disk import opened, read_file, readable
from autograder.grading.intake.names import shown
from autograder.grading.intake.notebook import Notebook
from autograder.grading.intake.readings import ITSELF, Question, Readings
from autograder.grading.intake.refusals import Refused
from autograder.isolation import ClosedFile

__all__ = ["OfDownload", "OnDisk", "Packed", "PackedMember", "Source"]

_NUMBERS: Final = 7
_SMALL: Final = 1_000_000  # bytes: what stands around a member in a zip is less
_LONGEST: Final = 2 * limits.PATH  # bytes of a name: longer ones are refused all the same
_NONSENSE: Final = "the process that opened it gave no answer that can be read"


@dataclass(frozen=True)
class PackedMember:
    """A member of an archive, as its list has it; a folder's name ends with a slash.

    Attributes
    ----------
    name : str
        Its name in the list.
    flaw : str
        Why it is not read; empty if it may be.
    numbers : tuple of int
        Of a zip: where its bytes begin and end, and what its reader has to know.
    """

    name: str
    flaw: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Packed:
    """The members of an archive, and why there may be more; empty if these are all."""

    members: tuple[PackedMember, ...]
    fault: str


@dataclass(frozen=True)
class Source(ABC):
    """A file of a submission, with everything in it.

    Each method may raise Refused.
    """

    readings: Readings

    def read(self, most: int, number: int = ITSELF) -> bytes:
        """Return its bytes, or those of a member."""
        data = self.readings.ask(Question(self._archive, "read", number, most))
        if not isinstance(data, np.ndarray) or data.dtype != np.uint8 or data.size > most:
            raise Refused(_NONSENSE)
        return data.tobytes()

    def cells(self, number: int = ITSELF) -> Notebook:
        """Return the code of the notebook that it, or a member, is."""
        try:
            return Notebook.of(self.readings.ask(self.question(number, is_notebook=True)))
        except ValueError:
            raise Refused(_NONSENSE) from None

    def question(self, number: int, *, is_notebook: bool) -> Question:
        """Return what has to be asked to read it, or a member, as a notebook or as a module."""
        if is_notebook:
            return Question(self._notebook if number == ITSELF else self._archive, "cells", number)
        return Question(self._archive, "read", number, limits.MODULE)

    def packed(self, *, is_tar: bool = False) -> Packed:
        """Return what the archive that it is holds."""
        try:
            return _packed(self.readings.ask(Question(self._archive, "tar" if is_tar else "list")))
        except ValueError:
            raise Refused(_NONSENSE) from None

    @property
    @abstractmethod
    def _archive(self) -> ClosedFile:
        """The file to hand over if it is an archive, or a member of a download."""

    @property
    def _notebook(self) -> ClosedFile:
        """The file to hand over if it is a notebook."""
        return self._archive


@dataclass(frozen=True)
class OnDisk(Source):
    """A file on the disk. If nothing has to be opened, its bytes are read on this side."""

    path: Path

    def read(self, most: int, number: int = ITSELF) -> bytes:
        """Return its bytes, or those of a member."""
        return read_file(self.path, most) if number == ITSELF else super().read(most, number)

    @cached_property
    def _archive(self) -> ClosedFile:
        with readable(), opened(self.path) as file:
            digest = hashlib.file_digest(cast("BufferedReader", file), "sha256").hexdigest()
        return ClosedFile(digest, 0, handed_down=lambda: opened(self.path))

    @cached_property
    def _notebook(self) -> ClosedFile:
        data = self._load()
        # A large one is read again if it is sent: several wait at the same time.
        load = (lambda: data) if len(data) <= _SMALL else self._load
        return ClosedFile(hashlib.sha256(data).hexdigest(), len(data), load)

    def _load(self) -> bytes:
        return read_file(self.path, limits.NOTEBOOK)


@dataclass(frozen=True)
class OfDownload(Source):
    """A member of a class's download: of the download, a process gets the member's bytes alone."""

    path: Path
    member: PackedMember

    @cached_property
    def _archive(self) -> ClosedFile:
        if self.member.flaw:
            raise Refused(self.member.flaw)
        name, numbers, data = self.member.name, self.member.numbers, self._load()
        about = json.dumps([name, *numbers[2:]]).encode()
        digest = hashlib.sha256(about + b"\n" + data).hexdigest()
        return ClosedFile(digest, len(data), self._load, name=name, numbers=numbers)

    def _load(self) -> bytes:
        start, end = self.member.numbers[:2]
        if end - start > limits.ARCHIVE + _SMALL:
            raise Refused(f"it is larger than {limits.megabytes(limits.ARCHIVE)}")
        with readable(), opened(self.path) as file:
            file.seek(start)
            return file.read(end - start)


def _packed(answer: Any) -> Packed:
    """Return the members that an answer tells; raise ValueError if it is not of that form."""
    if type(answer) is not dict or type(answer.get("fault")) is not str:
        raise ValueError
    texts = answer.get("texts")
    if type(texts) is not list or {*map(type, texts)} - {str}:
        raise ValueError
    names, flaws = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    numbers = answer.get("numbers")
    if (
        len(names) != len(flaws)
        or not isinstance(numbers, np.ndarray)
        or numbers.dtype != np.int64
        or numbers.shape not in ((0, _NUMBERS), (len(names), _NUMBERS))
        or len(names) > limits.BULK_MEMBERS
    ):
        raise ValueError
    rows: list[list[int]] = numbers.tolist() or [[]] * len(names)
    members = (
        PackedMember(name[:_LONGEST], shown(flaw, 300), tuple(row))
        for name, flaw, row in zip(names, flaws, rows, strict=True)
    )
    return Packed(tuple(members), shown(answer["fault"], 300))
