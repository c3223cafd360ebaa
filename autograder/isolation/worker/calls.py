"""Performing one request in the student's process: an import, or a call."""

import contextlib
import errno
import functools
import importlib
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.checking.raised import message_of, stub_of
from autograder.checking.script import functions_called, performer
from autograder.checking.values import CONSTANT, Unusable, copied, identical, plain, unwritten
from autograder.isolation.worker.modules import Submission
from autograder.isolation.worker.text import one_line

__all__ = ["Bench", "Shown"]

_NOT_ALLOWED = (
    "grading allows no other processes, no network, and no files but those that the code "
    "writes itself"
)


@dataclass(frozen=True)
class Shown:
    """The limits of a process, for the sentences that name them; as in `course.limits`."""

    memory_mb: int
    file_mb: float
    disk_mb: float
    files: int
    open_files: int


class Bench:
    """Holds a submission and does with it what the trusted side asks.

    Parameters
    ----------
    submission : Submission
        The modules.
    shown : Shown
        What the process may use, to be named in the sentence about too much of it.
    """

    def __init__(self, submission: Submission, shown: Shown) -> None:
        self._submission = submission
        self._shown = shown

    def load(self, name: str) -> dict[str, Any]:
        """Import a module; the reply holds no value."""
        if name not in self._submission:
            return _missing(f"there is no {self._submission.file_name(name)} in the submission")
        try:
            importlib.import_module(name)
        except BaseException as error:  # SystemExit and its like are an answer too
            return self._raised(error)
        return {"ending": "returned", "value": None, "changed": []}

    def call(self, name: str, function: str, arguments: list[Any]) -> dict[str, Any]:
        """Call a function of an imported module on `arguments`."""
        changed: list[int] = []
        try:
            if function.startswith(CONSTANT):
                return self._constant(name, function.removeprefix(CONSTANT))
            target = self._function(name, function, arguments)
            if isinstance(target, dict):
                return target
            before = copied(arguments)
            try:
                value = plain(target(*arguments))
            finally:
                changed = [
                    position
                    for position, (was, now) in enumerate(zip(before, arguments, strict=True))
                    if not identical(was, now)
                ]
        except Unusable as refusal:
            return {"ending": "unusable", "text": one_line(str(refusal)), "changed": changed}
        except BaseException as error:
            return {**self._raised(error), "changed": changed}
        return {"ending": "returned", "value": value, "changed": changed}

    def _constant(self, name: str, constant: str) -> dict[str, Any]:
        file_name = self._submission.file_name(name)
        module = sys.modules.get(name)
        if not hasattr(module, constant):
            return _missing(f"there is no {constant} in {file_name}")
        value = getattr(module, constant)
        if unwritten(value):
            return {"ending": "todo", "todo": f"{file_name[:3]} {constant}", "changed": []}
        return {"ending": "returned", "value": plain(value), "changed": []}

    def _function(
        self, name: str, function: str, arguments: list[Any]
    ) -> Callable[..., Any] | dict[str, Any]:
        file_name = self._submission.file_name(name)
        module = sys.modules.get(name)
        for wanted in functions_called(function, arguments):
            target = getattr(module, wanted, None)
            if target is None:
                return _missing(f"there is no function {wanted} in {file_name}")
            if not callable(target):
                return _missing(f"{wanted} in {file_name} is not a function")
        return performer(function, functools.partial(getattr, module))

    def _raised(self, error: BaseException) -> dict[str, Any]:
        if isinstance(error, MemoryError):
            _let_go(error.__traceback__)
            return {
                "ending": "raised",
                "error": "MemoryError",
                "text": f"used more than {self._shown.memory_mb:,} MB of memory",
                "where": self._where(error.__traceback__),
                "changed": [],
            }
        message = message_of(error)
        if stub := stub_of(error):
            return {"ending": "todo", "todo": stub, "changed": []}
        where = self._where(error.__traceback__)
        if isinstance(error, SyntaxError) and error.filename in self._submission.files:
            message = str(error.msg)
            where = f"{error.filename}, line {error.lineno}" if error.lineno else error.filename
        elif isinstance(error, OSError):
            message = self._limit_met(error) or message
        return {
            "ending": "raised",
            "error": one_line(str(type(error).__name__), 80),
            "text": one_line(message),
            "where": one_line(where, 200),
            "changed": [],
        }

    def _limit_met(self, error: OSError) -> str:
        """Return the sentence for an error by which the system keeps a limit, or nothing."""
        shown = self._shown
        return {
            errno.EFBIG: f"wrote a file of more than {shown.file_mb:g} MB",
            errno.ENOSPC: (
                f"its files take more than {shown.disk_mb:g} MB, or are more than {shown.files:,}"
            ),
            errno.EMFILE: f"had more than {shown.open_files} files open at once",
            errno.EPERM: _NOT_ALLOWED,
            errno.EACCES: _NOT_ALLOWED,
            errno.EROFS: _NOT_ALLOWED,
        }.get(error.errno or 0, "")

    def _where(self, traceback: types.TracebackType | None) -> str:
        """Name the last line of the traceback that is in the submission."""
        place = ""
        while traceback is not None:
            file_name = traceback.tb_frame.f_code.co_filename
            if file_name in self._submission.files:
                place = f"{file_name}, line {traceback.tb_lineno}"
            traceback = traceback.tb_next
        return place


def _missing(text: str) -> dict[str, Any]:
    return {"ending": "missing", "text": one_line(text), "changed": []}


def _let_go(traceback: types.TracebackType | None) -> None:
    # What the frames hold is what used up the memory that the reply needs.
    while traceback is not None:
        # A frame that still runs, this call's own, refuses.
        with contextlib.suppress(RuntimeError):
            traceback.tb_frame.clear()
        traceback = traceback.tb_next
