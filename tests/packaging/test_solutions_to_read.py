"""Solutions to read: whole, and without what only the kit needs."""

import ast

import pytest

from autograder.course import Course
from autograder.packaging.stubs import (
    readable_solution,
    solution_lines,
    solved_parts,
    without_block,
)

SOLUTION = '''\
"""A module."""

import numpy as np


# %%
def double(x: float) -> float:
    """Double a number.

    >>> double(2.0)
    4.0
    """
    ### BEGIN SOLUTION
    # Twice.
    return 2 * x
    ### END SOLUTION
    ### BEGIN BROKEN
    # return x ** 2
    ### END BROKEN


def given(x: float) -> float:
    """Return what was given."""
    return x


### BEGIN SOLUTION
TWO = np.array([2.0])
### END SOLUTION
'''


def test_a_readable_solution_runs_without_markers_or_broken_code() -> None:
    text = readable_solution(SOLUTION)
    assert "###" not in text
    assert "x ** 2" not in text
    names: dict[str, object] = {}
    exec(text, names)
    assert names["double"](3.0) == 6.0  # type: ignore[operator]


def test_the_parts_are_what_students_write_without_docstrings() -> None:
    double, two = solved_parts(SOLUTION)
    assert double.source == "def double(x: float) -> float:\n    # Twice.\n    return 2 * x"
    assert double.docstrings[0].startswith('    """Double a number.\n\n    >>> double(2.0)')
    assert (two.name, two.source) == ("TWO", "TWO = np.array([2.0])")


def test_every_solution_of_the_course_is_told_whole(course: Course) -> None:
    for exercise in course.written:
        text = course.solution(exercise).read_text(encoding="utf-8")
        told = "\n".join(part.source for part in solved_parts(text))
        assert "###" not in told
        shown = {" ".join(line.split()) for line in told.splitlines()}
        assert solution_lines(text) - shown == set()
        ast.parse(readable_solution(text))


def test_an_exercise_to_repair_is_shown_repaired(course: Course) -> None:
    text = course.solution(course.exercise("e16")).read_text(encoding="utf-8")
    [network] = [part for part in solved_parts(text) if part.name == "TwoLayerPerceptron"]
    assert "(output - targets) ** 2" not in network.source
    assert "self.W1 = self.W1 - self.step(gradients" in network.source
    assert network.source.count('"""') == 0


@pytest.mark.parametrize(
    ("text", "block", "rest"),
    [("a\nb\nc", "b", "a\nc"), ("a\nb \nc", "a\nb", "c"), ("a\nc", "b", "a\nc"), ("", "b", "")],
)
def test_a_block_is_left_out_where_it_stands_as_it_is(text: str, block: str, rest: str) -> None:
    assert without_block(text, block) == rest
