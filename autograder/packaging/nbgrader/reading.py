"""Reads a student's notebook file; the result is always a valid notebook."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import nbformat

from autograder.grading.intake import limits
from autograder.grading.intake.listing import Refused, file_on_disk

__all__ = ["read_notebook"]

_TYPES: Final = ("code", "markdown", "raw")


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

    notebook: dict[str, Any]
    problem: str = ""


def read_notebook(path: Path) -> Read:
    """Read a notebook; no link is followed, and no content raises an error."""
    try:
        data = file_on_disk(path, path.name).read(limits.NOTEBOOK)
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
