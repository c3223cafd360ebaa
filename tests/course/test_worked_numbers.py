"""The numbers of the lecture are asked in public, where a student can follow them."""

import pytest

from autograder.checking.hidden import without_hidden
from autograder.course import Course


@pytest.mark.parametrize(
    ("exercise", "numbers"),
    [
        ("e01_products", ["[[1, 4, 9], [10, 20, 30]]"]),
        ("e02_shapes", ["(784, 1)", "(400, 1)"]),
        ("e06_neuron", ["41.5", '"AND"', '"OR"', '"NOT"', '"NOR"']),
        ("e10_parameters", ["13002", "60"]),
        ("e11_nonlinearity", ["[2.0, 3.0], [3.0, 0.0]", "[2.0], [4.0]"]),
        ("e12_cost", ["3.3585"]),
        ("e13_descent", ["112.01"]),
    ],
)
def test_the_worked_numbers_stand_in_public_checks(
    course: Course, exercise: str, numbers: list[str]
) -> None:
    public = without_hidden(course.checks(course.exercise(exercise)))
    text = public.replace("13_002", "13002").replace("13,002", "13002")
    assert [number for number in numbers if number not in text] == []
