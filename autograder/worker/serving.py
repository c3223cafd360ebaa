"""The loop of a child: read a request, perform it, write the reply."""

import _thread
import contextlib
import io
import os
import random
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import numpy as np

from autograder.calls import wire
from autograder.calls.answer import Answer, CallStatus
from autograder.calls.performer import LimitNames, Performer
from autograder.calls.values import Unusable, plain
from autograder.worker import guard
from autograder.worker.finder import Submission, SubmittedModule
from autograder.worker.packages import Packages

__all__ = ["serve"]

_ERRORS = {
    kind.__name__: kind
    for kind in (ValueError, TypeError, IndexError, KeyError, ZeroDivisionError, OverflowError)
}

_SLOW = (b"matplotlib", b"datasets")


class _Closed(Exception):
    """The trusted side has closed the connection."""


class _Connection:
    """Frames on one socket or two pipes, and the request that is being performed."""

    def __init__(self, source: int, sink: int) -> None:
        self._source = source
        self._sink = sink
        self._lock = _thread.allocate_lock()
        self._asks = 0
        self.request = 0

    def receive(self, *, sources: bool = False) -> dict[str, Any]:
        (length,) = wire.HEADER.unpack(self._read(wire.HEADER.size))
        message: dict[str, Any] = wire.decode(self._read(length), sources=sources)
        return message

    def send(self, message: dict[str, Any]) -> None:
        rest = memoryview(wire.frame(message))
        while rest:
            rest = rest[os.write(self._sink, rest) :]

    def stand_in(self, module: str, function: str) -> Callable[..., Any]:
        """Return a function whose calls the trusted side answers."""

        def supplied(*arguments: Any, **keywords: Any) -> Any:
            try:
                given = (plain(list(arguments)), plain(keywords))
            except Unusable as refusal:
                raise TypeError(f"{function} was given {refusal}") from None
            return self._ask(module, function, *given)

        supplied.__name__ = supplied.__qualname__ = function
        supplied.__module__ = module
        return supplied

    def _ask(self, module: str, function: str, arguments: Any, keywords: Any) -> Any:
        with self._lock:
            self._asks += 1
            self.send(
                {
                    "id": self.request,
                    "ask": self._asks,
                    "module": module,
                    "function": function,
                    "arguments": arguments,
                    "keywords": keywords,
                }
            )
            answer = self.receive()
        if "error" in answer:
            raise _ERRORS.get(answer["error"], RuntimeError)(answer["text"])
        return answer["value"]

    def _read(self, length: int) -> bytearray:
        data = bytearray()
        while len(data) < length:
            piece = os.read(self._source, min(length - len(data), 1 << 20))
            if not piece:
                raise _Closed
            data += piece
        return data


def serve(
    source: int, sink: int, packages: Packages, limits: LimitNames, *, warm: bool = True
) -> None:
    """Answer requests until the trusted side closes the connection.

    What `guard.forget` makes forgotten has to be forgotten by now.

    Parameters
    ----------
    source, sink : int
        Descriptors to read requests from and to write replies to.
    packages : Packages
        What can be imported beside the submission.
    limits : LimitNames
        The limits, as sentences name them.
    warm : bool
        Whether the packages are loaded already. If not, those that the sources name are loaded
        now, at no cost of the student's, and a first message says when that is done.
    """
    connection = _Connection(source, sink)
    with contextlib.suppress(_Closed):
        first = connection.receive(sources=True)
        submission = Submission(first["sources"], first["supplied"], connection.stand_in)
        if not warm:
            slow = (*_SLOW, *(name.encode() for name in packages.frameworks))
            named = any(name in source for source in first["sources"].values() for name in slow)
            if named:
                packages.warm()
            connection.send({"ready": True})
        _prepare(submission, packages, first["packages"])
        performers: dict[str, Performer] = {}
        while True:
            request = connection.receive()
            connection.request = request["id"]
            name = request["module"]
            if name not in performers:
                performers[name] = Performer(SubmittedModule(submission, name), limits)
            answer = _performed(performers[name], request)
            _flush()
            try:
                connection.send({"id": request["id"], **_reply(answer)})
            except wire.WireError as error:
                refused = Answer(CallStatus.UNUSABLE, text=str(error))
                connection.send({"id": request["id"], **_reply(refused)})
    os._exit(0)


def _prepare(
    submission: Submission, packages: Packages, importable: Mapping[str, Sequence[str]]
) -> None:
    for stream in (sys.stdout, sys.stderr):
        # What was printed before the process is killed is often what tells why.
        cast(io.TextIOWrapper, stream).reconfigure(line_buffering=True)
    sys.meta_path.insert(0, packages)
    sys.meta_path.append(submission)
    if not packages.frameworks:
        # A framework asks what else is installed, and does not expect a sentence for an answer.
        sys.meta_path.append(guard.Refusal())
    guard.install(submission.top_names, importable)
    # As in a fresh process; a fork would repeat what every other child draws.
    random.seed()
    np.random.seed()
    # A warning is no mistake: 1 / (1 + exp(-z)) warns at -1000 and is right.
    warnings.simplefilter("ignore")


def _performed(performer: Performer, request: dict[str, Any]) -> Answer:
    if "function" not in request:
        return performer.load()
    return performer.call(request["function"], request["arguments"])


def _reply(answer: Answer) -> dict[str, Any]:
    """Return an answer as the wire carries it."""
    reply: dict[str, Any] = {"ending": answer.status.value, "changed": list(answer.changed)}
    if answer.status is CallStatus.RETURNED:
        return {**reply, "value": answer.value}
    texts = {name: getattr(answer, name) for name in ("text", "error", "where", "todo")}
    return {**reply, **{name: text for name, text in texts.items() if text}}


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        # The student may have put anything in its place.
        with contextlib.suppress(BaseException):
            stream.flush()
