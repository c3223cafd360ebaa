"""What archives and notebooks hold, as confined processes read them and as it is remembered.

Nothing that a stranger packed is opened on this side: a process of that submission alone opens it,
and answers with names, texts and bytes. An answer is remembered by the digest of the file's bytes,
so a file that has not changed is opened once.
"""

import contextlib
import hashlib
import json
import zlib
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Any, Final, Protocol, cast

import numpy as np

from autograder.calls.packed import unpacked
from autograder.calls.wire import WireError, decode, encode
from autograder.grading.intake import limits
from autograder.grading.intake.disk import opened, read_file, readable
from autograder.grading.intake.names import shown
from autograder.grading.intake.notebook import Notebook
from autograder.grading.intake.refusals import Refused
from autograder.isolation import (
    READING,
    ClosedFile,
    Isolation,
    IsolationError,
    NotOpened,
    Reader,
    open_isolation,
)

__all__ = [
    "Memory",
    "OfDownload",
    "OnDisk",
    "Packed",
    "PackedMember",
    "Question",
    "Readings",
    "Source",
]

_ITSELF: Final = -1  # in place of a member's number
_NUMBERS: Final = 7
_MOST_TOGETHER: Final = 32  # questions; each may be answered by a megabyte
_MOST_BYTES: Final = 8_000_000  # of the files that are sent with them
_SMALL: Final = 1_000_000  # bytes: what stands around a member in a zip is less
_LONGEST: Final = 2 * limits.PATH  # bytes of a name: longer ones are refused all the same
_NONSENSE: Final = "the process that opened it gave no answer that can be read"


class Memory(Protocol):
    """Remembers answers between runs."""

    def reading(self, key: str) -> bytes | None:
        """Return what is remembered under a key."""

    def add_reading(self, key: str, reading: bytes) -> None:
        """Remember something under a key."""


class Readings(contextlib.AbstractContextManager["Readings"]):
    """Opens files in confined processes; the first of them starts what these need.

    Parameters
    ----------
    mode : str
        How the processes are isolated, `strict` or `process`.
    exercises : mapping of str to sequence of str
        The course's exercises and their functions; a notebook's code is without trials of these.
    memory : Memory, optional
        Where answers are remembered; without it they are until the submission is read.
    engine : str
        The digest of the code that reads; another one's answers do not count.
    """

    def __init__(
        self,
        mode: str,
        exercises: Mapping[str, Iterable[str]],
        memory: Memory | None = None,
        engine: str = "",
    ) -> None:
        self._mode = mode
        self._functions = sorted({name for names in exercises.values() for name in names})
        self._memory = memory
        self._about = json.dumps([engine, self._functions])
        self._isolation: Isolation | None = None
        self._reader: Reader | None = None
        self._answers: dict[str, dict[str, Any]] = {}
        self._changed: set[str] = set()
        self._is_bulk = False

    def __exit__(self, *_: object) -> None:
        isolation, self._isolation = self._isolation, None
        if isolation is not None:
            isolation.__exit__(None, None, None)

    @contextlib.contextmanager
    def together(self, *, bulk: bool = False) -> Iterator[None]:
        """Read the files of one submission, or the list of a class's download, in the block.

        When it ends, so do the processes, and the answers are remembered.
        """
        self._is_bulk = bulk
        try:
            yield
            self._remember()
        except IsolationError:
            self.__exit__()  # the next submission gets a new one
            raise
        finally:
            reader, self._reader = self._reader, None
            self._answers, self._changed = {}, set()
            if reader is not None:
                reader.__exit__()

    def prepare(self, questions: Iterable["Question"]) -> None:
        """Ask some questions together, of which each may be asked afterwards.

        A question that cannot be answered together with others waits until it is asked alone.

        Raises
        ------
        IsolationError
            If no process can be started: the kit's fault.
        """
        waiting: dict[Question, int] = {}
        for question in questions:
            size = question.file.size
            if question.key in self._answers_of(question.file) or question in waiting:
                continue
            if len(waiting) == _MOST_TOGETHER or sum(waiting.values()) + size > _MOST_BYTES:
                self._ask_together(waiting)
                waiting = {}
            waiting[question] = size
        self._ask_together(waiting)

    def _ask_together(self, questions: Collection["Question"]) -> None:
        if len(questions) > 1:
            with contextlib.suppress(NotOpened, Refused):
                self._ask([*questions])

    def ask(self, question: "Question") -> Any:
        """Return what a file holds; the answer is a claim.

        Raises
        ------
        Refused
            If it cannot be opened, with the reason.
        IsolationError
            If no process can be started: the kit's fault.
        """
        answers = self._answers_of(question.file)
        if question.key not in answers:
            try:
                self._ask([question])
            except NotOpened as reason:
                raise Refused(str(reason)) from None
        answer = answers[question.key]
        if "refused" in answer:
            raise Refused(shown(answer["refused"], 300))
        return answer["value"]

    def _ask(self, questions: Sequence["Question"]) -> None:
        asks = [(question.file, question.message()) for question in questions]
        for question, reply in zip(questions, self._opened_reader().ask(asks), strict=True):
            self._answers_of(question.file)[question.key] = reply
            self._changed.add(question.file.digest)

    def _opened_reader(self) -> Reader:
        if self._isolation is None:
            self._isolation = open_isolation(self._mode, READING, reads=True)
            self._isolation.__enter__()
        if self._reader is None:
            setup = {"functions": self._functions, "limits": limits.by_name(bulk=self._is_bulk)}
            self._reader = Reader(self._isolation, setup)
        return self._reader

    def _answers_of(self, file: ClosedFile) -> dict[str, Any]:
        digest = file.digest
        if digest not in self._answers:
            held = self._memory.reading(self._key(digest)) if self._memory else None
            self._answers[digest] = {} if held is None else decode(zlib.decompress(held))
        return self._answers[digest]

    def _remember(self) -> None:
        if self._memory is None:
            return
        for digest in self._changed:
            with contextlib.suppress(WireError):  # more than fits: it is opened again
                held = zlib.compress(encode(self._answers[digest]), 1)
                self._memory.add_reading(self._key(digest), held)

    def _key(self, digest: str) -> str:
        about = f"{self._about}\n{self._is_bulk}\n{digest}"
        return hashlib.sha256(about.encode()).hexdigest()


# Files, and what is asked of them


@dataclass(frozen=True)
class Question:
    """A question about a file.

    Attributes
    ----------
    file : ClosedFile
        The file.
    asks : str
        `list` for an archive's members, `tar` the same of one that is named like a tar; `read` for
        bytes, `cells` for a notebook's code.
    number : int
        The number of a member of the archive that the file is; -1 for the file itself.
    most : int
        How many bytes `read` may return.
    """

    file: ClosedFile
    asks: str
    number: int = _ITSELF
    most: int = 0

    @property
    def key(self) -> str:
        """The name of its answer among those about the file."""
        return f"{self.asks} {self.number} {self.most}"

    def message(self) -> dict[str, Any]:
        """Return it as it is sent."""
        is_tar = self.asks == "tar"
        asks = "list" if is_tar else self.asks
        return {"ask": asks, "is_tar": is_tar, "number": self.number, "most": self.most}


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
    """What is in an archive, and why there may be more; empty if that is all."""

    members: tuple[PackedMember, ...]
    fault: str


@dataclass(frozen=True)
class Source(ABC):
    """A file of a submission, with everything in it.

    Each method may raise Refused.
    """

    readings: Readings

    def read(self, most: int, number: int = _ITSELF) -> bytes:
        """Return its bytes, or those of a member."""
        data = self.readings.ask(Question(self._archive, "read", number, most))
        if not isinstance(data, np.ndarray) or data.dtype != np.uint8 or data.size > most:
            raise Refused(_NONSENSE)
        return data.tobytes()

    def cells(self, number: int = _ITSELF) -> Notebook:
        """Return the code of the notebook that it, or a member, is."""
        try:
            return Notebook.of(self.readings.ask(self.question(number, is_notebook=True)))
        except ValueError:
            raise Refused(_NONSENSE) from None

    def question(self, number: int, *, is_notebook: bool) -> Question:
        """Return what has to be asked to read it, or a member, as a notebook or as a module."""
        if is_notebook:
            return Question(self._notebook if number == _ITSELF else self._archive, "cells", number)
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

    def read(self, most: int, number: int = _ITSELF) -> bytes:
        """Return its bytes, or those of a member."""
        return read_file(self.path, most) if number == _ITSELF else super().read(most, number)

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
    """Return what a claim about an archive says; raise ValueError if it is none."""
    if type(answer) is not dict or type(answer.get("fault")) is not str:
        raise ValueError
    texts = [piece[:_LONGEST].decode("utf-8", "replace") for piece in unpacked(answer.get("texts"))]
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
        PackedMember(name, shown(flaw, 300), tuple(row))
        for name, flaw, row in zip(names, flaws, rows, strict=True)
    )
    return Packed(tuple(members), shown(answer["fault"], 300))
