"""The course of this checkout, copies of it to break, and one handout for all tests."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from autograder.course import Course, load_course
from autograder.packaging.handout import write_handout
from tests.student_folder import ROOT, StudentFolder

# How long an example takes is the machine's doing; what is asked is what comes out.
for _name, _examples in (("quick", 15), ("thorough", 150)):
    settings.register_profile(
        _name,
        deadline=None,
        max_examples=_examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="session")
def course() -> Course:
    """Return this checkout's course; nothing may write to it."""
    return load_course(ROOT)


@pytest.fixture
def copy_course(tmp_path: Path) -> Callable[[], Path]:
    """Return what copies the course's own files, without the rest of the checkout."""

    def copied() -> Path:
        root = tmp_path / "course"
        skip = shutil.ignore_patterns("__pycache__", ".*")
        for folder in ("solutions", "exercises", "autograder", "datasets", "tests/alternatives"):
            shutil.copytree(ROOT / folder, root / folder, ignore=skip)
        for name in ("course.toml", "conftest.py", "LICENSE"):
            shutil.copyfile(ROOT / name, root / name)
        return root

    return copied


@pytest.fixture(scope="session")
def fresh_handout(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a handout that nobody may write to."""
    return write_handout(course, tmp_path_factory.mktemp("made") / "handout")


@pytest.fixture(scope="session")
def unpacked(
    fresh_handout: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], StudentFolder]:
    """Return what gives each caller a handout of their own."""

    def unpack() -> StudentFolder:
        root = tmp_path_factory.mktemp("student") / "handout"
        return StudentFolder(shutil.copytree(fresh_handout, root))

    return unpack


@pytest.fixture
def folder(unpacked: Callable[[], StudentFolder]) -> StudentFolder:
    """Return a fresh handout."""
    return unpacked()
