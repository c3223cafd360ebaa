"""Pictures of strangers' functions: each runs behind the wall, and none for long."""

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.course import Course
from autograder.grading.intake import Submission
from autograder.grading.sandboxes import Reach, reaching
from autograder.pictures import Picture, available, portrait
from tests.pictures.portraits import FUNCTIONS, changed, drawn_from, line
from tests.student_folder import ROOT

EVERY = pytest.mark.parametrize("exercise", available())
# Little to compute; to wait, as long as a busy machine takes.
COMPUTING, WAITING = 0.3, 10.0


@pytest.fixture(scope="module")
def hurried(course: Course) -> Course:
    """Return the course with limits that are soon met."""

    def short(exercises: tuple) -> tuple:  # type: ignore[type-arg]
        return tuple(
            replace(item, limits=replace(item.limits, cpu_seconds=COMPUTING, wall_seconds=WAITING))
            for item in exercises
        )

    limits = replace(course.limits, cpu_seconds=COMPUTING, wall_seconds=WAITING)
    return replace(
        course, limits=limits, exercises=short(course.exercises), drafts=short(course.drafts)
    )


@pytest.fixture(scope="module")
def modules() -> dict[str, bytes]:
    """Return all solutions as one student's modules."""
    found = (ROOT / "solutions").glob("e*.py")
    return {f"exercises.{path.stem}": path.read_bytes() for path in found}


@pytest.fixture
def drawn(modules: dict[str, bytes]) -> Callable[[Course, str, str], Picture]:
    """Return what draws a solution with other functions in it, isolated strictly."""

    def made(course: Course, exercise: str, source: str) -> Picture:
        mine = {**modules, f"exercises.{exercise}": changed(exercise, source).encode()}
        with (
            reaching(course, Submission("ada", "ada", mine), "strict") as reach,
            reach(course.exercise(exercise)) as caller,
        ):
            return portrait(exercise, caller)

    return made


@pytest.fixture(scope="module")
def reach(course: Course, modules: dict[str, bytes]) -> Iterator[Reach]:
    """Return what reaches the solutions, isolated strictly, under the course's own limits."""
    with reaching(course, Submission("ada", "ada", modules), "strict") as opened:
        yield opened


@EVERY
def test_a_solution_is_drawn_as_in_this_process(
    course: Course, reach: Reach, exercise: str
) -> None:
    with reach(course.exercise(exercise)) as caller:
        picture = portrait(exercise, caller)
    assert picture.notes == ()
    assert picture.png(dpi=60) == drawn_from(ROOT / "solutions", exercise).png(dpi=60)


@EVERY
def test_functions_that_hang_are_stopped_and_noted(
    drawn: Callable[[Course, str, str], Picture], hurried: Course, exercise: str
) -> None:
    begun = time.monotonic()
    name = FUNCTIONS[exercise][0]
    picture = drawn(hurried, exercise, f"def {name}(*given):\n    while True:\n        pass\n")
    assert any(f"of computing in `{name}`" in note for note in picture.notes)
    assert picture.png(dpi=40)
    assert time.monotonic() - begun < 40


@EVERY
def test_functions_that_end_their_process_are_noted(
    drawn: Callable[[Course, str, str], Picture], course: Course, exercise: str
) -> None:
    source = "\n".join(
        f"def {name}(*given):\n    import os\n    os._exit(3)\n" for name in FUNCTIONS[exercise]
    )
    picture = drawn(course, exercise, source)
    assert picture.notes
    assert not any("not written" in note for note in picture.notes)
    assert picture.png(dpi=40)


def test_the_curve_of_a_function_beside_one_that_dies_is_there(
    drawn: Callable[[Course, str, str], Picture], course: Course
) -> None:
    picture = drawn(course, "e04_sigmoid", "def logit(a):\n    import os\n    os.abort()\n")
    z = np.linspace(-8.0, 8.0, 161)
    assert np.allclose(line(picture, "sigmoid(z)"), 1 / (1 + np.exp(-z)))
    assert len(picture.notes) == 1


def test_students_code_runs_in_another_process_without_files(
    drawn: Callable[[Course, str, str], Picture], course: Course, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("0.5", encoding="utf-8")
    source = (
        "import sys\nsys.was_here = True\n"
        f"def sigmoid(z):\n    return z * float(open({str(secret)!r}).read())\n"
    )
    picture = drawn(course, "e04_sigmoid", source)
    assert any("Permission" in note or "No such file" in note for note in picture.notes)
    assert not hasattr(sys, "was_here")
