"""The folder `autograded`, from which formgrader and nbgrader's feedback show a submission."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.grading.intake import limits
from autograder.grading.intake.archives import TIMESTAMP
from autograder.grading.intake.listing import File, Refused, file_on_disk
from autograder.grading.intake.notebook import notebook_modules
from autograder.packaging.nbgrader.autograded import Notebook, SourceCell, restored, with_marks
from autograder.packaging.nbgrader.gradebook_rows import NotebookMarks

__all__ = ["HandedNotebook", "handed_notebook", "untouched", "write_autograded"]

_KERNEL: Final = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
_LONGEST_STAMP: Final = 1_000


@dataclass(frozen=True)
class HandedNotebook:
    """A notebook as it was graded.

    Attributes
    ----------
    notebook : dict
        Of nbformat 4.
    note : str
        Where its code comes from, if the file of its name was not what was graded.
    """

    notebook: Notebook
    note: str = ""


def handed_notebook(
    folder: Path,
    exercise: str,
    graded: Mapping[str, bytes],
    functions: Mapping[str, Sequence[str]],
) -> HandedNotebook:
    """Return the notebook that was graded, or one made of the code that was.

    Parameters
    ----------
    folder : Path
        The student's folder of the assignment; no link in it is followed.
    exercise : str
        The exercise, after which its notebook is called.
    graded : mapping of str to bytes
        The modules that were graded, by dotted name; empty if nothing could be.
    functions : mapping of str to sequence of str
        The course's exercises and their functions.
    """
    # It needs a package of the extra `nbgrader`.
    from autograder.packaging.nbgrader.reading import read_notebook  # noqa: PLC0415

    try:
        file: File = file_on_disk(folder / f"{exercise}.ipynb", f"{exercise}.ipynb")
        data = file.read(limits.NOTEBOOK)
        made = notebook_modules(data, file.name, exercise, functions).modules
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
    """Return the answers of a notebook that are as they were released, or were deleted."""
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
        The folder that was handed in, whose time is kept.
    notebooks : sequence of (HandedNotebook, NotebookMarks)
        What is written.
    sources : mapping of str to sequence of SourceCell
        By notebook, the instructor's cells in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    changed = 0
    for handed, marks in notebooks:
        right = restored(handed.notebook, sources[marks.name])
        # Of a notebook that never was, nothing is missing.
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
    """Write a file in one step, whatever stands there; tell whether it changed."""
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
