"""Performing calls of a student's functions: the one way, at home and in a worker.

The same module and the same call give the same answer, to the letter, in a student's own process,
in a notebook's kernel and behind the wall. The things that differ between these are passed in:
the place that loads the module and the limits that the system keeps.
"""

import contextlib
import dis
import errno
import sys
import types
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from sys import getrecursionlimit, setrecursionlimit
from typing import Any, Final, Protocol
from warnings import catch_warnings, simplefilter

from autograder.calls.answer import Answer, Bounds, CallStatus, message_of, one_line
from autograder.calls.script import functions_called, target_of
from autograder.calls.stub import stub_of
from autograder.calls.values import CONSTANT, Unusable, copied, identical, plain_and_other

__all__ = ["FRAMES", "ModuleSource", "NoModule", "Performer", "is_interrupt"]

FRAMES: Final = 1000  # that a call may stack up, Python's own default

_FRAMES_OF_C: Final = 60  # more than pytest has beneath a call
_HIGHEST_LIMIT: Final = 2**31 - 1
_LONGEST_NAME: Final = 80
_LONGEST_PLACE: Final = 200
_TOO_DEEP: Final = "maximum recursion depth exceeded"
_NOT_ALLOWED: Final = (
    "grading allows no other processes, no network, and no files but those that the code "
    "writes itself"
)


class NoModule(Exception):
    """The submission has no such module."""


class ModuleSource(Protocol):
    """Where a student's module comes from."""

    @property
    def file_name(self) -> str:
        """The module's name in messages: `e07_dense.py`."""
        ...

    def load(self) -> types.ModuleType:
        """Import the module; raise NoModule if the student has none."""
        ...

    def place(self, file_name: str, function: str, line: int | None) -> str:
        """Return a line of the student's code as messages name it; nothing for other code."""
        ...


class Performer:
    """Performs calls on one module; whatever the student's code does is an answer.

    Parameters
    ----------
    source : ModuleSource
        Where the module comes from. It is loaded once: a module that cannot be imported stays so.
    bounds : Bounds, optional
        The limits of the process, in a worker; at home the system keeps none.
    """

    def __init__(self, source: ModuleSource, bounds: Bounds | None = None) -> None:
        self._source = source
        self._bounds = bounds
        self._module: types.ModuleType | None = None
        self._loading: Answer | None = None

    def load(self) -> Answer:
        """Import the module; the answer holds no value."""
        if self._loading is None:
            self._loading = self._loaded()
        return self._loading

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        """Call `function` on copies of `arguments`; a name after `CONSTANT` is read, not called."""
        if (loading := self.load()).status is not CallStatus.RETURNED:
            return loading
        given = [copied(argument) for argument in arguments]
        answer = self._answer(function, given)
        changed = tuple(
            position
            for position, (before, after) in enumerate(zip(arguments, given, strict=True))
            if not identical(before, after)
        )
        return replace(answer, changed=changed) if changed else answer

    def _loaded(self) -> Answer:
        try:
            self._module = self._students_turn(self._source.load, [])
            return Answer(CallStatus.RETURNED)
        except NoModule:
            return Answer(CallStatus.MISSING, text=f"there is no {self._source.file_name}")
        except BaseException as error:  # SystemExit and its like are an answer too
            return self._raised(error)

    def _answer(self, function: str, given: list[Any]) -> Answer:
        try:
            if function.startswith(CONSTANT):
                return self._constant(function.removeprefix(CONSTANT))
            if missing := self._missing(functions_called(function, given)):
                return Answer(CallStatus.MISSING, text=one_line(missing))
            target = target_of(function, partial(getattr, self._module))
            value = self._students_turn(target, given)
            return _returned(value)
        except Unusable as refusal:
            return Answer(CallStatus.UNUSABLE, text=one_line(str(refusal)))
        except BaseException as error:  # SystemExit and its like are an answer too
            return self._raised(error)

    def _missing(self, names: Sequence[str]) -> str:
        """Return why one of these cannot be called, or nothing."""
        for name in names:
            found = getattr(self._module, name, None)
            if found is None:
                return f"there is no function {name} in {self._source.file_name}"
            if not callable(found):
                return f"{name} in {self._source.file_name} is not a function"
        return ""

    def _constant(self, name: str) -> Answer:
        file_name = self._source.file_name
        if not hasattr(self._module, name):
            return Answer(CallStatus.MISSING, text=one_line(f"there is no {name} in {file_name}"))
        value = getattr(self._module, name)
        if value is NotImplemented or value is Ellipsis:  # as a stub has it
            return Answer(CallStatus.TODO, todo=f"{file_name[:3]} {name}")
        return _returned(value)

    def _students_turn(self, target: Callable[..., Any], given: Sequence[Any]) -> Any:
        """Let the student's code run, with the same frames and the same warnings everywhere."""
        before = getrecursionlimit()
        allowed = _limit_for(_frames[0])
        with catch_warnings():
            # A warning is no mistake: 1 / (1 + exp(-z)) warns at -1000 and is right.
            simplefilter("ignore")
            setrecursionlimit(allowed)
            try:
                return target(*given)
            finally:
                found = getrecursionlimit()
                setrecursionlimit(before)
                if found != allowed:
                    _frames[0] = found  # the student's own choice, from now on

    def _raised(self, error: BaseException) -> Answer:
        # No keyboard reaches a worker.
        if self._bounds is None and is_interrupt(error):
            raise error
        if stub := stub_of(error):
            return Answer(CallStatus.TODO, todo=stub)
        stated = _is_stated(error)
        bounds = None if stated else self._bounds
        if bounds is not None and issubclass(type(error), MemoryError):
            _let_go(_trace(error))
            text = f"used more than {bounds.memory_mb:,} MB of memory"
            where = self._where(_trace(error))
            return Answer(CallStatus.RAISED, text=text, error="MemoryError", where=where)
        message, where = message_of(error), self._where(_trace(error))
        if issubclass(type(error), RecursionError) and not stated:
            # Python adds its next step to the message, and that depends on how often it has run.
            message = _TOO_DEEP
        elif issubclass(type(error), SyntaxError):
            message, where = self._unreadable(error) or (message, where)
        elif issubclass(type(error), OSError) and bounds is not None:
            message = _limit_met(error, bounds) or message
        return Answer(
            CallStatus.RAISED,
            text=one_line(message),
            error=one_line(_class_name(error), _LONGEST_NAME),
            where=one_line(where, _LONGEST_PLACE),
        )

    def _unreadable(self, error: BaseException) -> tuple[str, str] | None:
        """Return message and place of source that cannot be read, if it is the student's."""
        # Exact types: a student may raise a SyntaxError made of anything.
        fields = SyntaxError.__dict__
        file_name, message, line = (
            fields[name].__get__(error) for name in ("filename", "msg", "lineno")
        )
        if type(file_name) is not str or type(message) is not str:
            return None
        place = self._source.place(file_name, "", line if type(line) is int else None)
        return (message, place) if place else None

    def _where(self, trace: types.TracebackType | None) -> str:
        """Name the last line of a traceback that is the student's."""
        found = ""
        while trace is not None:
            code, line = trace.tb_frame.f_code, trace.tb_lineno
            # Frames may run out where a function is called or on its first line.
            if line != code.co_firstlineno or not found:
                found = self._source.place(code.co_filename, code.co_name, line) or found
            trace = trace.tb_next
        return found


def _returned(value: object) -> Answer:
    owned, other = plain_and_other(value)
    return Answer(CallStatus.RETURNED, value=owned, other=one_line(other, _LONGEST_NAME))


def _limit_met(error: BaseException, bounds: Bounds) -> str:
    """Return the sentence for an error by which the system keeps a limit, or nothing."""
    number = OSError.__dict__["errno"].__get__(error)
    if type(number) is not int:
        return ""
    return {
        errno.EFBIG: f"wrote a file of more than {bounds.file_mb:g} MB",
        errno.ENOSPC: (
            f"its files take more than {bounds.disk_mb:g} MB, or are more than {bounds.files:,}"
        ),
        errno.EMFILE: f"had more than {bounds.open_files} files open at once",
        errno.EPERM: _NOT_ALLOWED,
        errno.EACCES: _NOT_ALLOWED,
        errno.EROFS: _NOT_ALLOWED,
    }.get(number, "")


def is_interrupt(error: BaseException) -> bool:
    """Tell Ctrl-C from a KeyboardInterrupt that some code raises by a statement."""
    return issubclass(type(error), KeyboardInterrupt) and not _is_stated(error)


def _is_stated(error: BaseException) -> bool:
    """Tell whether a raise statement raised `error`; the system and Ctrl-C need none."""
    trace = _trace(error)
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return False
    return trace.tb_frame.f_code.co_code[trace.tb_lasti] == dis.opmap["RAISE_VARARGS"]


# An exception's class, and the class of that, may be the student's: what they would answer, or do
# when they are asked, does not matter here.


def _class_name(error: BaseException) -> str:
    name: str = type.__dict__["__name__"].__get__(type(error))
    return name


def _trace(error: BaseException) -> types.TracebackType | None:
    trace: types.TracebackType | None = BaseException.__dict__["__traceback__"].__get__(error)
    return trace


# One a process, as Python's own limit is.
_frames = [FRAMES]

# The interpreter's limit counts all frames, those of pytest and some of C too. How many are in use
# is tried at every call: a frame that C enters may count at first and, often run, no more later.
_left = 0


def _limit_for(frames: int) -> int:
    """Return the recursion limit under which the caller has `frames` frames left."""
    global _left
    depth = 0
    frame: types.FrameType | None = sys._getframe(1)
    while frame is not None:
        depth += 1
        frame = frame.f_back
    before, limit, _left = getrecursionlimit(), depth + _FRAMES_OF_C, 0
    try:
        setrecursionlimit(limit)
        _deeper()
    except RecursionError:
        limit -= _left
    finally:
        setrecursionlimit(before)
    return min(limit + frames, _HIGHEST_LIMIT)


def _deeper() -> None:
    global _left  # noqa: PLW0603
    _left += 1
    _deeper()


def _let_go(trace: types.TracebackType | None) -> None:
    # The frames hold the memory that the reply needs.
    while trace is not None:
        # A frame that still runs, this call's own, refuses.
        with contextlib.suppress(RuntimeError):
            trace.tb_frame.clear()
        trace = trace.tb_next
