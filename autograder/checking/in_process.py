"""Calling a student's functions in this very process: their own pytest, and the kit's selftest."""

import functools
import re
import traceback
import types
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.checking.calls import Answer, Ending
from autograder.checking.imports import as_graded
from autograder.checking.raised import message_of, stub_of
from autograder.checking.script import functions_called, performer
from autograder.checking.values import CONSTANT, Unusable, copied, identical, plain, unwritten

__all__ = ["InProcessCaller"]

_LONGEST = 300


class InProcessCaller:
    """Calls the functions of one module here, with no isolation whatever.

    What cannot be imported in grading cannot be imported here either, and nobody answers
    `input()`: what passes here passes there.

    Parameters
    ----------
    file_name : str
        What the module is called in messages, `e07_dense.py`.
    load : callable
        Returns the module; called at the first call, so that its errors are an answer too.
    """

    def __init__(self, file_name: str, load: Callable[[], types.ModuleType]) -> None:
        self._file_name = file_name
        self._load = load
        self._module: types.ModuleType | None = None

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        """Call `function` on copies of `arguments`; whatever it does is an answer."""
        with as_graded(), warnings.catch_warnings():
            # A warning is no mistake: 1 / (1 + exp(-z)) warns at -1000 and is right.
            warnings.simplefilter("ignore")
            if self._module is None:
                try:
                    self._module = self._load()
                except (Exception, SystemExit) as error:
                    return self._refused_import(error)
            if function.startswith(CONSTANT):
                return self._constant(self._module, function.removeprefix(CONSTANT))
            for name in functions_called(function, arguments):
                target = getattr(self._module, name, None)
                if target is None:
                    return Answer(
                        Ending.MISSING, text=f"there is no function {name} in {self._file_name}"
                    )
                if not callable(target):
                    return Answer(
                        Ending.MISSING, text=f"{name} in {self._file_name} is not a function"
                    )
            look_up = functools.partial(getattr, self._module)
            return _answer(performer(function, look_up), arguments)

    def _constant(self, module: types.ModuleType, name: str) -> Answer:
        if not hasattr(module, name):
            return Answer(Ending.MISSING, text=f"there is no {name} in {self._file_name}")
        value = getattr(module, name)
        if unwritten(value):
            return Answer(Ending.TODO, todo=f"{self._file_name[:3]} {name}")
        try:
            return Answer(Ending.RETURNED, value=plain(value))
        except Unusable as refusal:
            return Answer(Ending.UNUSABLE, text=str(refusal))

    def _refused_import(self, error: BaseException) -> Answer:
        if isinstance(error, ModuleNotFoundError) and error.name == (
            f"exercises.{Path(self._file_name).stem}"
        ):
            return Answer(Ending.MISSING, text=f"there is no {self._file_name}")
        if stub := stub_of(error):
            return Answer(Ending.TODO, todo=stub)
        return _raised(error)


def _answer(target: Callable[..., Any], arguments: Sequence[Any]) -> Answer:
    given = [copied(argument) for argument in arguments]
    try:
        value = plain(target(*given))
    except Unusable as refusal:
        return Answer(Ending.UNUSABLE, text=str(refusal))
    except (Exception, SystemExit) as error:
        if stub := stub_of(error):
            return Answer(Ending.TODO, todo=stub)
        return _raised(error)
    changed = tuple(
        position
        for position, (before, after) in enumerate(zip(arguments, given, strict=True))
        if not identical(before, after)
    )
    return Answer(Ending.RETURNED, value=value, changed=changed)


def _raised(error: BaseException) -> Answer:
    message = re.sub(r"\s+", " ", message_of(error)).strip()
    if isinstance(error, SyntaxError):
        name = Path(error.filename or "").name
        where = f"{name}, line {error.lineno}" if name and error.lineno else ""
        message = error.msg or message
    else:
        where = _where(error)
    if len(message) > _LONGEST:
        message = message[:_LONGEST] + "…"
    return Answer(Ending.RAISED, text=message, error=type(error).__name__, where=where)


def _where(error: BaseException) -> str:
    """Name the last line of the traceback that is in an exercise, or in a notebook's cell."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.parent.name.startswith("ipykernel_"):  # a cell's file, by a name of digits
            return f"{frame.name}, line {frame.lineno} of its cell"
        if re.match(r"e\d\d_", path.name) or path.parent.name == "exercises":
            return f"{path.name}, line {frame.lineno}"
    return ""
