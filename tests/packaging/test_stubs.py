"""Stubs, made from solutions and held to them."""

import ast
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course import Course, CourseError, load_course
from autograder.packaging.stubs import (
    BEGIN_BROKEN,
    BEGIN_SOLUTION,
    END_BROKEN,
    END_SOLUTION,
    drifts,
    solution_lines,
    stub_source,
    stubs,
    write_stubs,
)
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).written]

SOLUTION = f"""\
def f(x):
    if x:
        {BEGIN_SOLUTION}
        # twice
        return 2 * x
        {END_SOLUTION}
    return 0


class Net:
    def g(self):
        {BEGIN_SOLUTION}
        return 1
        {END_SOLUTION}
"""


def made(course: Course, solution: str) -> str:
    return stub_source(course.exercise("e07"), solution)


def test_a_region_becomes_a_line_naming_exercise_and_function(course: Course) -> None:
    assert made(course, SOLUTION) == (
        "def f(x):\n"
        "    if x:\n"
        '        raise NotImplementedError("e07 f: replace this line")\n'
        "    return 0\n"
        "\n"
        "\n"
        "class Net:\n"
        "    def g(self):\n"
        '        raise NotImplementedError("e07 g: replace this line")\n'
    )


def test_a_function_within_a_function_is_named_itself(course: Course) -> None:
    inner = (
        f"def f():\n    def g():\n        {BEGIN_SOLUTION}\n        pass\n        {END_SOLUTION}\n"
    )
    assert '"e07 g: replace this line"' in made(course, inner)


def test_a_region_of_constants_becomes_a_line_for_each(course: Course) -> None:
    constants = f"# Two.\n{BEGIN_SOLUTION}\nA = (\n    1,\n)\nB = C = 2\n{END_SOLUTION}\nD = 3\n"
    assert made(course, constants) == (
        "# Two.\n"
        "A = NotImplemented  # e07 A: replace this line\n"
        "B = NotImplemented  # e07 B: replace this line\n"
        "C = NotImplemented  # e07 C: replace this line\n"
        "D = 3\n"
    )


@pytest.mark.parametrize(
    ("solution", "fault"),
    [
        (
            f"def f():\n    {BEGIN_SOLUTION}\n    pass\n",
            "line 2: ### BEGIN SOLUTION without an end",
        ),
        (
            f"def f():\n    {BEGIN_SOLUTION}\n    {BEGIN_SOLUTION}\n    pass\n",
            "line 3: a second ### BEGIN SOLUTION",
        ),
        (
            f"def f():\n    pass\n    {END_SOLUTION}\n",
            "line 3: ### END SOLUTION without a beginning",
        ),
        (
            f"x = 1\n\n{BEGIN_SOLUTION}\nprint(2)\n{END_SOLUTION}\n",
            "line 3: ### BEGIN SOLUTION outside a function, and no constant in it",
        ),
        ("def f(:\n", "line 1: invalid syntax"),
    ],
)
def test_a_fault_of_the_solution_is_named_with_its_line(
    course: Course, solution: str, fault: str
) -> None:
    with pytest.raises(CourseError) as caught:
        made(course, solution)
    assert str(caught.value) == f"solutions/e07_dense.py, {fault}"


BROKEN = f"""\
class Net:
    {BEGIN_SOLUTION}
    def f(self, x, y):
        {END_SOLUTION}
        {BEGIN_BROKEN}
        # def f(self, x):
        {END_BROKEN}
        \"\"\"Add.\"\"\"
        {BEGIN_SOLUTION}
        if x:
            return x + y
        {END_SOLUTION}
        {BEGIN_BROKEN}
        # # Why?
        # if x:
        #     return x - y
        {END_BROKEN}
        {BEGIN_SOLUTION}
        return y
        {END_SOLUTION}
"""


def broken(course: Course, solution: str) -> str:
    return stub_source(replace(course.exercise("e07"), kind="repair"), solution)


def test_broken_code_takes_the_place_of_a_solution(course: Course) -> None:
    assert broken(course, BROKEN) == (
        "class Net:\n"
        "    def f(self, x):\n"
        '        """Add."""\n'
        "        # Why?\n"
        "        if x:\n"
        "            return x - y\n"
        '        raise NotImplementedError("e07 f: replace this line")\n'
    )


def test_broken_code_is_not_taken_for_a_line_of_the_solution() -> None:
    assert solution_lines(BROKEN) == {"def f(self, x, y):", "if x:", "return x + y", "return y"}


def test_broken_code_needs_an_exercise_to_repair(course: Course) -> None:
    with pytest.raises(CourseError, match="line 5: broken code in an exercise that is not to rep"):
        made(course, BROKEN)


@pytest.mark.parametrize(
    ("solution", "fault"),
    [
        (f"{BEGIN_BROKEN}\n# x\n{END_BROKEN}\n", "line 1: .* not right after ### END SOLUTION"),
        (BROKEN.replace("# # Why?", "x = 1"), "line 14: broken code that is not a comment"),
        (f"x = 1\n{END_BROKEN}\n", "line 2: ### END BROKEN without a beginning"),
        (BROKEN.rpartition(END_BROKEN)[0], "### BEGIN BROKEN without an end"),
    ],
)
def test_a_fault_of_broken_code_is_named_with_its_line(
    course: Course, solution: str, fault: str
) -> None:
    with pytest.raises(CourseError, match=fault):
        broken(course, solution)


def test_the_lines_of_a_solution_are_known_without_its_comments() -> None:
    assert solution_lines(SOLUTION) == {"return 2 * x", "return 1"}


def test_the_committed_exercises_are_what_the_solutions_make(course: Course) -> None:
    assert drifts(course) == ()


@pytest.mark.parametrize("name", EXERCISES)
def test_every_stub_is_python(course: Course, name: str) -> None:
    ast.parse(course.stub(course.exercise(name)).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXERCISES)
def test_no_stub_holds_a_line_of_its_solution(course: Course, name: str) -> None:
    exercise = course.exercise(name)
    secret = solution_lines(course.solution(exercise).read_text(encoding="utf-8"))
    text = course.stub(exercise).read_text("utf-8")
    public = {line.strip() for line in text.splitlines()}
    if exercise.kind == "repair":
        assert not secret <= public  # most lines of broken code are right
    else:
        assert secret & public == set()


@pytest.mark.parametrize("name", EXERCISES)
def test_every_solution_has_lines_to_keep(course: Course, name: str) -> None:
    assert solution_lines(course.solution(course.exercise(name)).read_text(encoding="utf-8"))


def test_a_stub_edited_by_hand_is_shown_with_the_difference(
    copy_course: Callable[[], Path],
) -> None:
    copied = load_course(copy_course())
    path = copied.stub(copied.exercise("e07"))
    path.write_text(path.read_text("utf-8").replace("## The whole layer", "## Mine"), "utf-8")
    [drift] = drifts(copied)
    assert drift.path == path
    assert "-# ## Mine\n+# ## The whole layer" in drift.difference


def test_a_missing_stub_is_a_drift(copy_course: Callable[[], Path]) -> None:
    copied = load_course(copy_course())
    copied.stub(copied.exercise("e07")).unlink()
    assert [drift.path.name for drift in drifts(copied)] == ["e07_dense.py"]


def test_a_stray_stub_is_a_drift(copy_course: Callable[[], Path]) -> None:
    copied = load_course(copy_course())
    (copied.root / "exercises" / "e98_stray.py").touch()
    assert [drift.difference for drift in drifts(copied)] == ["e98_stray.py has no solution"]


def test_writing_the_stubs_fixes_every_drift(copy_course: Callable[[], Path]) -> None:
    copied = load_course(copy_course())
    (copied.root / "exercises" / "e98_stray.py").touch()
    copied.stub(copied.exercise("e07")).write_text("mine", encoding="utf-8")
    write_stubs(copied)
    assert drifts(copied) == ()


def test_writing_the_stubs_tells_what_changed(copy_course: Callable[[], Path]) -> None:
    copied = load_course(copy_course())
    copied.stub(copied.exercise("e07")).unlink()
    assert [path.name for path in write_stubs(copied)] == ["e07_dense.py"]


def test_a_package_file_comes_with_the_stubs(course: Course) -> None:
    assert next(path.name for path, _ in stubs(course, course.written)) == "__init__.py"
