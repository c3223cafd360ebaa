"""Calling a student's functions in this very process: their own pytest, and the kit's selftest."""

import functools
import re
import types
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from autograder.calls.answer import Answer
from autograder.calls.imports import as_graded
from autograder.calls.performer import NoModule, Performer

__all__ = ["InProcessCaller"]


class InProcessCaller:
    """Calls the functions of one module here, with no isolation whatever.

    A module that cannot be imported in grading cannot be imported here either, and nobody answers
    `input()`: what passes here passes there.

    Parameters
    ----------
    file_name : str
        The module's name in messages, `e07_dense.py`.
    load : callable
        Returns the module; called at the first call, so that its errors are an answer too.
    packages : sequence of str
        What it may import besides what every module may.
    """

    def __init__(
        self,
        file_name: str,
        load: Callable[[], types.ModuleType],
        packages: Sequence[str] = (),
    ) -> None:
        self._packages = {f"exercises.{Path(file_name).stem}": packages}
        self._performer = Performer(_Here(file_name, load))

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        """Call `function` on copies of `arguments`; whatever it does is an answer."""
        with as_graded(self._packages):
            return self._performer.call(function, arguments)


class _Here:
    """A module that this process can load."""

    def __init__(self, file_name: str, load: Callable[[], types.ModuleType]) -> None:
        self.file_name = file_name
        self._load = load

    def load(self) -> types.ModuleType:
        try:
            return self._load()
        except ModuleNotFoundError as error:
            if error.name == f"exercises.{Path(self.file_name).stem}":
                raise NoModule from None
            raise

    def place(self, file_name: str, function: str, line: int | None) -> str:
        shown = _shown(file_name)
        if shown is None:
            return f"{function}, line {line} of its cell"
        return f"{shown}, line {line}" if shown and line else shown


@functools.cache
def _shown(file_name: str) -> str | None:
    """Return the name of an exercise's file, nothing for other code, None for a notebook's cell."""
    path = Path(file_name)
    if path.parent.name.startswith("ipykernel_"):  # a cell's file, by a name of digits
        return None
    return path.name if re.match(r"e\d\d_", path.name) or path.parent.name == "exercises" else ""
