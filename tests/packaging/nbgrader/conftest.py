"""One class, handed in and graded by nbgrader's own commands, for all tests."""

import shutil
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.isolation import NotIsolated, layer_report
from tests.packaging.nbgrader.class_of_students import ATTACKS, hand_in
from tests.packaging.nbgrader.commands import NUDGE_LINE, NudgeCourse


@pytest.fixture(scope="session")
def released(course: Course, tmp_path_factory: pytest.TempPathFactory) -> NudgeCourse:
    """Return a course of which the first unit is released; nobody may write to it."""
    pytest.importorskip("nbgrader", reason="run make test-nbgrader")
    try:
        layer_report("strict")
    except NotIsolated as reason:
        pytest.skip(str(reason))
    from autograder.packaging.notebook.course_folder import write_nbgrader_course  # noqa: PLC0415

    root = tmp_path_factory.mktemp("nudge-nbgrader") / "course"
    write_nbgrader_course(course, root)
    made = NudgeCourse(root, root.parent / "home")
    made.nbgrader("generate_assignment", "forward")
    return made


@pytest.fixture
def fresh(released: NudgeCourse, tmp_path: Path) -> NudgeCourse:
    """Return a copy of the released course, of which nobody handed in anything."""
    shutil.copytree(released.root, tmp_path / "course")
    return NudgeCourse(tmp_path / "course", tmp_path / "home")


@pytest.fixture(scope="session")
def graded(released: NudgeCourse, tmp_path_factory: pytest.TempPathFactory) -> NudgeCourse:
    """Return the course after the whole class was graded in one run."""
    root = tmp_path_factory.mktemp("nudge-graded") / "course"
    shutil.copytree(released.root, root)
    made = NudgeCourse(root, root.parent / "home")
    made.configure(NUDGE_LINE)
    hand_in(made)
    assert set(ATTACKS) <= {path.name for path in (root / "submitted").iterdir()}
    made.nbgrader("autograde", "forward")
    return made
