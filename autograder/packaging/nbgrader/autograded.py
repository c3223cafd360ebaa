"""A submitted notebook put right, and the marks put into it; notebooks are plain JSON here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.packaging.nbgrader.marks import CellMark

__all__ = ["Restored", "SourceCell", "answer_above", "restored", "with_marks"]

_SCHEMA: Final = 3
_ROLES: Final = ("grade", "solution", "locked", "task")

Notebook = dict[str, Any]


@dataclass(frozen=True)
class SourceCell:
    """A cell of nbgrader's as the instructor's gradebook has it.

    Attributes
    ----------
    id, cell_type, source, checksum : str
        As in the gradebook; an answer's source is its stub.
    grade, solution, locked, task : bool
        What it is.
    points : float
        What it is worth, if it is graded.
    """

    id: str
    cell_type: str
    source: str
    checksum: str | None
    grade: bool = False
    solution: bool = False
    locked: bool = False
    task: bool = False
    points: float = 0.0


@dataclass(frozen=True)
class Restored:
    """A notebook whose cells of nbgrader's are all there, each once, and as they should be.

    Attributes
    ----------
    notebook : dict
        It.
    missing : tuple of str
        The cells that were not there.
    """

    notebook: Notebook
    missing: tuple[str, ...]


def restored(notebook: Notebook, source: Sequence[SourceCell]) -> Restored:
    """Return a notebook with the instructor's metadata in place of what a student made of it.

    Of two cells with one id the last is it, as for nbgrader. A missing cell is put back after
    the one before it in the source. What is locked has the source's text.

    Parameters
    ----------
    notebook : dict
        A notebook of nbformat 4; it is not changed.
    source : sequence of SourceCell
        The cells of the instructor's notebook, in order.
    """
    known = {cell.id: cell for cell in source}
    places: dict[str, int] = {}
    for index, cell in enumerate(notebook["cells"]):
        name = _grade_id(cell)
        if name in known:
            places[name] = index
    cells = []
    for index, cell in enumerate(notebook["cells"]):
        name = _grade_id(cell)
        if places.get(name) == index:
            cells.append(_as_source(cell, known[name]))
        else:
            metadata = {key: value for key, value in _metadata(cell).items() if key != "nbgrader"}
            cells.append({**cell, "metadata": metadata})
    missing = tuple(cell.id for cell in source if cell.id not in places)
    # Cells have ids since nbformat 4.5.
    has_ids = (notebook.get("nbformat_minor") or 0) >= 5
    at = 0
    for one in source:
        if one.id in missing:
            cells.insert(at, _put_back(one, cells, has_ids))
            at += 1
        else:
            at = 1 + next(i for i, cell in enumerate(cells) if _grade_id(cell) == one.id)
    return Restored({**notebook, "cells": cells}, missing)


def with_marks(
    notebook: Notebook,
    marks: Sequence[CellMark],
    missing: Sequence[str] = (),
    head: str = "",
) -> Notebook:
    """Return a restored notebook in which the grade cells show their marks.

    nbgrader takes the points from the last value of a grade cell. A cell without a mark shows
    an error, so that nothing can take it for right.

    Parameters
    ----------
    notebook : dict
        A restored notebook; it is not changed.
    marks : sequence of CellMark
        The marks of its grade cells.
    missing : sequence of str
        The cells that a student had deleted: they say so.
    head : str
        What the notebook's first locked or graded code cell says before all else.
    """
    by_id = {mark.id: mark for mark in marks}
    cells = []
    for cell in notebook["cells"]:
        name = _grade_id(cell)
        if cell["cell_type"] != "code":
            cells.append(cell)
            continue
        outputs: list[dict[str, Any]] = []
        said = ""
        if head and (name in by_id or _metadata(cell).get("nbgrader", {}).get("locked")):
            said, head = f"{head.rstrip()}\n", ""
        if name in missing:
            said += "This cell was missing from what you handed in; it was put back.\n"
        mark = by_id.get(name)
        if mark is not None:
            said += f"{mark.report}\n"
        if said:
            outputs.append({"output_type": "stream", "name": "stdout", "text": said})
        if mark is not None:
            outputs.append(_value(mark))
        cells.append({**cell, "outputs": outputs, "execution_count": None})
    return {**notebook, "cells": cells}


def answer_above(source: Sequence[SourceCell], grade_cell: str) -> str | None:
    """Return the id of the answer that a grade cell is about: the last one above it."""
    answer = None
    for cell in source:
        if cell.id == grade_cell:
            return answer
        if cell.solution and not cell.grade:
            answer = cell.id
    return None


def _value(mark: CellMark) -> dict[str, Any]:
    if mark.points is None:
        return {
            "output_type": "error",
            "ename": "NoMark",
            "evalue": "a person has to look at this cell",
            "traceback": ["no mark yet: a person has to look at this cell"],
        }
    return {
        "output_type": "execute_result",
        "execution_count": None,
        "data": {"text/plain": repr(float(mark.points))},
        "metadata": {},
    }


def _metadata(cell: Mapping[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    return dict(metadata) if isinstance(metadata, Mapping) else {}


def _grade_id(cell: Mapping[str, Any]) -> str:
    nbgrader = _metadata(cell).get("nbgrader")
    name = nbgrader.get("grade_id") if isinstance(nbgrader, Mapping) else None
    return name if isinstance(name, str) else ""


def _as_source(cell: Mapping[str, Any], source: SourceCell) -> dict[str, Any]:
    """Return a cell as the source describes it; an answer keeps its text."""
    locked = source.locked or (source.grade and not source.solution)
    text = source.source if locked else cell["source"]
    shaped: dict[str, Any] = {
        **{key: cell[key] for key in ("id", "attachments") if key in cell},
        "cell_type": source.cell_type,
        "metadata": {**_metadata(cell), "nbgrader": _nbgrader(source)},
        "source": text,
    }
    if source.cell_type == "code":
        shaped.pop("attachments", None)
        shaped |= {"outputs": [], "execution_count": None}
    return shaped


def _put_back(
    source: SourceCell, cells: Sequence[Mapping[str, Any]], has_ids: bool
) -> dict[str, Any]:
    blank: dict[str, Any] = {"metadata": {}, "source": source.source}
    if has_ids:
        taken = {cell.get("id") for cell in cells}
        numbers = range(len(cells) + 1)
        blank["id"] = next(f"back-{n}" for n in numbers if f"back-{n}" not in taken)
    return _as_source(blank, source)


def _nbgrader(source: SourceCell) -> dict[str, Any]:
    metadata: dict[str, Any] = {role: getattr(source, role) for role in _ROLES}
    metadata |= {"grade_id": source.id, "schema_version": _SCHEMA, "cell_type": source.cell_type}
    if source.grade or source.task:
        metadata["points"] = source.points
    if source.checksum is not None:
        metadata["checksum"] = source.checksum
    return metadata
