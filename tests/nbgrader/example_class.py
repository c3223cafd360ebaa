"""The example class as it would have handed in notebooks: what was released, answers filled in."""

import ast
import json
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.course import Course
from autograder.grading.grader import function_names
from autograder.grading.intake import Readings, find_entries, read_submission
from autograder.packaging.notebook.groups import names_defined
from autograder.reference.sources import Sources

__all__ = ["Turned", "filled_in", "hand_in"]

_DEFINITION = re.compile(r"(?m)^(?=(?:def|class) )")
_ANSWER = "_answer"


@dataclass(frozen=True)
class Turned:
    """The class, as it handed in.

    Attributes
    ----------
    students : tuple of str
        Who handed in notebooks.
    left_out : mapping of str to str
        Who could not, and why.
    """

    students: tuple[str, ...]
    left_out: Mapping[str, str]


def hand_in(course: Course, folder: Path, root: Path, units: Sequence[str]) -> Turned:
    """Hand in the notebooks of a whole class to an nbgrader course.

    Everything is read as `nudge grade` reads it, so archives and folders in folders are turned
    too. A student's own files besides the exercises are left behind, and what was not handed in is
    the notebook as it was released.

    Parameters
    ----------
    course : Course
        The course.
    folder : Path
        What the class handed in, modules.
    root : Path
        The nbgrader course; its units are released.
    units : sequence of str
        The units that are handed in.
    """
    functions = function_names(Sources(course))
    students = []
    left_out = {}
    with Readings("strict", functions) as readings:
        entries = find_entries(folder, list(functions), readings)
        read = {entry: read_submission(entry, functions, readings) for entry in entries}
    for entry, submission in read.items():
        if not submission.modules:
            left_out[entry.student] = submission.problem
            continue
        students.append(entry.student)
        for unit in units:
            place = root / "submitted" / entry.student / unit
            shutil.copytree(root / "release" / unit, place)
            for path in place.glob("*.ipynb"):
                module = submission.modules.get(f"exercises.{path.stem}")
                if module is not None:
                    notebook = json.loads(path.read_text(encoding="utf-8"))
                    source = module.decode("utf-8-sig").replace("\r\n", "\n")
                    path.write_text(json.dumps(filled_in(notebook, source)), encoding="utf-8")
    return Turned(tuple(students), left_out)


def filled_in(notebook: Mapping[str, Any], module: str) -> dict[str, Any]:
    """Return a released notebook with a module's definitions in its answer cells.

    The rest of a module goes where a student would have it: code that the answers need into the
    first answer, and code that only tries them into a cell at the end.
    """
    cells = [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]
    places = {
        name: index
        for index, cell in enumerate(cells)
        if _grade_id(cell).endswith(_ANSWER)
        for name in names_defined(cell["source"])
    }
    answers: dict[int, list[str]] = {}
    needed: list[str] = []
    trials: list[str] = []
    for piece in _pieces(module):
        at = next((places[name] for name in piece.names if name in places), None)
        if at is not None:
            answers.setdefault(at, []).append(piece.text)
        else:
            (trials if piece.tries else needed).append(piece.text)
    if needed:
        first = min(places.values())
        answers[first] = [*needed, *answers.get(first, [cells[first]["source"]])]
    for index, texts in answers.items():
        cells[index]["source"] = "\n\n".join(texts)
    if trials:
        blank: dict[str, Any] = {"metadata": {}, "outputs": [], "execution_count": None}
        tried = "\n\n".join(trials)
        cells.append({"cell_type": "code", "id": "tried", "source": tried, **blank})
    return {**notebook, "cells": cells}


@dataclass(frozen=True)
class _Piece:
    """A statement of a module with the comments above it; `tries` if it defines nothing."""

    names: tuple[str, ...]
    text: str
    tries: bool = False


def _pieces(module: str) -> list[_Piece]:
    try:
        body = ast.parse(module).body
    except SyntaxError:
        return _pieces_of_no_python(module)
    lines = module.splitlines()
    pieces = []
    end = 0
    for position, node in enumerate(body):
        start, end = end, node.end_lineno or node.lineno
        text = "\n".join(lines[start:end]).strip("\n")
        says = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if position == 0 and says:
            continue  # the module's own docstring, which the notebook has
        tries = isinstance(node, (ast.Expr, ast.If, ast.For, ast.While, ast.With))
        pieces.append(_Piece(tuple(names_defined(ast.unparse(node))), text, tries))
    return pieces


def _pieces_of_no_python(module: str) -> list[_Piece]:
    """Split a module with an error in it where a definition begins."""
    head, *definitions = _DEFINITION.split(module)
    imports = [line for line in head.splitlines() if line.startswith(("import ", "from "))]
    pieces = [_Piece((), line) for line in imports]
    for text in definitions:
        name = re.split(r"\W", text.split(maxsplit=1)[1], maxsplit=1)[0]
        pieces.append(_Piece((name,), text.rstrip()))
    return pieces


def _grade_id(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
