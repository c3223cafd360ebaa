"""The numbers of the lecture are asked in public, where a student can follow them."""

import pytest

from autograder.checking.hidden import without_hidden
from autograder.course import Course


@pytest.mark.parametrize(
    ("exercise", "numbers"),
    [
        ("e01_products", ["[[1, 4, 9], [10, 20, 30]]"]),
        ("e02_shapes", ["(784, 1)", "(400, 1)"]),
        (
            "e06_neuron",
            [
                ".equals(41.5)",
                '"AND", 0, 0, 0, 1)',
                '"OR", 0, 1, 1, 1)',
                '"NOT", 1, 0)',
                '"NOR", 1, 0, 0, 0)',
            ],
        ),
        ("e10_parameters", [".equals(13_002)", "theta_size, 5, 10).equals(60)"]),
        ("e11_nonlinearity", ["[2.0, 3.0], [3.0, 0.0]", "[2.0], [4.0]"]),
        ("e12_cost", [".equals(3.3585)"]),
        ("e13_descent", ["it is at -112.01.", "descend, 0.0, 1.1, 20)"]),
    ],
)
def test_the_worked_numbers_stand_in_public_checks(
    course: Course, exercise: str, numbers: list[str]
) -> None:
    public = without_hidden(course.checks(course.exercise(exercise)))
    assert [number for number in numbers if number not in public] == []
