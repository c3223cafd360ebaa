"""An nbgrader course that grades with Nudge's engine, its commands, and what came of them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.packaging.notebook.students import Notebooks, cells_of, grade_id

__all__ = [
    "BY_NAME",
    "BY_NAME_READER",
    "NUDGE_LINE",
    "PATIENT",
    "Notebook",
    "NudgeCourse",
    "change",
]

Notebook = dict[str, Any]

# As docs/nbgrader.md has them.
NUDGE_LINE = """
from autograder.packaging.nbgrader.configure import nudge_steps

c.Autograde.autograde_preprocessors = nudge_steps(c)
"""
BY_NAME = """
c.Autograde.autograde_preprocessors = [
    "autograder.packaging.nbgrader.steps.NudgeGrade",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "nbgrader.preprocessors.SaveAutoGrades",
    "autograder.packaging.nbgrader.steps.NudgeRecord",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
"""
BY_NAME_READER = """
c.Autograde.exporter_class = "autograder.packaging.nbgrader.steps.NudgeReader"
"""
# On a busy machine a kernel that imports takes longer than nbgrader waits: 30 seconds for a cell,
# and 4 for what it printed.
PATIENT = "c.Execute.timeout = 300\nc.Execute.iopub_timeout = 60\n"

_SCORES = """
    SELECT base_cell.name, grade.auto_score, grade.manual_score, grade.needs_manual_grade FROM grade
    JOIN base_cell ON base_cell.id = grade.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    WHERE submitted_assignment.student_id = ?
"""
_COMMENTS = """
    SELECT base_cell.name, comment.auto_comment FROM comment
    JOIN base_cell ON base_cell.id = comment.cell_id
    JOIN submitted_notebook ON submitted_notebook.id = comment.notebook_id
    JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
    WHERE submitted_assignment.student_id = ?
"""


def change(path: Path, how: Callable[[Notebook], object]) -> None:
    """Change a notebook's file; its cells' sources are one text each."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    how(notebook)
    path.write_text(json.dumps(notebook), encoding="utf-8")


@dataclass(frozen=True)
class NudgeCourse:
    """An nbgrader course and the commands in it; Jupyter keeps what it keeps in `home`."""

    root: Path
    home: Path

    def configure(self, *lines: str) -> None:
        """Add lines to the configuration that `nudge notebooks` wrote."""
        with (self.root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write("".join(lines))

    def nbgrader(self, *words: str, fails: bool | None = False) -> str:
        """Run one of nbgrader's commands and return what it said; `fails` is None if it may."""
        names = ("HOME", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
        folders = {name: str(self.home / name.lower()) for name in (*names, "JUPYTER_RUNTIME_DIR")}
        (self.home / "home").mkdir(exist_ok=True, parents=True)
        # nbgrader starts alembic by its bare name.
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
        ended = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=self.root,
            env={**os.environ, **folders, "PATH": path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=900,
            check=False,
        )
        assert fails is None or (ended.returncode != 0) is fails, ended.stdout
        return ended.stdout

    def student(self, name: str, *exercises: str, unit: str = "forward") -> Notebooks:
        """Hand in what was released of a unit, of it these exercises alone."""
        folder = self.root / "submitted" / name / unit
        shutil.copytree(self.root / "release" / unit, folder)
        for path in folder.glob("*.ipynb"):
            if path.stem not in exercises:
                path.unlink()
        return Notebooks(folder.parent, self.root / "source")

    def worth(self, *notebooks: str) -> dict[str, float]:
        """Return the points of the grade cells of these notebooks of `forward`."""
        return {
            grade_id(cell): cell["metadata"]["nbgrader"]["points"]
            for name in notebooks
            for cell in cells_of(self.root / "source" / "forward" / f"{name}.ipynb")
            if cell["metadata"].get("nbgrader", {}).get("grade")
        }

    def scores(self, student: str) -> dict[str, float | None]:
        """Return what the gradebook has for each grade cell; None where it has nothing."""
        return {name: score for name, score, _, _ in self._rows(_SCORES, student)}

    def given_by_hand(self, student: str) -> dict[str, float | None]:
        """Return the scores that a person gave, or somebody in a person's name."""
        return {name: score for name, _, score, _ in self._rows(_SCORES, student)}

    def waiting(self, student: str) -> list[str]:
        """Return the cells that a person has to look at."""
        return [name for name, _, _, needs in self._rows(_SCORES, student) if needs]

    def comments(self, student: str) -> dict[str, str | None]:
        """Return the comments on each answer."""
        return dict(self._rows(_COMMENTS, student))

    def autograded(self, student: str, exercise: str, unit: str = "forward") -> Notebook:
        """Return an autograded notebook."""
        path = self.root / "autograded" / student / unit / f"{exercise}.ipynb"
        notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
        return notebook

    def shown(self, student: str, cell: str, unit: str = "forward") -> str:
        """Return the text that a cell of an autograded notebook shows."""
        folder = self.root / "autograded" / student / unit
        [path] = folder.glob(f"{cell[:3]}_*.ipynb")
        notebook = json.loads(path.read_text(encoding="utf-8"))
        [found] = [one for one in notebook["cells"] if grade_id(one) == cell]
        return "".join("".join(output.get("text", "")) for output in found["outputs"])

    def _rows(self, query: str, student: str) -> list[Any]:
        with closing(sqlite3.connect(self.root / "gradebook.db")) as gradebook:
            return gradebook.execute(query, (student,)).fetchall()
