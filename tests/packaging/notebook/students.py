"""Folders of notebooks as students have them, and running one from top to bottom."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["Cells", "Notebooks", "RunCell", "cells_of"]

Cells = list[dict[str, Any]]

# Runs a notebook as a kernel does: cell after cell in __main__, from the notebook's folder, what
# a cell's last expression gives is its value. It needs what a student needs, and no Jupyter.
_KERNEL = """
import ast, contextlib, io, json, os, sys, tempfile

cells = json.load(sys.stdin)
complaints = tempfile.TemporaryFile()
os.dup2(complaints.fileno(), 2)
namespace = vars(sys.modules["__main__"])
namespace["display"] = print
told = sys.stdout
for cell in cells:
    out, value, error = io.StringIO(), None, ""
    tree = ast.parse(cell["source"])
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(tree, "cell", "exec"), namespace)
            if last is not None:
                value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)
        except BaseException as raised:
            error = f"{type(raised).__name__}: {raised}"
    sys.stderr.flush()
    complaints.seek(0)
    row = {"id": cell["id"], "value": repr(value), "printed": out.getvalue(), "error": error}
    print(json.dumps({**row, "stderr": complaints.read().decode()}), file=told)
    complaints.seek(0)
    complaints.truncate()
"""


@dataclass(frozen=True)
class RunCell:
    """The value, output and error of one cell that was run."""

    value: str
    printed: str
    error: str
    stderr: str


def cells_of(path: Path) -> Cells:
    """Return a notebook's cells with their sources as one text each."""
    cells: Cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return cells


def grade_id(cell: Mapping[str, Any]) -> str:
    """Return the id that nbgrader knows a cell by, or nothing."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


@dataclass(frozen=True)
class Notebooks:
    """One student's folders, one a unit, beside each other."""

    root: Path
    source: Path

    @classmethod
    def fresh(cls, source: Path, root: Path) -> "Notebooks":
        """Make the folders from nbgrader's source/ without anything that is cleared there."""
        for unit in filter(Path.is_dir, source.iterdir()):
            shutil.copytree(unit, root / unit.name)
        made = cls(root, source)
        for path in root.glob("*/*.ipynb"):
            made._change(path, _cleared)
        return made

    def put(self, cell: str, text: str) -> "Notebooks":
        """Put `text` instead of the `raise NotImplementedError` line in the cell of this id."""

        def write(found: dict[str, Any]) -> None:
            if grade_id(found) == cell:
                old = found["source"]
                found["source"] = re.sub(
                    r"(?m)^.*raise NotImplementedError.*$", lambda _: text, old
                )
                assert found["source"] != old

        self._change(self.path(cell), write)
        return self

    def solve(self, *short: str, but: str = "") -> "Notebooks":
        """Put the solutions into the notebooks of these exercises, all if none is named.

        The answer cell `but` stays as it is.
        """
        for path in self.root.glob("*/*.ipynb"):
            if not short or path.stem.startswith(short):
                right = {grade_id(c): c["source"] for c in cells_of(self.source_of(path))}

                def write(found: dict[str, Any], right: dict[str, str] = right) -> None:
                    if grade_id(found).endswith("_answer") and grade_id(found) != but:
                        found["source"] = right[grade_id(found)]

                self._change(path, write)
        return self

    def move_to_end(self, cell: str) -> "Notebooks":
        """Move a cell to the end of its notebook."""
        path = self.path(cell)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        ids = [grade_id(one) for one in notebook["cells"]]
        notebook["cells"].append(notebook["cells"].pop(ids.index(cell)))
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return self

    def put_first(self, name: str, text: str) -> "Notebooks":
        """Add a cell at the top of a notebook."""
        return self._insert(name, 0, "first", text)

    def put_last(self, name: str, text: str) -> "Notebooks":
        """Add a cell at the end of a notebook."""
        return self._insert(name, len(cells_of(self.path(name))), "last", text)

    def path(self, name: str) -> Path:
        """Return the notebook of the exercise that a cell's id, or its own, begins with."""
        [found] = self.root.glob(f"*/{name[:3]}_*.ipynb")
        return found

    def source_of(self, path: Path) -> Path:
        """Return the notebook in source/ that this one comes from."""
        return self.source / path.parent.name / path.name

    def run(self, name: str) -> dict[str, RunCell]:
        """Run a notebook and return what came of its cells by nbgrader's id, or the cell's."""
        path = self.path(name)
        code = [
            {"id": grade_id(cell) or cell["id"], "source": cell["source"]}
            for cell in cells_of(path)
            if cell["cell_type"] == "code"
        ]
        ended = subprocess.run(
            [sys.executable, "-c", _KERNEL],
            input=json.dumps(code),
            cwd=path.parent,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=True,
        )
        rows = [json.loads(line) for line in ended.stdout.splitlines()]
        return {row.pop("id"): RunCell(**row) for row in rows}

    def _insert(self, name: str, place: int, identity: str, text: str) -> "Notebooks":
        path = self.path(name)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cell = {"cell_type": "code", "id": identity, "metadata": {}, "source": text}
        notebook["cells"].insert(place, {**cell, "outputs": [], "execution_count": None})
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return self

    def _change(self, path: Path, change: Any) -> None:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell["source"] = "".join(cell["source"])
            change(cell)
        path.write_text(json.dumps(notebook), encoding="utf-8")


def _cleared(cell: dict[str, Any]) -> None:
    """Clear a cell as nbgrader does: the solutions, and what is hidden."""
    stubs = iter(cell["metadata"].pop("nudge_stubs", []))
    region = r"(?sm)^[ ]*### BEGIN SOLUTION$.*?### END SOLUTION$"
    cell["source"] = re.sub(region, lambda _: "\n".join(next(stubs)), cell["source"])
    hidden = r"(?s)### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n"
    cell["source"] = re.sub(hidden, "", cell["source"])
