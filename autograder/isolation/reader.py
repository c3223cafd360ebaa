"""The confined processes that open one submission's archives and notebooks."""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

from autograder.calls.wire import frame
from autograder.course import Limits
from autograder.isolation.allowance import (
    OUT_OF_TURN,
    UNREADABLE,
    Budget,
    Died,
    Stop,
    TimeUp,
    Watch,
)
from autograder.isolation.output import Printing
from autograder.isolation.session import Isolation, WorkerProcess, remove_folder

__all__ = ["READING", "ClosedFile", "NotOpened", "Reader"]

READING: Final = Limits(
    cpu_seconds=5.0,
    wall_seconds=15.0,
    submission_seconds=30.0,
    memory_mb=512,
    output_mb=1.0,
    file_mb=1.0,
    disk_mb=1.0,
    files=10,
)
_ADVICE: Final = "; pack it again with your system's own program, or hand in the files themselves"


@dataclass(frozen=True)
class ClosedFile:
    """A file that is not opened on this side.

    Attributes
    ----------
    digest : str
        The SHA-256 of its bytes.
    size : int
        How many bytes are sent; 0 if it is handed down.
    load : callable or None
        Returns its bytes, to be sent.
    handed_down : callable or None
        Returns the file itself, for a process of its own that reads it; one of the two is given.
    name, numbers : str, tuple of int
        The name and the numbers that a zip's list of files has for it, if it is a member of one and
        its bytes are those of the zip.
    """

    digest: str
    size: int
    load: Callable[[], bytes] | None = None
    handed_down: Callable[[], BinaryIO] | None = None
    name: str = ""
    numbers: tuple[int, ...] = ()


class NotOpened(Exception):
    """A process could not open a file, and ended; the text is a sentence about "it"."""


class Reader(contextlib.AbstractContextManager["Reader"]):
    """Opens the files of one submission, in a process of that submission alone.

    A file that is handed down has a process of its own; the others share one. An answer is a claim:
    the caller checks it.

    Parameters
    ----------
    isolation : Isolation
        It starts the processes; it was made for reading.
    setup : mapping
        The first message to each of them.
    """

    def __init__(self, isolation: Isolation, setup: Mapping[str, Any]) -> None:
        self._isolation = isolation
        self._setup = frame(setup)
        self._budget = Budget(READING.submission_seconds)
        self._process: WorkerProcess | None = None
        self._open = ""  # the digest of the file that the process has
        self._requests = 0

    def __exit__(self, *_: object) -> None:
        self._end()

    def ask(self, asks: Sequence[tuple[ClosedFile, Mapping[str, Any]]]) -> list[dict[str, Any]]:
        """Return the replies to questions about files: a `value`, or why it is `refused`.

        Of questions that are asked together, the last ones are not about other files that are
        handed down.

        Raises
        ------
        NotOpened
            If the process died or met a limit over it, or answered what cannot be read.
        IsolationError
            If no process can be started: the kit's fault.
        """
        self._requests += 1
        process = self._started(asks[0][0])
        questions = []
        for file, question in asks:
            handed = {"is_new": False} if file.digest == self._open else _handed(file)
            questions.append({**question, **handed})
            self._open = file.digest
        watch = Watch(process.meter, READING, self._budget, 1.0, process.disk)
        try:
            with watch:
                process.send(frame({"id": self._requests, "asks": questions}), watch)
                reply = process.receive(watch)
                process.drain()
            return self._checked(reply, len(asks))
        except Stop as stop:
            code = self._end()
            raise NotOpened(_sentence(stop, code)) from None
        except BaseException:
            self._end()  # half a conversation cannot be taken up again
            raise

    def _started(self, file: ClosedFile) -> WorkerProcess:
        if file.handed_down is not None and file.digest != self._open:
            self._end()
        if self._process is None:
            with file.handed_down() if file.handed_down else contextlib.nullcontext() as handed:
                descriptor = None if handed is None else handed.fileno()
                process = self._isolation.launch(Printing(), READING, descriptor)
            self._process = process
            process.queue(self._setup)
        assert self._process is not None
        return self._process

    def _checked(self, message: Any, count: int) -> list[dict[str, Any]]:
        if type(message) is not dict or message.get("id") != self._requests:
            raise Stop(OUT_OF_TURN)
        replies = message.get("replies")
        if type(replies) is not list or len(replies) != count:
            raise Stop(UNREADABLE)
        for reply in replies:
            keys = reply.keys() if type(reply) is dict else ()
            if keys != {"value"} and (keys != {"refused"} or type(reply["refused"]) is not str):
                raise Stop(UNREADABLE)
        return replies

    def _end(self) -> int:
        """End the process; return its exit code, or -signal."""
        process, self._process = self._process, None
        self._open = ""
        if process is None:
            return 0
        try:
            code = self._isolation.end(process)
            remove_folder(process.folder)
            return code
        finally:
            process.close()


def _handed(file: ClosedFile) -> dict[str, Any]:
    content = {"content": file.load()} if file.load is not None else {}
    member = {"name": file.name, "numbers": list(file.numbers)} if file.numbers else {}
    return {"is_new": True, **content, **member}


def _sentence(stop: Stop, code: int) -> str:
    if isinstance(stop, TimeUp):
        return f"opening it takes more than {READING.cpu_seconds:g} s{_ADVICE}"
    if isinstance(stop, Died):
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"the process that opened it died ({ended}){_ADVICE}"
    return f"the process that opened it was stopped: {str(stop).format(place='in it')}{_ADVICE}"
