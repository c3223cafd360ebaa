"""The answer to a call of a student's function, and the bounds on its process, as data."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Protocol

__all__ = ["ERRORS", "Answer", "Bounds", "CallStatus", "Caller", "message_of", "one_line"]

# The errors of a supplied function that are told by name; any other is told as a RuntimeError.
ERRORS: Final = {
    kind.__name__: kind
    for kind in (ValueError, TypeError, IndexError, KeyError, ZeroDivisionError, OverflowError)
}

_LONGEST: Final = 300

# numpy names the signature of its loop, which means nothing to a student.
_GUFUNC: Final = re.compile(r",? with gufunc signature \S+")


class CallStatus(Enum):
    """How a call ended."""

    RETURNED = "returned"
    RAISED = "raised"
    UNUSABLE = "unusable"  # it returned something outside the closed set of values
    TODO = "todo"  # a stub that is not written yet
    MISSING = "missing"  # the module, or the function in it, is not there
    STOPPED = "stopped"  # a limit ended it, or its process died


@dataclass(frozen=True)
class Answer:
    """The answer to one call of a student's function.

    Attributes
    ----------
    status : CallStatus
        How the call ended.
    value : object
        The plain value, if it returned one.
    text : str
        One sentence for the student, if it did not: what was raised, or which limit it met.
    error : str
        The name of the exception's class, if one was raised (`"ValueError"`).
    where : str
        File and line of the student's code, if known (`"e07_dense.py, line 12"`).
    todo : str
        For `TODO`: the id of the exercise whose stub was met (`"e04"`), and its function.
    changed : tuple of int
        Positions of the arguments that the call changed in place.
    other : str
        The first container of the value that was not plain, and what it was taken for: `"a matrix
        for an array"`. Empty if all were plain.
    cause : str
        The message of the error of a function that was supplied, where that error ended the call.
        No student is told it: it may quote what they must not see.
    """

    status: CallStatus
    value: Any = None
    text: str = ""
    error: str = ""
    where: str = ""
    todo: str = ""
    changed: tuple[int, ...] = ()
    other: str = ""
    cause: str = ""


@dataclass(frozen=True)
class Bounds:
    """The limits that the system keeps for one process; the names are those of `course.Limits`."""

    cpu_seconds: float
    memory_mb: int
    processes: int
    file_mb: float
    open_files: int
    disk_mb: float
    files: int


class Caller(Protocol):
    """Calls one student's functions, in this process or in another."""

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        """Call `function` of the exercise that is being checked on copies of `arguments`.

        A name after `values.CONSTANT` asks for the value that the module has under this name.
        """
        ...


def one_line(text: str, longest: int = _LONGEST) -> str:
    """Return `text` on one line, without control characters, cut to `longest` characters."""
    # Cut first: a message may be as long as memory allows.
    start = text[: 4 * longest]
    visible = "".join(letter if letter.isprintable() else " " for letter in start)
    words = " ".join(visible.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def message_of(error: BaseException) -> str:
    """Return an error's text, without numpy's notes to its own developers."""
    try:
        return _GUFUNC.sub("", str(error))
    except BaseException:  # the student may have written __str__
        return ""
