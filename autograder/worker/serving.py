"""The loop of the worker: read a request, perform it, write the reply."""

import _thread
import builtins
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
from autograder.calls.answer import ERRORS, Answer, Bounds, CallStatus
from autograder.calls.imports import STUDENTS_BUILTINS, hold_imports_to_the_rule
from autograder.calls.performer import Performer
from autograder.calls.values import Unusable, plain
from autograder.worker.importing import ImportRefusal, Packages, SubmissionFinder, SubmittedModule
from autograder.worker.opening import Opener
from autograder.worker.supplied_class import stand_in

__all__ = ["serve"]


class _Closed(Exception):
    """The trusted side has closed the connection."""


class _Connection:
    """Frames on one socket or two pipes, and the number of the present request."""

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

    def supplied_function(self, module: str, function: str) -> Callable[..., Any]:
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

    def supplied_class(self, module: str, name: str, outline: Mapping[str, Any]) -> type:
        """Return a class whose methods the trusted side answers."""
        return stand_in(self._ask, module, name, outline["methods"], outline["attributes"])

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
            raise ERRORS.get(answer["error"], RuntimeError)(answer["text"])
        return answer["value"]

    def _read(self, length: int) -> bytearray:
        data = bytearray()
        while len(data) < length:
            piece = os.read(self._source, min(length - len(data), 1 << 20))
            if not piece:
                raise _Closed
            data += piece
        return data


def serve(source: int, sink: int, packages: Packages, bounds: Bounds, *, warm: bool = True) -> None:
    """Answer requests until the trusted side closes the connection.

    `forget_program` has been called by now.

    Parameters
    ----------
    source, sink : int
        Descriptors to read requests from and to write replies to.
    packages : Packages
        The packages that can be imported besides the submission.
    bounds : Bounds
        The limits of the process; sentences name some of them.
    warm : bool
        Whether the packages are loaded already. If not, those that the sources name are loaded
        now, at no cost to the student, and a first message says when that is done.
    """
    connection = _Connection(source, sink)
    with contextlib.suppress(_Closed):
        first = connection.receive(sources=True)
        submission = SubmissionFinder(
            first["sources"],
            first["supplied"],
            first["classes"],
            first["replaced"],
            connection,
        )
        if not warm:
            text = b"\n".join(first["sources"].values())
            slow = (b"datasets", *(name.encode() for name in packages.frameworks))
            if first["draws"] or any(name in text for name in slow):
                packages.warm(draws=first["draws"])
            connection.send({"ready": True})
        if first["sources"]:  # otherwise it opens files, and runs no code
            _prepare(submission, packages, first["packages"])
        performers: dict[str, Any] = {wire.OPENS_FILES: Opener()}
        while True:
            request = connection.receive()
            connection.request = request["id"]
            name = request["module"]
            if name not in performers:
                performers[name] = Performer(SubmittedModule(submission, name), bounds)
            performer = performers[name]
            answer = (
                performer.call(request["function"], request["arguments"])
                if "function" in request
                else performer.load()
            )
            _flush()
            try:
                connection.send({"id": request["id"], **_reply(answer)})
            except wire.WireError as error:
                refused = Answer(CallStatus.UNUSABLE, text=str(error))
                connection.send({"id": request["id"], **_reply(refused)})
    os._exit(0)


def _prepare(
    submission: SubmissionFinder, packages: Packages, importable: Mapping[str, Sequence[str]]
) -> None:
    for stream in (sys.stdout, sys.stderr):
        # The last line before a process is killed often tells why.
        cast(io.TextIOWrapper, stream).reconfigure(line_buffering=True)
    sys.meta_path.insert(0, packages)
    sys.meta_path.append(submission)
    if not packages.frameworks:
        # A framework asks which packages are installed, and does not expect a sentence.
        sys.meta_path.append(ImportRefusal())
    hold_imports_to_the_rule(submission.top_names, importable)
    vars(builtins).update(STUDENTS_BUILTINS)
    # As in a fresh process: without it every fork would draw the same numbers.
    random.seed()
    np.random.seed()
    # A warning is not a mistake: 1 / (1 + exp(-z)) warns at -1000 and is right.
    warnings.simplefilter("ignore")


def _reply(answer: Answer) -> dict[str, Any]:
    """Return an answer as a message of the wire."""
    reply: dict[str, Any] = {"ending": answer.status.value, "changed": list(answer.changed)}
    if answer.status is CallStatus.RETURNED:
        reply["value"] = answer.value
    texts = {name: getattr(answer, name) for name in ("text", "error", "where", "todo", "other")}
    return {**reply, **{name: text for name, text in texts.items() if text}}


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        # The student's code may have replaced it.
        with contextlib.suppress(BaseException):
            stream.flush()
