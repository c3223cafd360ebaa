"""Which exercises a change concerns."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Course, load_course
from autograder.watching.saves import affected


@pytest.fixture
def copied(copy_course: Callable[[], Path]) -> Course:
    return load_course(copy_course())


def concerned(course: Course, *changed: str) -> list[str]:
    paths = [course.root / path for path in changed]
    found = affected(course, course.exercises, paths, course.root / "exercises")
    return [exercise.short for exercise in found]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("exercises/e10_parameters.py", ["e10"]),
        (
            "exercises/e04_sigmoid.py",
            [
                *("e04", "e06", "e07", "e08", "e09", "e14", "e15", "e18", "e19"),
            ],
        ),
        ("exercises/e12_cost.py", ["e12", "e15", "e18", "e19"]),
        ("exercises/e15_backprop.py", ["e15", "e18", "e19"]),
        ("autograder/checks/test_e12_cost.py", ["e12", "e15", "e18", "e19"]),
        ("solutions/e10_parameters.py", ["e10"]),
        ("autograder/answers/e10_parameters.json", ["e10"]),
        ("exercises/e99_unknown.py", []),
        ("exercises/notes.py", []),
    ],
)
def test_it_is_the_exercise_itself_and_those_that_need_it(
    copied: Course, changed: str, expected: list[str]
) -> None:
    assert concerned(copied, changed) == expected


@pytest.mark.parametrize(
    "changed",
    ["course.toml", "conftest.py", "autograder/checking/compare.py", "solutions/_shared.py"],
)
def test_a_shared_file_concerns_all_exercises(copied: Course, changed: str) -> None:
    assert len(concerned(copied, changed)) == len(copied.exercises)


@pytest.mark.parametrize(
    "line",
    [
        "from exercises.mine import f",
        "from exercises import mine",
        "import exercises.mine as m",
        "from .mine import f",
        "from . import mine",
        "def f():\n    import exercises.mine",
    ],
)
def test_a_module_of_ones_own_concerns_those_that_import_it(copied: Course, line: str) -> None:
    (copied.root / "exercises" / "e10_parameters.py").write_text(f"{line}\n")
    assert concerned(copied, "exercises/mine.py") == ["e10"]


def test_imports_are_followed_further(copied: Course) -> None:
    (copied.root / "exercises" / "e10_parameters.py").write_text("from exercises import a\n")
    (copied.root / "exercises" / "a.py").write_text("from exercises import b\n")
    (copied.root / "exercises" / "b.py").write_text("from exercises import a\n")
    assert concerned(copied, "exercises/b.py") == ["e10"]


def test_a_file_that_cannot_be_read_as_python_imports_nothing(copied: Course) -> None:
    (copied.root / "exercises" / "e10_parameters.py").write_text("from exercises import (\n")
    assert concerned(copied, "exercises/mine.py") == []
