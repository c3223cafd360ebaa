"""nbgrader's own commands on the course, as an instructor types them, unchanged.

Everything that Jupyter keeps is kept in a folder of the tests.
"""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.course import Course
from tests.packaging.leaks import MARKERS, everything, hidden_names, normal, secret_lines
from tests.packaging.nbgrader.commands import PATIENT
from tests.packaging.notebook.students import Notebooks, cells_of, grade_id

pytestmark = pytest.mark.nbgrader
nbgrader = pytest.importorskip("nbgrader", reason="run make test-nbgrader")

BIN = Path(sys.executable).parent
UNITS = ("forward", "learning", "practice")
# Graded in these two notebooks alone, which keeps a test run short.
SOME = ("e04_sigmoid", "e07_dense")
CLASS = ("blank", "noisy", "partly", "untidy", "wrong")
WARNS = """\
    import logging, os, sys, warnings
    warnings.warn("careful")
    logging.warning("a log")
    print("to stderr", file=sys.stderr)
    os.write(2, b"to the file of number two")
    return 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))"""


@dataclass(frozen=True)
class NbgraderCourse:
    """An nbgrader course and the commands in it."""

    root: Path
    home: Path

    def nbgrader(self, *words: str, fails: bool = False) -> str:
        """Run one of nbgrader's commands and return what it said."""
        folders = {
            name: str(self.home / name.lower())
            for name in (
                "HOME",
                "IPYTHONDIR",
                "JUPYTER_CONFIG_DIR",
                "JUPYTER_DATA_DIR",
                "JUPYTER_RUNTIME_DIR",
            )
        }
        (self.home / "home").mkdir(exist_ok=True, parents=True)
        ended = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=self.root,
            # nbgrader starts a program of its environment by its bare name.
            env={**os.environ, **folders, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=400,
            check=False,
        )
        assert fails or ended.returncode == 0, ended.stdout
        return ended.stdout

    def student(self, name: str, *units: str) -> Notebooks:
        """Make a submission of what was released; all the units if none is named."""
        for unit in units or UNITS:
            shutil.copytree(self.root / "release" / unit, self.root / "submitted" / name / unit)
        return Notebooks(self.root / "submitted" / name, self.root / "source")

    def points(self, student: str, unit: str, exercise: str) -> dict[str, float]:
        """Return what each grade cell of an autograded notebook came to."""
        path = self.root / "autograded" / student / unit / f"{exercise}.ipynb"
        found = {}
        for cell in cells_of(path):
            if cell["metadata"].get("nbgrader", {}).get("grade"):
                [value] = [o for o in cell["outputs"] if o["output_type"] == "execute_result"]
                found[grade_id(cell)] = float("".join(value["data"]["text/plain"]))
                assert [o for o in cell["outputs"] if o.get("name") == "stderr"] == []
        return found


# Of an exercise, what Nudge gives for a later function with a right earlier one supplied, and stock
# nbgrader does not: its kernel has the student's own only.
SUPPLIED = {("wrong", "e07_dense"): 0.5}


@pytest.fixture(scope="module")
def made(
    nbgrader_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NbgraderCourse]:
    """Return a course of which all units are released, and a class handed in and was graded."""
    root = tmp_path_factory.mktemp("instructor") / "course"
    shutil.copytree(nbgrader_course, root)
    with (root / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write(PATIENT)
    course = NbgraderCourse(root, root.parent / "home")
    for unit in UNITS:
        course.nbgrader("generate_assignment", unit)
    yield course


@pytest.fixture(scope="module")
def graded(made: NbgraderCourse, course: Course) -> NbgraderCourse:
    """Return the course with a class that handed in and was graded."""
    made.student("right").solve()
    some = [made.student(name, "forward") for name in CLASS]
    for student in some:
        for path in student.root.glob("*/*.ipynb"):
            if path.stem not in SOME:
                path.unlink()
    _, noisy, partly, untidy, wrong = some
    noisy.put("e04_sigmoid_answer", WARNS).solve("e04", but="e04_sigmoid_answer")
    untidy.solve("e04", "e07").move_to_end("e07_pre_activation")
    partly.solve("e04").put(
        "e07_pre_activation_answer",
        "    return np.repeat(W @ a[:, :1] + b, a.shape[1], axis=1)",
    ).put("e07_dense_forward_answer", "    return sigmoid(np.asarray(W) @ a + b)")
    wrong.solve("e04").put("e07_pre_activation_answer", "    return np.asarray(W @ a)").put(
        "e07_dense_forward_answer", "    return sigmoid(pre_activation(W, b, a))"
    )
    made.nbgrader("autograde", "forward")
    for unit in UNITS[1:]:
        made.nbgrader("autograde", unit)
    return made


def test_a_right_submission_has_every_point(graded: NbgraderCourse, course: Course) -> None:
    for exercise in course.exercises:
        found = graded.points("right", exercise.unit, exercise.id)
        assert sum(found.values()) == exercise.points


def test_a_blank_submission_has_none(graded: NbgraderCourse) -> None:
    for exercise in SOME:
        assert set(graded.points("blank", "forward", exercise).values()) == {0.0}


def test_a_students_output_on_stderr_costs_nothing(graded: NbgraderCourse, course: Course) -> None:
    found = graded.points("noisy", "forward", "e04_sigmoid")
    assert sum(found.values()) == course.exercise("e04").points


def test_a_partly_right_answer_has_its_share(graded: NbgraderCourse, course: Course) -> None:
    found = graded.points("partly", "forward", "e07_dense")
    points = course.exercise("e07").points
    # Half of a hundred shares are pre_activation's; with silent inputs, 8, all examples are alike.
    assert found["e07_pre_activation"] == pytest.approx(points * 8 / 100, abs=1e-5)
    assert found["e07_dense_forward"] == pytest.approx(points * 50 / 100, abs=1e-5)


def test_a_misconception_is_named_in_the_feedback(graded: NbgraderCourse) -> None:
    assert graded.points("wrong", "forward", "e07_dense")["e07_pre_activation"] == 0.0
    graded.nbgrader("generate_feedback", "forward")
    page = (graded.root / "feedback" / "wrong" / "forward" / "e07_dense.html").read_text("utf-8")
    assert "What does the neuron do with silent inputs?  [The bias is left out]" in page


def test_nudge_grade_gives_the_same_marks(graded: NbgraderCourse, course: Course) -> None:
    out = graded.root.parent / "out"
    command = [sys.executable, "-m", "autograder.cli.main", "grade", "submitted", "--out", str(out)]
    command += ["--course", str(course.root), "--jobs", "2", "--isolation", "process"]
    subprocess.run(command, cwd=graded.root, check=True, capture_output=True)
    with (out / "gradebook.csv").open(encoding="utf-8") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert float(rows["right"]["total"]) == course.points
    for student in CLASS:
        for exercise in SOME:
            found = sum(graded.points(student, "forward", exercise).values())
            supplied = SUPPLIED.get((student, exercise), 0.0) * course.exercise(exercise).points
            assert found + supplied == pytest.approx(float(rows[student][exercise]), abs=0.006)


def test_the_export_adds_up(graded: NbgraderCourse, course: Course) -> None:
    graded.nbgrader("export")
    with (graded.root / "grades.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["student_id"] == "right"]
    assert [row["score"] for row in rows] == [row["max_score"] for row in rows]
    assert sum(float(row["score"]) for row in rows) == course.points


def test_a_released_notebook_does_not_validate(made: NbgraderCourse) -> None:
    said = made.nbgrader("validate", "release/forward/e07_dense.ipynb")
    assert "VALIDATION FAILED ON 2 CELL(S)!" in said


def test_a_right_notebook_validates(made: NbgraderCourse) -> None:
    student = made.student("validating", "forward").solve("e04", "e07")
    said = made.nbgrader("validate", str(student.path("e07")))
    shutil.rmtree(student.root)
    assert "Success! Your notebook passes all the tests." in said


def test_an_instructors_own_notebook_validates(made: NbgraderCourse) -> None:
    said = made.nbgrader("validate", "source/practice/e16_debug.ipynb")
    assert "Success! Your notebook passes all the tests." in said


def test_the_release_shows_the_stubs(made: NbgraderCourse, course: Course) -> None:
    jupytext = pytest.importorskip("jupytext")
    for exercise in course.exercises:
        stub = jupytext.reads(course.stub(exercise).read_text("utf-8"), fmt="py:percent").cells
        path = made.root / "release" / exercise.unit / f"{exercise.id}.ipynb"
        shown = [
            cell["source"]
            for cell in cells_of(path)
            if cell["id"] != "header"
            and "nudge" not in cell["metadata"]
            and not cell["metadata"].get("nbgrader", {}).get("locked")
        ]
        assert shown == [cell.source for cell in stub]


def test_nothing_that_students_must_not_have_is_in_the_release(
    made: NbgraderCourse, course: Course
) -> None:
    texts = {
        name: normal(data.decode("utf-8", "replace"))
        for name, data in everything(made.root / "release")
    }
    for path in (made.root / "release").rglob("*.ipynb"):
        texts[f"cells of {path.name}"] = normal("\n".join(c["source"] for c in cells_of(path)))
    assert any(name.endswith("test_e07_dense.py") for name in texts)
    wanted = {*secret_lines(course), *hidden_names(course), *MARKERS, "BEGIN BROKEN", "nudge_stubs"}
    assert [(name, word) for name, text in texts.items() for word in wanted if word in text] == []


def test_cells_in_another_order_cost_nothing(graded: NbgraderCourse, course: Course) -> None:
    found = graded.points("untidy", "forward", "e07_dense")
    assert sum(found.values()) == course.exercise("e07").points
