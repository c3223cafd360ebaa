"""The content of archives and notebooks, asked of confined processes, and remembered.

Nothing that a stranger packed is opened on this side: a process of that submission alone opens it,
and answers with names, texts and bytes. An answer is remembered by the digest of the file's bytes,
so a file that has not changed is opened once.
"""

import contextlib
import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from autograder.calls.wire import WireError, decode, encode
from autograder.grading.intake import limits
from autograder.grading.intake.names import shown
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
    "ITSELF",
    "Memory",
    "Question",
    "Readings",
]

ITSELF: Final = -1  # in place of a member's number
_MOST_TOGETHER: Final = 32  # questions; each may be answered by a megabyte
_WORTH_PACKING: Final = 16_384  # bytes
_MOST_BYTES: Final = 8_000_000  # of the files that are sent with them


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
            self._answers[digest] = {} if held is None else _unfolded(held)
        return self._answers[digest]

    def _remember(self) -> None:
        if self._memory is None:
            return
        for digest in self._changed:
            with contextlib.suppress(WireError):  # more than fits: it is opened again
                self._memory.add_reading(self._key(digest), _folded(self._answers[digest]))

    def _key(self, digest: str) -> str:
        about = f"{self._about}\n{self._is_bulk}\n{digest}"
        return hashlib.sha256(about.encode()).hexdigest()


def _folded(answers: Mapping[str, Any]) -> bytes:
    data = encode(answers)
    # To pack the code of a notebook takes longer than to read it from the disk.
    return b"z" + zlib.compress(data, 1) if len(data) > _WORTH_PACKING else b"-" + data


def _unfolded(held: bytes) -> dict[str, Any]:
    try:
        found = decode(zlib.decompress(held[1:]) if held[:1] == b"z" else held[1:])
    except (WireError, zlib.error):
        return {}  # it is damaged: the file is opened again
    return found if type(found) is dict else {}


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
    number: int = ITSELF
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
