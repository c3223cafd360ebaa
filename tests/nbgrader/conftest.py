"""One nbgrader course whose class has handed in, was graded by `nudge grade`, and exported."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from autograder.course import Course

if TYPE_CHECKING:
    from tests.packaging.notebook.test_nbgrader import NbgraderCourse

UNITS = ("forward", "learning")
STAMP = "2026-03-01 10:00:00.000000 UTC"
NO_BIAS = "    return np.asarray(W, dtype=np.float64) @ a"
LAYER = "    return sigmoid(pre_activation(W, b, a))"


@dataclass(frozen=True)
class Instructor:
    """An instructor with both programs.

    Attributes
    ----------
    made : NbgraderCourse
        nbgrader's own commands.
    course : Course
        Nudge's course.
    """

    made: "NbgraderCourse"
    course: Course

    @property
    def root(self) -> Path:
        return self.made.root

    @property
    def out(self) -> Path:
        return self.root.parent / "out"

    def nudge(self, *words: str, code: int = 0) -> str:
        """Run `nudge` in the nbgrader course's folder, and return what it printed."""
        ended = subprocess.run(
            [sys.executable, "-m", "autograder.cli.main", *words],
            cwd=self.root,
            env={**os.environ, "HOME": str(self.made.home)},
            capture_output=True,
            encoding="utf-8",
            timeout=400,
            check=False,
        )
        assert ended.returncode == code, (ended.stdout, ended.stderr)
        assert "Traceback" not in ended.stderr
        return ended.stdout + ended.stderr

    def grade(self) -> str:
        words = ["grade", "submitted", "--out", str(self.out), "--course", str(self.course.root)]
        return self.nudge(*words, "--jobs", "2", "--seed", "tests")

    def export(self, *words: str, code: int = 0) -> str:
        return self.nudge(
            "export", "nbgrader", "--course", ".", "--out", str(self.out), *words, code=code
        )

    def copy(self, root: Path) -> "Instructor":
        """Copy everything, to be changed."""
        from tests.packaging.notebook.test_nbgrader import NbgraderCourse  # noqa: PLC0415

        shutil.copytree(self.root.parent, root)
        return Instructor(NbgraderCourse(root / self.root.name, root / "home"), self.course)


def solved(made: "NbgraderCourse", student: str, unit: str, exercises: Sequence[str]) -> Any:
    """Hand in a unit of which a few notebooks are right, and nothing else is there."""
    notebooks = made.student(student, unit)
    folder = notebooks.root / unit
    for path in folder.glob("*.ipynb"):
        if path.stem[:3] not in exercises:
            path.unlink()
    (folder / "timestamp.txt").write_text(STAMP, encoding="utf-8")
    return notebooks.solve(*exercises)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nbgrader find a program of its environment, which it starts by its bare name."""
    here = Path(sys.executable).parent
    monkeypatch.setenv("PATH", f"{here}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture(scope="session")
def exported(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Instructor:
    """Return a course that was exported; nobody may write to it."""
    pytest.importorskip("nbgrader", reason="run make test-nbgrader")
    from autograder.packaging.notebook.course_folder import write_nbgrader_course  # noqa: PLC0415
    from tests.packaging.notebook.test_nbgrader import NbgraderCourse  # noqa: PLC0415

    root = tmp_path_factory.mktemp("instructor") / "teaching"
    write_nbgrader_course(course, root)
    made = NbgraderCourse(root, root.parent / "home")
    for unit in UNITS:
        made.nbgrader("generate_assignment", unit)
    solved(made, "right", "forward", ["e04", "e07"])
    solved(made, "right", "learning", ["e12", "e15"])
    mixed = solved(made, "mixed", "forward", ["e04"])
    shutil.copy(root / "release" / "forward" / "e07_dense.ipynb", mixed.root / "forward")
    mixed.put("e07_pre_activation_answer", NO_BIAS).put("e07_dense_forward_answer", LAYER)
    untidy(solved(made, "untidy", "forward", ["e04", "e07"]).path("e07"))
    solved(made, "<b>dan", "forward", ["e04"])
    unreadable = solved(made, "unreadable", "forward", ["e04"])
    unreadable.path("e04").write_text("<script>alert(1)</script>", encoding="utf-8")
    solved(made, "new\nline", "forward", ["e04"])
    instructor = Instructor(made, course)
    instructor.grade()
    instructor.export(code=1)
    return instructor


def untidy(path: Path) -> None:
    """Copy cells, turn their order round, and write into what is locked."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    graded = [
        cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "e07_kit"
    ]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["source"] = f"mine = 1\n{cell['source']}\nassert False"
    twice = [{**cell, "id": f"again-{number}"} for number, cell in enumerate(graded)]
    # The import stays above what needs it; so would it have to in Jupyter.
    top = next(at for at, cell in enumerate(cells) if "import numpy" in cell["source"]) + 1
    again = [{**cell, "id": "b"} for cell in graded]
    notebook["cells"] = [*twice, *cells[:top], *reversed(cells[top:]), *again]
    path.write_text(json.dumps(notebook), encoding="utf-8")
