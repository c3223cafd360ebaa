"""Notebooks: their code becomes a module in which each cell runs on its own."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Final

import msgspec

from autograder.calls.stub import todo_line
from autograder.grading.intake import limits
from autograder.grading.intake.names import shown
from autograder.grading.intake.refusals import Refusal, Refused

__all__ = ["Cell", "Notebook", "notebook_modules"]

_DEF: Final = re.compile(r"(?:async\s+)?def\s+(\w+)")
_TODO: Final = re.compile(r"([ \t]+)raise NotImplementedError(?:\(\s*\))?[ \t]*(?:#.*)?$")

_MODULE: Final = '''\
"""Made from {title}: its code cells in order, each run on its own."""


def _run(cells, namespace):
    import __future__
    import sys

    namespace.setdefault("display", print)
    carried = 0
    for file_name, place, source in cells:
        try:
            code = compile(source, file_name, "exec", carried, True)
            carried |= code.co_flags & __future__.annotations.compiler_flag
            exec(code, namespace)
        except BaseException as error:
            # What the compiler refuses, a return outside of a function, has no trace in the cell.
            line, trace = getattr(error, "lineno", 0) or 0, error.__traceback__
            while trace is not None:
                if trace.tb_frame.f_code.co_filename == file_name:
                    line = trace.tb_lineno
                trace = trace.tb_next
            try:
                text = f"{{type(error).__name__}}: {{error}}"
            except BaseException:
                text = type(error).__name__
            said = f"line {{line}}: {{text}}; the other cells were run"
            if place:  # what only tries an answer may fail
                print(f"{{place}}, {{said}}", file=sys.stderr)


_run({cells}, globals())
del _run
'''


class Cell(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A code cell, as the process that read the notebook tells it.

    Attributes
    ----------
    number : int
        Its number among the notebook's code cells, from 1.
    source : str
        Its Python.
    tries : bool
        Whether it was made to try answers, not to hold one.
    fault : str
        Why it is left out; empty if it is not.
    """

    number: Annotated[int, msgspec.Meta(ge=1, le=limits.CELLS)]
    source: str
    tries: bool
    fault: str


class Notebook(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The code of a notebook, and the names that it defines."""

    cells: Annotated[tuple[Cell, ...], msgspec.Meta(max_length=limits.CELLS)]
    defines: frozenset[str]

    @property
    def size(self) -> int:
        """The number of characters of its code."""
        return sum(len(cell.source) for cell in self.cells)


def notebook_modules(
    notebook: Notebook, name: str, exercise: str, exercises: Mapping[str, Sequence[str]]
) -> tuple[dict[str, bytes], list[Refusal]]:
    """Return the modules that a notebook's code cells make, and the cells that were left out.

    The modules, by dotted name, are the exercise's own and each cell under a name of its own,
    which messages about a line of that cell give.

    Parameters
    ----------
    notebook : Notebook
        The notebook.
    name : str
        Its file's name.
    exercise : str
        The exercise that the module is for.
    exercises : mapping of str to sequence of str
        The course's exercises and their functions; a function that still raises a bare
        NotImplementedError is to be written, and the message then names it.

    Raises
    ------
    Refused
        If no cell of it can be run.
    """
    title = shown(name.rpartition("/")[2])
    refused = []
    rows = []
    texts = {}
    for cell in notebook.cells:
        place = f"{title}, cell {cell.number}"
        if cell.fault:
            refused.append(Refusal(place, shown(cell.fault, 300)))
            continue
        source = _with_todos_named(cell.source, exercise, exercises)
        if source.strip():
            module = f"{exercise} cell {cell.number}"
            rows.append((f"{module}.py", "" if cell.tries else place, source))
            texts[f"exercises.{module}"] = source.encode()
    if not rows:
        first = f"; {refused[0].path}: {refused[0].reason}" if refused else ""
        raise Refused(f"it has no code cell that can be run{first}")
    listed = "".join(f"    {row!r},\n" for row in rows)
    main = _MODULE.format(title=_plain(title), cells=f"(\n{listed})").encode()
    if len(main) > limits.MODULE:
        raise Refused(f"its code is larger than {limits.megabytes(limits.MODULE)}")
    return {f"exercises.{exercise}": main, **texts}, refused


def _with_todos_named(source: str, exercise: str, exercises: Mapping[str, Sequence[str]]) -> str:
    """Give nbgrader's bare NotImplementedError in a function the kit's own message."""
    if "NotImplementedError" not in source:
        return source
    lines = source.split("\n")
    function = ""
    for index, line in enumerate(lines):
        opening = _DEF.match(line)
        if opening:
            function = opening[1]
        elif line.startswith("class "):
            function = ""
        todo = _TODO.match(line) if function else None
        if todo:
            home = next((name for name in exercises if function in exercises[name]), exercise)
            home = exercise if function in exercises.get(exercise, ()) else home
            lines[index] = f"{todo[1]}{todo_line(home.partition('_')[0], function)}"
    return "\n".join(lines)


def _plain(title: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-. " else "_" for letter in title)
