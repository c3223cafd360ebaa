"""The content of archives and notebooks, asked of confined processes, and remembered.

Nothing that a stranger packed is opened on this side: a process of that submission alone opens it,
and answers with names, texts and bytes. An answer is remembered by the student and the digest of
the file's bytes: a file that has not changed is opened once, and a process that a file has taken
over says nothing about the files of others.
"""

import contextlib
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec
import numpy as np

import autograder
from autograder.calls.answer import CallStatus
from autograder.calls.wire import LISTING, NO_MEMORY, OPENS_FILES
from autograder.course import Limits
from autograder.grading.intake import limits
from autograder.grading.intake.disk import read_file
from autograder.grading.intake.listing import File
from autograder.grading.intake.names import shown
from autograder.grading.intake.notebook import Notebook
from autograder.grading.intake.refusals import Refused
from autograder.grading.intake.stored import PackedMember, Stored
from autograder.isolation import Budget, Isolation, IsolationError, Session, open_isolation

__all__ = ["READING", "Memory", "Packed", "Readings"]

READING: Final = Limits(
    cpu_seconds=5.0,
    wall_seconds=15.0,
    submission_seconds=30.0,
    memory_mb=512,
    output_mb=1.0,
    file_mb=1.0,
    disk_mb=1.0,
    files=10,
    open_files=5,  # it has so many: no file can be opened
)
_FIRST: Final = 32  # members of an archive
_MOST_TOGETHER: Final = 30_000_000  # bytes of files in one message
_LONGEST_TEXT: Final = 8 * limits.DIRECTORY  # escapes make six letters of one
_LONGEST_BULK_TEXT: Final = 2 * limits.BULK_DIRECTORY
_MOST_HELD: Final = 100_000_000  # bytes of all answers about a submission's files
_NONSENSE: Final = "the process that opened it gave no answer that can be read"
_SHORT: Final = {"refused": NO_MEMORY}
_ADVICE: Final = "; pack it again with your system's own program, or hand in the files themselves"


class Memory(Protocol):
    """Remembers answers between runs."""

    def reading(self, key: str) -> bytes | None:
        """Return what is remembered under a key."""

    def add_reading(self, key: str, reading: bytes, sources: Mapping[str, bytes]) -> None:
        """Remember something under a key, and the sources that it names by their digests."""

    def sources(self, digests: Iterable[str]) -> Mapping[str, bytes]:
        """Return those of some sources that are remembered, by digest."""


class Packed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The members of an archive, and why there may be more; empty if these are all."""

    members: list[PackedMember]
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
    """

    def __init__(
        self,
        mode: str,
        exercises: Mapping[str, Sequence[str]],
        memory: Memory | None = None,
    ) -> None:
        self.exercises = exercises
        self._mode = mode
        self._functions = sorted({name for names in exercises.values() for name in names})
        self._memory = memory
        self._about = json.dumps([_code(), self._functions])
        self._isolation: Isolation | None = None
        self._session: Session | None = None
        self._budget = Budget(READING.submission_seconds)
        self._student = ""
        self._open = ""  # the file that the session's process has
        self._answers: dict[str, dict[str, Any]] = {}  # by file, then by number
        self._changed: set[str] = set()
        self._held = 0  # bytes of all answers

    def __exit__(self, *_: object) -> None:
        isolation, self._isolation = self._isolation, None
        if isolation is not None:
            isolation.__exit__(None, None, None)

    @contextlib.contextmanager
    def together(self, student: str = "") -> Iterator[None]:
        """Read the files of one submission, or the list of a class's download, in the block.

        When it ends, so do the processes, and the answers are remembered.

        Parameters
        ----------
        student : str
            Whose submission it is; empty for a class's download. A file can take over the process
            that reads it, and the other files of that student with it: so what is remembered of
            one student's files says nothing about another's, even if they are the same.
        """
        self._student, self._held = student, 0
        self._budget = Budget(READING.submission_seconds)
        try:
            yield
            self._remember()
        except IsolationError:
            self.__exit__()  # the next submission gets a new one
            raise
        finally:
            self._answers, self._changed = {}, set()
            self._close()

    def packed(self, archive: File) -> Packed:
        """Return what an archive holds.

        Raises
        ------
        Refused
            If it cannot be opened.
        IsolationError
            If no process can be started, or the machine is too busy.
        """
        stored = archive.stored
        if not (stored.is_download or self._answers_of(stored)):
            # Most archives are small, and what is of use in them is read: one message for all.
            with contextlib.suppress(Refused):
                self._ask([(stored, number) for number in (LISTING, *range(_FIRST))])
        packed: Packed = _parsed(self._answer(stored, LISTING), Packed)
        return packed

    def module(self, file: File) -> bytes:
        """Return the bytes of a module, or of another small file; raises as `packed`."""
        if file.is_unpacked:
            return read_file(file.stored.path, limits.MODULE)
        data = self._answer(file.stored, file.number)
        if type(data) is not bytes or len(data) > limits.MODULE:
            raise Refused(_NONSENSE)
        return data

    def notebook(self, file: File) -> Notebook:
        """Return the code of a notebook; raises as `packed`."""
        notebook: Notebook = _parsed(self._answer(file.stored, file.number), Notebook)
        if notebook.size > limits.MODULE:
            raise Refused(_NONSENSE)
        return notebook

    def prepare(self, files: Iterable[File]) -> None:
        """Have some files opened together, since most of them are read.

        A file that cannot be opened together with others waits until it is read.
        """
        asks = []
        for file in files:
            if not file.is_unpacked:
                with contextlib.suppress(Refused):  # whoever reads it is told why
                    if str(file.number) not in self._answers_of(file.stored):
                        asks.append((file.stored, file.number))
        if len(asks) > 1:
            with contextlib.suppress(Refused):
                self._ask(asks)

    def _answer(self, file: Stored, number: int) -> Any:
        answers = self._answers_of(file)
        if str(number) not in answers:
            self._ask([(file, number)])
        answer = answers[str(number)]
        if type(answer) is dict:
            raise Refused(shown(answer["refused"], 300))
        return answer

    def _ask(self, asks: Sequence[tuple[Stored, int]]) -> None:
        """Ask about files, or members of them; the answers are claims.

        Raises
        ------
        Refused
            If the process died or met a limit over it, or answered what cannot be read.
        IsolationError
            If no process can be started, or the machine is too busy: not the file's fault.
        """
        is_bulk, size = asks[0][0].is_download, 0
        self._require_room()
        if not self._budget.left:
            self._replies([], is_bulk)  # refuses; and the bytes need not be read for that
        held, self._open = self._open, ""
        questions = []
        for file, group in groupby(asks, key=itemgetter(0)):
            question: dict[str, Any] = {"numbers": []}
            if file.digest != held:
                held, question["new"] = file.digest, file.about
                digest = file.digest_begun()
                for piece in file.pieces():
                    digest.update(piece)
                    if "piece" in question:  # of several, the last one goes with the question
                        self._replies([question], is_bulk)
                        question = {"numbers": []}
                    question["piece"] = np.frombuffer(piece, np.uint8)
                    size += len(piece)
                if digest.hexdigest() != file.digest:
                    raise Refused("it changed while it was read; run again when it is complete")
            questions.append({**question, "numbers": [number for _, number in group]})
            if size > _MOST_TOGETHER and len(questions) > 1:
                raise Refused("it is too large to be opened together with others")
        replies = self._replies(questions, is_bulk)
        self._open = held
        self._held += sum(map(_size, replies))
        self._require_room()
        for (file, number), reply in zip(asks, replies, strict=True):
            self._answers_of(file)[str(number)] = reply
            self._changed.add(file.digest)

    def _require_room(self) -> None:
        if self._held > _MOST_HELD:
            most = limits.megabytes(_MOST_HELD)
            raise Refused(f"what was read of all files together is larger than {most}")

    def _replies(self, questions: Sequence[Mapping[str, Any]], is_bulk: bool) -> list[Any]:
        bounds = limits.by_name(bulk=is_bulk)
        session = self._opened_session()
        answer = session.call(OPENS_FILES, "opening", [self._functions, bounds, [*questions]])
        if answer.status is not CallStatus.RETURNED:
            self._close()
            if session.lost_to_load:
                raise IsolationError(f"a file could not be opened: {answer.text}")
            slow = f"opening it takes more than {READING.cpu_seconds:g} s"
            raise Refused((slow if session.slow else answer.text) + _ADVICE)
        replies = answer.value
        asked = sum(len(question["numbers"]) for question in questions)
        if type(replies) is not list or len(replies) != asked:
            raise Refused(_NONSENSE)
        longest = _LONGEST_BULK_TEXT if is_bulk else _LONGEST_TEXT
        return [_claim(reply, longest) for reply in replies]

    def _opened_session(self) -> Session:
        if self._isolation is None:
            self._isolation = open_isolation(self._mode, READING)
            self._isolation.__enter__()
        if self._session is None:
            self._session = self._isolation.open({}, budget=self._budget)
        return self._session

    def _close(self) -> None:
        """End the session and its process; the next question starts another."""
        session, self._session = self._session, None
        self._open = ""
        if session is not None:
            session.close()

    def _answers_of(self, file: Stored) -> dict[str, Any]:
        digest = file.digest
        if digest not in self._answers:
            self._answers[digest] = self._remembered(digest)
            self._held += sum(map(_size, self._answers[digest].values()))
        return self._answers[digest]

    def _key(self, digest: str) -> str:
        about = json.dumps([self._about, self._student, digest])
        return hashlib.sha256(about.encode()).hexdigest()

    # The bytes of a module are remembered among the sources, where those of submissions are: what
    # is there already is not packed and stored again.

    def _remember(self) -> None:
        if self._memory is None:
            return
        for file in self._changed:
            # Another run may have more memory.
            answers = {n: one for n, one in self._answers[file].items() if one != _SHORT}
            sources = {}
            for number, answer in answers.items():
                if type(answer) is bytes:
                    digest = hashlib.sha256(answer).hexdigest()
                    answers[number], sources[digest] = {"source": digest}, answer
            self._memory.add_reading(self._key(file), msgspec.json.encode(answers), sources)

    def _remembered(self, digest: str) -> dict[str, Any]:
        held = self._memory.reading(self._key(digest)) if self._memory else None
        if self._memory is None or held is None:
            return {}
        try:
            answers: dict[str, Any] = msgspec.json.decode(
                held, type=dict[str, str | dict[str, str]]
            )
            named = {
                number: one["source"]
                for number, one in answers.items()
                if type(one) is dict and "source" in one
            }
            sources = self._memory.sources(named.values())
            return answers | {number: sources[digest] for number, digest in named.items()}
        except (msgspec.DecodeError, KeyError):
            return {}  # it is damaged: the file is opened again


def _code() -> str:
    """Return the digest of the code that opens files: another one opens them again."""
    digest = hashlib.sha256(f"{sys.version} {limits.by_name()}".encode())
    for path in sorted((Path(autograder.__file__).parent / "worker").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _size(answer: Any) -> int:
    """Return how many bytes of memory an answer takes."""
    return sys.getsizeof(answer["refused"] if type(answer) is dict else answer)


def _claim(reply: Any, longest: int) -> Any:
    """Return a reply of one of the three forms that there are: bytes, a text, or a refusal.

    To parse a text takes up to thirteen times its length in memory, so it has a limit.
    """
    if isinstance(reply, np.ndarray) and reply.dtype == np.uint8:
        return reply.tobytes()
    is_refusal = type(reply) is dict and {*reply} == {"refused"} and type(reply["refused"]) is str
    if not is_refusal and (type(reply) is not str or len(reply) > longest):
        raise Refused(_NONSENSE)
    return reply


def _parsed(value: Any, kind: type) -> Any:
    """Return what a text says; JSON of another kind is refused, however deep or long it is."""
    if type(value) is not str:
        raise Refused(_NONSENSE)
    try:
        return msgspec.json.decode(value, type=kind)
    except msgspec.DecodeError:
        raise Refused(_NONSENSE) from None
