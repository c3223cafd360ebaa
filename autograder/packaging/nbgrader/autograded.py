"""A submitted notebook with its marks in it, and the folder `autograded` that holds it.

Formgrader and nbgrader's feedback show a submission from there. Notebooks are plain JSON here.
"""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.grading.intake import limits
from autograder.grading.intake.archives import TIMESTAMP
from autograder.grading.intake.listing import File, Refused, file_on_disk
from autograder.grading.intake.notebook import notebook_modules
from autograder.packaging.nbgrader.cell_marks import CellMark, NotebookMarks

__all__ = [
    "HandedNotebook",
    "SourceCell",
    "answer_above",
    "handed_notebook",
    "restored",
    "untouched",
    "with_marks",
    "write_autograded",
]

_SCHEMA: Final = 3
_KERNEL: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_LONGEST_STAMP: Final = 1_000
_ROLES: Final = ("grade", "solution", "locked", "task")

Notebook = dict[str, Any]


@dataclass(frozen=True)
class SourceCell:
    """One of nbgrader's cells, as the instructor's gradebook has it.

    Attributes
    ----------
    id, cell_type, source, checksum : str
        As in the gradebook; an answer's source is its stub.
    grade, solution, locked, task : bool
        Its roles.
    points : float
        Its points, if it is graded.
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
    """A notebook that has every cell of nbgrader's once, as the instructor released it.

    Attributes
    ----------
    notebook : dict
        The notebook.
    missing : tuple of str
        The cells that the submission lacked.
    """

    notebook: Notebook
    missing: tuple[str, ...]


def restored(notebook: Notebook, source: Sequence[SourceCell]) -> Restored:
    """Return a notebook with the instructor's metadata instead of the student's.

    Of two cells with one id the last one counts, as in nbgrader. A missing cell is put back after
    the one before it in the source. A locked cell gets the source's text.

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
    notebook: Notebook, marks: Sequence[CellMark], missing: Sequence[str] = (), head: str = ""
) -> Notebook:
    """Return a restored notebook in which the grade cells show their marks.

    nbgrader takes the points from the last value of a grade cell. A cell without a mark shows
    an error, so that it cannot pass for a right one.

    Parameters
    ----------
    notebook : dict
        A restored notebook; it is not changed.
    marks : sequence of CellMark
        The marks of its grade cells.
    missing : sequence of str
        The cells that a student had deleted; each says so.
    head : str
        The first lines of the notebook's first locked or graded code cell.
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
    """Return the id of the answer that a grade cell grades: the last one above it."""
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


@dataclass(frozen=True)
class HandedNotebook:
    """A notebook as it was graded.

    Attributes
    ----------
    notebook : dict
        Of nbformat 4.
    note : str
        The origin of its code, if the file of its name was not graded.
    """

    notebook: Notebook
    note: str = ""


def handed_notebook(
    folder: Path, exercise: str, graded: Mapping[str, bytes], functions: Mapping[str, Sequence[str]]
) -> HandedNotebook:
    """Return the notebook that was graded, or one made of the code that was graded.

    Parameters
    ----------
    folder : Path
        The student's folder of the assignment; no link in it is followed.
    exercise : str
        The exercise, which its notebook is named after.
    graded : mapping of str to bytes
        The modules that were graded, by dotted name; empty if nothing could be.
    functions : mapping of str to sequence of str
        The course's exercises and their functions.
    """
    # Its imports need the extra `nbgrader`.
    from autograder.packaging.nbgrader.reading import read_notebook  # noqa: PLC0415

    try:
        file: File = file_on_disk(folder / f"{exercise}.ipynb", f"{exercise}.ipynb")
        data = file.read(limits.NOTEBOOK)
        made, _ = notebook_modules(data, file.name, exercise, functions)
        if all(graded.get(module) == source for module, source in made.items()):
            read = read_notebook(folder / f"{exercise}.ipynb")
            if not read.problem:
                return HandedNotebook(read.notebook)
    except Refused:
        pass
    dotted = f"exercises.{exercise}"
    cells = [source for module, source in graded.items() if module.startswith(f"{dotted} cell ")]
    codes = cells or [source for module, source in graded.items() if module == dotted]
    note = "This is the code that was graded; it did not come in a notebook of this name."
    return HandedNotebook(
        _notebook([code.decode("utf-8", "replace") for code in codes]), note if codes else ""
    )


def untouched(notebook: Notebook, source: Sequence[SourceCell]) -> frozenset[str]:
    """Return the answers of a notebook that are unchanged or were deleted."""
    texts = {
        cell["metadata"]["nbgrader"]["grade_id"]: cell["source"]
        for cell in restored(notebook, source).notebook["cells"]
        if "nbgrader" in cell["metadata"]
    }
    return frozenset(
        cell.id for cell in source if cell.solution and texts.get(cell.id) == cell.source
    )


def write_autograded(
    folder: Path,
    submitted: Path,
    notebooks: Sequence[tuple[HandedNotebook, NotebookMarks]],
    sources: Mapping[str, Sequence[SourceCell]],
) -> int:
    """Write one submission's folder, and return how many of its files changed.

    Parameters
    ----------
    folder : Path
        The folder, made if it is not there.
    submitted : Path
        The folder that was handed in; its timestamp is copied.
    notebooks : sequence of (HandedNotebook, NotebookMarks)
        What is written.
    sources : mapping of str to sequence of SourceCell
        By notebook, the instructor's cells in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = 0
    for handed, marks in notebooks:
        right = restored(handed.notebook, sources[marks.name])
        # A notebook that was never handed in lacks no cells.
        missing = () if marks.absent or handed.note else right.missing
        head = marks.absent or handed.note
        text = json.dumps(with_marks(right.notebook, marks.marks, missing, head), indent=1)
        changed += _replace(folder / f"{marks.name}.ipynb", f"{text}\n".encode("utf-8", "replace"))
    try:
        stamp = file_on_disk(submitted / TIMESTAMP, TIMESTAMP).read(_LONGEST_STAMP)
    except Refused:
        return changed
    return changed + _replace(folder / TIMESTAMP, stamp)


def _notebook(codes: Sequence[str]) -> Notebook:
    cells: list[Notebook] = [
        {
            "cell_type": "code",
            "id": f"graded-{number}",
            "metadata": {},
            "source": code,
            "outputs": [],
            "execution_count": None,
        }
        for number, code in enumerate(codes, start=1)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": dict(_KERNEL), "cells": cells}


def _replace(path: Path, data: bytes) -> bool:
    """Replace a file in one step, also if it is a link; tell whether it changed."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".nudge-")
    scratch = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        scratch.chmod(0o644)
        scratch.replace(path)
    except BaseException:
        scratch.unlink(missing_ok=True)
        raise
    return True
