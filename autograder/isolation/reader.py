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
    UsedUp,
    Watch,
)
from autograder.isolation.output import Printing
from autograder.isolation.requirement import IsolationError
from autograder.isolation.session import Isolation, WorkerProcess, remove_folder

__all__ = ["ITSELF", "LISTING", "READING", "ClosedFile", "NotOpened", "Reader"]

LISTING, ITSELF = -2, -1  # in place of the number of an archive's member
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
    kind : str
        What its name says of it: `tar`, `notebook` or nothing.
    size : int
        How many bytes are sent.
    load : callable
        Returns these bytes; or the file itself, which is handed down to a process of its own.
    name, numbers : str, tuple of int
        The name and the numbers that a zip's list of files has for it, if it is a member of one and
        its bytes are those of the zip.
    """

    digest: str
    kind: str
    size: int
    load: Callable[[], bytes | BinaryIO]
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

    def ask(self, asks: Sequence[tuple[ClosedFile, int]]) -> list[dict[str, Any]]:
        """Return the replies about files, or members of them: a `value`, or why it is `refused`.

        Of several, all are about one file that is handed down, or about none.

        Raises
        ------
        NotOpened
            If the process died or met a limit over it, or answered what cannot be read.
        IsolationError
            If no process can be started, or the machine is too busy: not the file's fault.
        """
        self._requests += 1
        questions = [self._question(*ask) for ask in asks]
        process = self._process
        assert process is not None
        watch = Watch(process.meter, READING, self._budget, 1.0, process.disk)
        try:
            with watch:
                process.send(frame({"id": self._requests, "asks": questions}), watch)
                reply = process.receive(watch)
                process.drain()
            return self._checked(reply, len(asks))
        except Stop as stop:
            code = self._end()
            if isinstance(stop, TimeUp | UsedUp) and (watch.met_load or self._budget.met_load):
                raise IsolationError("this machine is too busy to open files") from None
            raise NotOpened(_sentence(stop, code)) from None
        except BaseException:
            self._end()  # half a conversation cannot be taken up again
            raise

    def _question(self, file: ClosedFile, number: int) -> dict[str, Any]:
        """Return a question; what the process does not have yet comes with it."""
        question = {"number": number, "kind": file.kind}
        if file.digest == self._open:
            return question
        content = file.load()
        if isinstance(content, bytes):
            if self._process is None:
                self._start(None)
            new: dict[str, Any] = {"content": content}
            new |= {"name": file.name, "numbers": [*file.numbers]} if file.numbers else {}
        else:
            with content:
                self._end()
                self._start(content.fileno())
            new = {}
        self._open = file.digest
        return {**question, "new": new}

    def _start(self, descriptor: int | None) -> None:
        self._process = self._isolation.launch(Printing(), READING, descriptor)
        self._process.queue(self._setup)

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


def _sentence(stop: Stop, code: int) -> str:
    if isinstance(stop, TimeUp | UsedUp):
        return f"opening it takes more than {READING.cpu_seconds:g} s{_ADVICE}"
    if isinstance(stop, Died):
        ended = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"the process that opened it died ({ended}){_ADVICE}"
    return f"the process that opened it was stopped: {str(stop).format(place='in it')}{_ADVICE}"
