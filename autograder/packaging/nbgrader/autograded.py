"""A submitted notebook: read, put right, and with its marks in the folder `autograded`.

Formgrader and nbgrader's feedback show a submission from there. Notebooks are plain JSON here.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from autograder.grading.intake import Readings, limits
from autograder.grading.intake.archives import TIMESTAMP
from autograder.grading.intake.disk import read_file
from autograder.grading.intake.listing import File
from autograder.grading.intake.notebook import notebook_modules
from autograder.grading.intake.refusals import Refused
from autograder.grading.intake.stored import Stored
from autograder.packaging.nbgrader.cell_marks import CellMark

__all__ = [
    "Notebook",
    "SourceCell",
    "answer_above",
    "handed_notebook",
    "read_notebook",
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
_TYPES: Final = ("code", "markdown", "raw")
_ROLES: Final = ("grade", "solution", "locked", "task")

Notebook = dict[str, Any]  # of nbformat 4


@dataclass(frozen=True)
class Read:
    """A notebook that nbformat accepts.

    Attributes
    ----------
    notebook : dict
        Its JSON, of nbformat 4; without a cell if the file could not be read.
    problem : str
        The fault of the file; empty if it has none.
    """

    notebook: Notebook
    problem: str = ""


def read_notebook(path: Path) -> Read:
    """Read a notebook; no link is followed, and no content raises an error."""
    import nbformat  # noqa: PLC0415 - of the extra `nbgrader`

    try:
        data = read_file(path, limits.NOTEBOOK)
    except Refused as reason:
        return Read(_blank([]), f"it cannot be read: {reason}")
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > limits.NOTEBOOK_ITEMS:
        return Read(_blank([]), "it has too many parts")
    try:
        text = data.decode("utf-8-sig")
        # JSON can hold half of a surrogate pair, which no other encoding can.
        parsed = json.loads(text)
        parsed = json.loads(json.dumps(parsed, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError, MemoryError) as error:
        return Read(_blank([]), f"it is not a notebook ({error})")
    try:
        notebook = nbformat.from_dict(_without_outputs(parsed))
        if notebook.nbformat != nbformat.current_nbformat:
            notebook = nbformat.convert(notebook, nbformat.current_nbformat)
        nbformat.validate(notebook, relax_add_props=True)
        return Read(json.loads(json.dumps(notebook)))
    except Exception as error:
        # nbformat's converters fail in many ways on a damaged notebook.
        said = str(error).partition("\n")[0]
    return Read(_blank(_cells(parsed)), f"its form is damaged ({said})")


def _without_outputs(parsed: Any) -> Any:
    """Return a notebook with no outputs: nbgrader clears them, and looking at them takes long."""
    if not isinstance(parsed, dict) or not isinstance(parsed.get("cells"), list):
        return parsed
    cells = [
        {**cell, "outputs": []} if isinstance(cell, dict) and "outputs" in cell else cell
        for cell in parsed["cells"]
    ]
    return {**parsed, "cells": cells}


def _cells(parsed: Any) -> list[Any]:
    held = parsed.get("cells") if isinstance(parsed, dict) else None
    cells = held if isinstance(held, list) else []
    return [plain for cell in cells if (plain := _plain(cell)) is not None]


def _plain(cell: Any) -> dict[str, Any] | None:
    """Return the usable part of a cell: its type, its text and nbgrader's metadata."""
    if not isinstance(cell, dict) or cell.get("cell_type") not in _TYPES:
        return None
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kept = {"nbgrader": nbgrader} if isinstance(nbgrader, dict) else {}
    plain: dict[str, Any] = {"cell_type": cell["cell_type"], "metadata": kept, "source": source}
    if cell["cell_type"] == "code":
        plain |= {"outputs": [], "execution_count": None}
    return plain


def _blank(cells: list[Any]) -> dict[str, Any]:
    return {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}


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
    places = {_grade_id(cell): index for index, cell in enumerate(notebook["cells"])}
    cells = []
    for index, cell in enumerate(notebook["cells"]):
        name = _grade_id(cell)
        if name in known and places[name] == index:
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
        said = ""
        if head and (name in by_id or _metadata(cell).get("nbgrader", {}).get("locked")):
            said, head = f"{head.rstrip()}\n", ""
        if name in missing:
            said += "This cell was missing from what you handed in; it was put back.\n"
        values = []
        if mark := by_id.get(name):
            said += f"{mark.report}\n"
            values = [_value(mark)]
        printed = [{"output_type": "stream", "name": "stdout", "text": said}] if said else []
        cells.append({**cell, "outputs": [*printed, *values], "execution_count": None})
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


def handed_notebook(
    student: str,
    folder: Path,
    exercise: str,
    graded: Mapping[str, bytes],
    functions: Mapping[str, Sequence[str]],
    readings: Readings,
) -> tuple[Notebook, str]:
    """Return the notebook that was graded, or one made of the code that was graded.

    With it comes a note on the origin of its code, if the file of its name was not graded.

    Parameters
    ----------
    student : str
        The student's name.
    folder : Path
        The student's folder of the assignment; no link in it is followed.
    exercise : str
        The exercise, which its notebook is named after.
    graded : mapping of str to bytes
        The modules that were graded, by dotted name; empty if nothing could be.
    functions : mapping of str to sequence of str
        The course's exercises and their functions.
    readings : Readings
        The processes that open notebooks.
    """
    name = f"{exercise}.ipynb"
    try:
        with readings.together(student):
            held = readings.notebook(File(name, Stored(folder / name)))
        made, _ = notebook_modules(held, name, exercise, functions)
        if all(graded.get(module) == source for module, source in made.items()):
            read = read_notebook(folder / name)
            if not read.problem:
                return read.notebook, ""
    except Refused:
        pass
    dotted = f"exercises.{exercise}"
    cells = [source for module, source in graded.items() if module.startswith(f"{dotted} cell ")]
    codes = cells or [source for module, source in graded.items() if module == dotted]
    note = "This is the code that was graded; it did not come in a notebook of this name."
    return _notebook([code.decode("utf-8", "replace") for code in codes]), note if codes else ""


def untouched(put: Restored, source: Sequence[SourceCell]) -> frozenset[str]:
    """Return the answers of a notebook that are unchanged or were deleted."""
    texts = {_grade_id(cell): cell["source"] for cell in put.notebook["cells"]}
    return frozenset(
        cell.id for cell in source if cell.solution and texts.get(cell.id) == cell.source
    )


def write_autograded(folder: Path, submitted: Path, notebooks: Mapping[str, Notebook]) -> int:
    """Write one submission's folder, and return how many of its files changed.

    Parameters
    ----------
    folder : Path
        The folder, made if it is not there.
    submitted : Path
        The folder that was handed in; its timestamp is copied.
    notebooks : mapping of str to dict
        The notebooks with marks in them, by name.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = 0
    for name, notebook in notebooks.items():
        text = json.dumps(notebook, indent=1)
        changed += _replace(folder / f"{name}.ipynb", f"{text}\n".encode("utf-8", "replace"))
    try:
        stamp = read_file(submitted / TIMESTAMP, _LONGEST_STAMP)
    except Refused:
        return changed
    return changed + _replace(folder / TIMESTAMP, stamp)


def _notebook(codes: Sequence[str]) -> Notebook:
    from nbformat import v4  # noqa: PLC0415 - of the extra `nbgrader`

    cells = [v4.new_code_cell(code, id=f"graded-{n}") for n, code in enumerate(codes, start=1)]
    return dict(v4.new_notebook(cells=cells, metadata=_KERNEL))


def _replace(path: Path, data: bytes) -> bool:
    """Replace a file in one step, also if it is a link; tell whether it changed."""
    if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
        return False
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".nudge-") as scratch:
        new = Path(scratch) / path.name
        new.write_bytes(data)
        new.chmod(0o644)
        new.replace(path)
    return True
