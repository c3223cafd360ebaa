"""The content of archives and notebooks, asked of confined processes, and remembered.

Nothing that a stranger packed is opened on this side: a process of that submission alone opens it,
and answers with names, texts and bytes. An answer is remembered by the digest of the file's bytes,
so a file that has not changed is opened once.
"""

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Protocol

import msgspec
import numpy as np

from autograder.calls.wire import WireError, decode, encode
from autograder.grading.intake import limits
from autograder.grading.intake.disk import read_file
from autograder.grading.intake.listing import File
from autograder.grading.intake.names import shown
from autograder.grading.intake.notebook import Notebook
from autograder.grading.intake.refusals import Refused
from autograder.grading.intake.stored import PackedMember
from autograder.isolation import (
    ITSELF,
    LISTING,
    READING,
    ClosedFile,
    Isolation,
    IsolationError,
    NotOpened,
    Reader,
    open_isolation,
)

__all__ = ["Memory", "Readings"]

_MOST_TOGETHER: Final = 32  # questions; each may come with a megabyte, and be answered by one
_SMALL: Final = 1_000_000  # bytes
_LONGEST: Final = 2 * limits.PATH  # characters of a name: longer ones are refused all the same
_NUMBERS: Final = 7
_NONSENSE: Final = "the process that opened it gave no answer that can be read"


class Memory(Protocol):
    """Remembers answers between runs."""

    def reading(self, key: str) -> bytes | None:
        """Return what is remembered under a key."""

    def add_reading(self, key: str, reading: bytes, sources: Mapping[str, bytes]) -> None:
        """Remember something under a key, and the sources that it names by their digests."""

    def sources(self, digests: Iterable[str]) -> Mapping[str, bytes]:
        """Return those of some sources that are remembered, by digest."""


class _Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    names: list[str]
    flaws: dict[str, str]
    numbers: Any
    fault: str


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
        self._answers: dict[str, dict[str, Any]] = {}  # by file, then by number
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

    def members(self, archive: File) -> tuple[tuple[PackedMember, ...], str]:
        """Return the members of an archive, and why there may be more; empty if these are all.

        Raises
        ------
        Refused
            If it cannot be opened.
        IsolationError
            If no process can be started, or the machine is too busy.
        """
        listed = _converted(self._answer(archive.stored.closed, LISTING), _Listed)
        names, numbers = listed.names, listed.numbers
        if (
            not isinstance(numbers, np.ndarray)
            or numbers.dtype != np.int64
            or (numbers.shape not in ((0,), (len(names), 0), (len(names), _NUMBERS)))
        ):
            raise Refused(_NONSENSE)
        rows = numbers.tolist() or [[]] * len(names)
        members = (
            PackedMember(name[:_LONGEST], shown(listed.flaws.get(str(at), ""), 300), tuple(row))
            for at, (name, row) in enumerate(zip(names, rows, strict=True))
        )
        return tuple(members), shown(listed.fault, 300)

    def module(self, file: File) -> bytes:
        """Return the bytes of a module, or of another small file; raises as `members`."""
        if file.is_unpacked:
            return read_file(file.stored.path, limits.MODULE)
        data = self._answer(file.stored.closed, file.number)
        if type(data) is not bytes or len(data) > limits.MODULE:
            raise Refused(_NONSENSE)
        return data

    def notebook(self, file: File) -> Notebook:
        """Return the code of a notebook; raises as `members`."""
        notebook: Notebook = _converted(self._answer(file.stored.closed, file.number), Notebook)
        if notebook.size > limits.MODULE:
            raise Refused(_NONSENSE)
        return notebook

    def prepare(self, files: Iterable[File]) -> None:
        """Have some files opened together, since most of them are read.

        One that cannot be opened together with others waits until it is read.
        """
        asks = []
        for file in files:
            if not file.is_unpacked:
                with contextlib.suppress(Refused):  # whoever reads it is told why
                    closed = file.stored.closed
                    if str(file.number) not in self._answers_of(closed) and closed.size <= _SMALL:
                        asks.append((closed, file.number))
        for start in range(0, len(asks), _MOST_TOGETHER):
            together = asks[start : start + _MOST_TOGETHER]
            if len(together) > 1:
                with contextlib.suppress(NotOpened, Refused):
                    self._ask(together)

    def _answer(self, file: ClosedFile, number: int) -> Any:
        answers = self._answers_of(file)
        if str(number) not in answers:
            try:
                self._ask([(file, number)])
            except NotOpened as reason:
                raise Refused(str(reason)) from None
        answer = answers[str(number)]
        if "refused" in answer:
            raise Refused(shown(answer["refused"], 300))
        return answer["value"]

    def _ask(self, asks: Sequence[tuple[ClosedFile, int]]) -> None:
        for (file, number), reply in zip(asks, self._opened_reader().ask(asks), strict=True):
            value = reply.get("value")
            if isinstance(value, np.ndarray) and value.dtype == np.uint8:
                reply["value"] = value.tobytes()
            self._answers_of(file)[str(number)] = reply
            self._changed.add(self._key(file))

    def _opened_reader(self) -> Reader:
        if self._isolation is None:
            self._isolation = open_isolation(self._mode, READING, reads=True)
            self._isolation.__enter__()
        if self._reader is None:
            setup = {"functions": self._functions, "limits": limits.by_name(bulk=self._is_bulk)}
            self._reader = Reader(self._isolation, setup)
        return self._reader

    def _answers_of(self, file: ClosedFile) -> dict[str, Any]:
        key = self._key(file)
        if key not in self._answers:
            self._answers[key] = self._remembered(key)
        return self._answers[key]

    def _key(self, file: ClosedFile) -> str:
        about = f"{self._about}\n{self._is_bulk}\n{file.kind}\n{file.digest}"
        return hashlib.sha256(about.encode()).hexdigest()

    # The bytes of a module are remembered among the sources, where those of submissions are: what
    # is there already is not packed and stored again.

    def _remember(self) -> None:
        if self._memory is None:
            return
        for key in self._changed:
            answers, sources = {}, {}
            for number, answer in self._answers[key].items():
                source = answer.get("value")
                if type(source) is bytes:
                    digest = hashlib.sha256(source).hexdigest()
                    answers[number], sources[digest] = {"source": digest}, source
                else:
                    answers[number] = answer
            with contextlib.suppress(WireError):  # more than fits: it is opened again
                self._memory.add_reading(key, encode(answers), sources)

    def _remembered(self, key: str) -> dict[str, Any]:
        held = self._memory.reading(key) if self._memory else None
        if self._memory is None or held is None:
            return {}
        try:
            answers: dict[str, Any] = decode(held)
            digests = {number: one["source"] for number, one in answers.items() if "source" in one}
            sources = self._memory.sources(digests.values())
            values = {number: {"value": sources[digest]} for number, digest in digests.items()}
        except (WireError, AttributeError, KeyError, TypeError):
            return {}  # it is damaged: the file is opened again
        return answers | values


def _converted(value: Any, kind: type) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise Refused(_NONSENSE) from None
