"""The notebooks as files: valid, stable, worth what the exercise is worth, and in step with it."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.checking.check import load_checks
from autograder.checking.in_notebook import Group
from autograder.course import Course, CourseError
from tests.packaging.notebook.students import Cells, Notebooks, cells_of, grade_id

nbformat = pytest.importorskip("nbformat", reason="notebooks need the extra `nbgrader`")
jupytext = pytest.importorskip("jupytext", reason="notebooks need the extra `nbgrader`")

from autograder.packaging.notebook.cells import (  # noqa: E402 - if it is installed
    make_notebook,
    with_checks_of_today,
)
from autograder.packaging.notebook.groups import CheckNeeds, grouped  # noqa: E402


@pytest.fixture(scope="module")
def made(nbgrader_course: Path, course: Course) -> dict[str, Cells]:
    """Return the cells of every notebook in source/, by exercise."""
    return {
        exercise.id: cells_of(nbgrader_course / "source" / exercise.unit / f"{exercise.id}.ipynb")
        for exercise in course.exercises
    }


def graded(cells: Cells) -> dict[str, float]:
    return {
        grade_id(cell): cell["metadata"]["nbgrader"]["points"]
        for cell in cells
        if cell["metadata"].get("nbgrader", {}).get("grade")
    }


def test_each_is_a_valid_notebook(nbgrader_course: Path, course: Course) -> None:
    paths = sorted((nbgrader_course / "source").glob("*/*.ipynb"))
    assert len(paths) == len(course.exercises)
    for path in paths:
        nbformat.validate(nbformat.read(path, as_version=4))


def test_nothing_else_lies_in_a_unit_but_the_kit(nbgrader_course: Path) -> None:
    for unit in ("forward", "learning", "practice"):
        names = {path.suffix for path in (nbgrader_course / "source" / unit).iterdir()}
        assert names == {".ipynb", ".zip"}


def test_the_ids_of_an_exercise_are_known(made: dict[str, Cells]) -> None:
    assert [grade_id(cell) for cell in made["e07_dense"] if grade_id(cell)] == [
        "e07_kit",
        "e07_pre_activation_answer",
        "e07_pre_activation",
        "e07_dense_forward_answer",
        "e07_dense_forward",
    ]


def test_no_id_is_there_twice_in_the_course(made: dict[str, Cells]) -> None:
    ids = [grade_id(cell) for cells in made.values() for cell in cells if grade_id(cell)]
    assert len(ids) == len(set(ids))


def test_nbgraders_metadata_is_of_its_third_schema(made: dict[str, Cells]) -> None:
    for cell in itertools.chain(*made.values()):
        meta = cell["metadata"].get("nbgrader")
        if meta is not None:
            keys = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
            assert set(meta) == keys | ({"points"} if meta["grade"] else set())
            assert meta["schema_version"] == 3
            assert meta["grade"] <= meta["locked"]


def test_the_cells_points_are_the_exercises(made: dict[str, Cells], course: Course) -> None:
    for exercise in course.exercises:
        assert sum(graded(made[exercise.id]).values()) == exercise.points
        # An extra has no points: its cell is there for what it says.
        assert exercise.extra or min(graded(made[exercise.id]).values()) > 0
    # Not a digit is lost where a gradebook adds them all.
    assert sum(sum(graded(cells).values()) for cells in made.values()) == course.points


def test_a_cells_points_are_the_shares_of_its_checks(
    made: dict[str, Cells], course: Course
) -> None:
    points = course.exercise("e07").points
    # Of a hundred shares, each of the two functions has half.
    assert graded(made["e07_dense"]) == {
        "e07_pre_activation": pytest.approx(points * 50 / 100, abs=1e-6),
        "e07_dense_forward": pytest.approx(points * 50 / 100, abs=1e-6),
    }


def test_a_grade_cell_stands_below_its_answer(made: dict[str, Cells]) -> None:
    for cells in made.values():
        ids = [grade_id(cell) for cell in cells]
        for name in graded(cells):
            assert ids.index(f"{name}_answer") < ids.index(name)


def test_students_see_the_stub(student: Notebooks, course: Course) -> None:
    for exercise in course.exercises:
        stub = jupytext.reads(course.stub(exercise).read_text("utf-8"), fmt="py:percent").cells
        cells = cells_of(student.path(exercise.short))
        shown = [c["source"] for c in cells if "nudge" not in c["metadata"]]
        kits = [grade_id(c) for c in cells if c["metadata"].get("nbgrader", {}).get("locked")]
        assert [text for text in shown if "nudge_notebook" not in text] == [c.source for c in stub]
        assert len(shown) == len(stub) + len(kits)


def test_an_exercise_to_repair_shows_its_broken_code(student: Notebooks) -> None:
    [cell] = [c for c in cells_of(student.path("e16")) if grade_id(c).endswith("_answer")]
    assert "self.W1 += self.step(gradients" in cell["source"]
    assert "BROKEN" not in cell["source"]


def test_the_same_course_makes_the_same_bytes(nbgrader_course: Path, course: Course) -> None:
    exercise = course.exercise("e09")
    checks = [CheckNeeds("test_it", 5.0, False, frozenset({"forward"}))]
    one, two = (make_notebook(course, exercise, checks).text for _ in range(2))
    assert one == two


def needs(name: str, *names: str, hidden: bool = False, group: str = "") -> CheckNeeds:
    return CheckNeeds(name, 1.0, hidden, frozenset(names), group)


TWO_CELLS = ("def first(): ...", "def second(): ...")


def test_a_check_of_two_functions_follows_the_later(course: Course) -> None:
    checks = [needs("test_a", "first"), needs("test_b", "second", "first")]
    groups = grouped(course.exercise("e07"), checks, TWO_CELLS)
    assert [group.checks for group in groups.values()] == [("test_a",), ("test_b",)]


def test_hidden_checks_alone_go_with_the_next_that_are_not(course: Course) -> None:
    checks = [needs("test_b", "second"), needs("test_a", "first", hidden=True)]
    groups = grouped(course.exercise("e07"), checks, TWO_CELLS)
    assert [(group.id, group.checks, group.hidden) for group in groups.values()] == [
        ("e07_second", ("test_b", "test_a"), ("test_a",))
    ]


def test_checks_of_one_claim_are_in_one_cell(course: Course) -> None:
    checks = [
        needs("test_a", "first", group="claim"),
        needs("test_b", "first"),
        needs("test_c", "second", hidden=True, group="claim"),
    ]
    groups = grouped(course.exercise("e07"), checks, TWO_CELLS)
    assert [group.checks for group in groups.values()] == [("test_b",), ("test_a", "test_c")]


def test_a_check_of_nothing_is_refused(course: Course) -> None:
    with pytest.raises(CourseError, match="e07_dense: test_a asks for no function"):
        grouped(course.exercise("e07"), [needs("test_a")], TWO_CELLS)


def test_a_cell_that_uses_a_later_one_is_refused(course: Course, tmp_path: Path) -> None:
    (tmp_path / "solutions").mkdir()
    text = "# %%\ndef first():\n    return second()\n\n\n# %%\ndef second():\n    return 1\n"
    (tmp_path / "solutions" / "e07_dense.py").write_text(text)
    moved = replace(course, root=tmp_path)
    with pytest.raises(CourseError, match="first uses second, which a later cell defines"):
        make_notebook(moved, course.exercise("e07"), [needs("test_a", "first")])


def test_a_release_whose_checks_are_gone_has_those_of_its_cells_today(course: Course) -> None:
    groups = {
        "e04_sigmoid": Group("e04_sigmoid", "e04_sigmoid", 3.0, ("test_that_is_gone",)),
        "e07_dense_forward": Group(
            "e07_dense_forward", "e07_dense", 3.0, ("test_dense_forward_of_a_batch",)
        ),
    }
    today = with_checks_of_today(course, groups)
    assert today["e07_dense_forward"] == groups["e07_dense_forward"]
    assert today["e04_sigmoid"].points == 3.0
    there = {check.name for check in load_checks(course, course.exercise("e04"))}
    assert set(today["e04_sigmoid"].checks) <= there
    assert len(today["e04_sigmoid"].checks) > 1
