"""One nbgrader course for all tests, and students who work in what it releases."""

from pathlib import Path

import pytest

from autograder.course import Course
from tests.packaging.notebook.students import Notebooks


@pytest.fixture(scope="session")
def nbgrader_course(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course that `nudge notebooks` made; nobody may write to it."""
    pytest.importorskip("jupytext", reason="notebooks need the extra `nbgrader`")
    from autograder.packaging.notebook.course_folder import write_nbgrader_course  # noqa: PLC0415

    out = tmp_path_factory.mktemp("nbgrader") / "course"
    write_nbgrader_course(course, out)
    return out


@pytest.fixture
def student(nbgrader_course: Path, tmp_path: Path) -> Notebooks:
    """Return the notebooks as a student has them, all still to write."""
    return Notebooks.fresh(nbgrader_course / "source", tmp_path / "student")
