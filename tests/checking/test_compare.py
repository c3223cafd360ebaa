"""Comparing: what is equal enough, and which difference is told first."""

import math
from typing import Any

import numpy as np
import pytest

from autograder.checking.compare import ATOL, RTOL, difference, has_float32, same

COLUMN = np.array([[1.0], [2.0]])


def stage(expected: Any, got: Any, rtol: float = RTOL, atol: float = ATOL) -> str:
    found = difference(expected, got, rtol, atol)
    return found.stage if found else ""


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (COLUMN, COLUMN + 1e-10),
        (COLUMN, np.array([[1], [2]])),
        (COLUMN, COLUMN.astype(np.float32)),
        (np.array([1, 2]), np.array([1, 2], dtype=np.uint8)),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0])),
        (np.array([np.inf]), np.array([np.inf])),
        (3.5, np.float64(3.5)),
        (3.0, 3),
        (3.0, np.array(3.0)),
        (7, np.int64(7)),
        (7, np.uint8(7)),
        ((2, 1), (2, 1)),
        ((2, 1), [2, 1]),
        ([1.5, 2.5], (1.5, 2.5)),
        ([(COLUMN, COLUMN)], [[COLUMN, COLUMN]]),
        ({"z": 1.0}, {"z": 1.0}),
        (True, np.bool_(True)),
        (None, None),
        ("a", "a"),
    ],
)
def test_these_agree(expected: Any, got: Any) -> None:
    assert stage(expected, got) == ""


@pytest.mark.parametrize(
    ("expected", "got", "which"),
    [
        (COLUMN, None, "type"),
        (COLUMN, [[1.0], [2.0]], "type"),
        (COLUMN, 1.0, "type"),
        (COLUMN, np.array([[True], [True]]), "type"),
        (np.array([1, 2]), np.array([1.0, 2.0]), "type"),
        (3.5, "3.5", "type"),
        (1.0, True, "type"),
        (7, 7.0, "type"),
        (7, np.float64(7.0), "type"),
        ([1.0], {0: 1.0}, "type"),
        ({"z": 1.0}, [("z", 1.0)], "type"),
        (None, 0, "type"),
        (True, 1, "type"),
        (COLUMN, np.array([1.0, 2.0]), "shape"),
        (COLUMN, np.array([[1.0, 2.0]]), "shape"),
        (COLUMN, np.array([[1.0, 1.0], [2.0, 2.0]]), "shape"),
        (np.array([[1.0]]), np.array(1.0), "shape"),
        (np.ones((2, 3)), np.ones((1, 3)), "shape"),
        (3.5, np.array([3.5]), "shape"),
        ([1.0, 2.0], [1.0], "shape"),
        ({"z": 1.0}, {"a": 1.0}, "shape"),
        (COLUMN, np.array([[1.0], [np.nan]]), "finite"),
        (COLUMN, np.array([[1.0], [np.inf]]), "finite"),
        (3.5, math.nan, "finite"),
        (COLUMN, COLUMN + 1e-6, "value"),
        (3.5, 3.5001, "value"),
        (True, False, "value"),
        ("a", "b", "value"),
        ([(COLUMN, COLUMN)], [(COLUMN, COLUMN + 1)], "value"),
    ],
)
def test_these_differ_in_this(expected: Any, got: Any, which: str) -> None:
    assert stage(expected, got) == which


def test_a_wrong_type_is_told_before_a_wrong_shape() -> None:
    assert stage(np.array([1, 2]), np.array([1.0])) == "type"


def test_a_wrong_shape_is_told_before_what_is_not_finite() -> None:
    assert stage(COLUMN, np.array([np.nan])) == "shape"


def test_numbers_that_are_not_finite_are_told_before_wrong_values() -> None:
    assert stage(COLUMN, np.array([[9.0], [np.nan]])) == "finite"


def test_a_large_count_is_compared_exactly() -> None:
    assert stage(100_000_000, 100_000_001) == "value"


def test_large_counts_in_an_array_are_compared_exactly() -> None:
    assert stage(np.array([100_000_000]), np.array([100_000_001])) == "value"


def test_a_probit_is_not_a_sigmoid() -> None:
    z = np.linspace(-4, 4, 9)
    sigmoid = 1 / (1 + np.exp(-z))
    probit = np.array([0.5 * (1 + math.erf(x / 1.702 / math.sqrt(2))) for x in z])
    assert stage(sigmoid, probit) == "value"


def test_a_tolerance_can_be_given() -> None:
    assert stage(COLUMN, COLUMN + 0.01, rtol=0.0, atol=0.02) == ""


# As float32 has it after some steps: one rounding alone is within the course's own tolerance.
THIRD = np.float32(1 / 3 + 1e-6)


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (np.array([1 / 3]), np.array([THIRD])),
        (1 / 3, THIRD),
        ([1 / 3, 1e-3], [THIRD, 1e-3 + 1e-7]),
        ([(COLUMN / 3, COLUMN)], [(COLUMN * THIRD, COLUMN)]),
        (np.array([100.0, 0.0]), np.array([100.0, 1e-4])),
    ],
)
def test_float32_is_as_exact_as_its_largest_number(expected: Any, got: Any) -> None:
    assert difference(expected, got) is not None
    assert difference(expected, got, float32=True) is None


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (np.array([1.0]), np.array([1.0001])),
        (np.array([100.0, 0.0]), np.array([100.0, 2e-3])),
        (np.array([100_000_000]), np.array([100_000_001])),
        ([100_000_000, 1], [100_000_001, 1]),
        (np.array([[1.0, 0.0]]), np.array([[1.0, 2e-5]], dtype=np.float32)),
        ([np.array([100.0]), np.array([1.0])], [np.array([100.0]), np.array([1.0001])]),
    ],
)
def test_float32_excuses_no_more_than_that(expected: Any, got: Any) -> None:
    assert difference(expected, got, float32=True) is not None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (np.float32(1), True),
        (np.ones(2, dtype=np.float32), True),
        ([1.0, (np.ones(2), np.ones(1, dtype=np.float32))], True),
        ({"a": 1.0, "b": np.float32(1)}, True),
        (1.0, False),
        (np.ones(2, dtype=np.float16), False),
        ([np.ones(2), "text", None], False),
    ],
)
def test_float32_is_known_by_its_dtype(value: Any, found: bool) -> None:
    assert has_float32(value) is found


def test_a_difference_shows_how_many_entries_and_the_first_of_them() -> None:
    found = difference(np.zeros((2, 2)), np.array([[0.0, 0.0], [5.0, 0.0]]))
    assert found is not None
    assert "1 of 4 differ, first at [1, 0]: 5, not 0" in found.got


@pytest.mark.parametrize(
    ("got", "said"),
    [
        (5 * COLUMN, "every entry is 5 times what was expected"),
        (-COLUMN, "every sign is turned round"),
        (-0.5 * COLUMN, "every entry is -0.5 times what was expected"),
    ],
)
def test_a_factor_that_all_entries_share_is_told(got: np.ndarray, said: str) -> None:
    found = difference(COLUMN, got)
    assert found is not None
    assert said in found.got


@pytest.mark.parametrize("got", [COLUMN + 1, 0 * COLUMN, COLUMN * [[1.0], [2.0]]])
def test_no_factor_is_told_where_entries_do_not_share_it(got: np.ndarray) -> None:
    found = difference(COLUMN, got)
    assert found is not None
    assert "every" not in found.got


def test_a_difference_inside_a_list_shows_the_way_there() -> None:
    found = difference([(COLUMN, COLUMN)], [(COLUMN, COLUMN.T)])
    assert found is not None
    assert "at [0][1]: shape (2, 1) was expected, this is (1, 2)" in found.got


def test_a_wrong_number_in_a_list_is_shown_beside_the_right_one() -> None:
    found = difference([12_560, 272, 170], [170, 272, 12_560])
    assert found is not None
    assert found.got == "[170, 272, 12560] (at [0]: 170, not 12560)"


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (COLUMN, np.array([1.0, 2.0])),
        (COLUMN, COLUMN.T),
        (COLUMN, [[1.0], [2.0]]),
        (3.5, np.array([[3.5]])),
        (7, 7.0),
        ([(COLUMN, COLUMN)], [(COLUMN, COLUMN.T)]),
    ],
)
def test_right_numbers_in_a_wrong_form_are_said_to_be_right(expected: Any, got: Any) -> None:
    found = difference(expected, got)
    assert found is not None
    assert "the numbers are right" in found.got
    assert found.hint.endswith("?")


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        (COLUMN, np.array([2.0, 1.0])),
        (COLUMN, np.array([[1.0, 1.0], [2.0, 2.0]])),
        (COLUMN, None),
        (COLUMN, COLUMN + 1),
        (1.0, True),
        ({"z": 1.0}, {"a": 1.0}),
    ],
)
def test_other_differences_raise_no_question_of_their_own(expected: Any, got: Any) -> None:
    found = difference(expected, got)
    assert found is not None
    assert "right" not in found.got
    assert found.hint == ""


def test_nothing_returned_is_asked_about() -> None:
    found = difference(COLUMN, None)
    assert found is not None
    assert "is there a return?" in found.got


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (np.array([np.nan]), np.array([np.nan]), True),
        (np.ones(2), np.ones((2, 1)), False),
        (np.ones(2), [1.0, 1.0], False),
        ([1.0, (2.0,)], [1.0, (2.0,)], True),
        ([1.0], [1.0, 1.0], False),
        ({"a": 1.0}, {"a": 1.0}, True),
        ({"a": 1.0}, {"b": 1.0}, False),
        (1.0, 1, True),
        ("a", "a", True),
        (None, 0, False),
        (np.array([True]), np.array([1.0]), False),
    ],
)
def test_two_answers_are_the_same_or_not(one: Any, other: Any, alike: bool) -> None:
    assert same(one, other) is alike


def test_two_numbers_that_differ_late_are_shown_with_more_digits() -> None:
    found = difference(np.array([0.0147779, 1.0]), np.array([0.01477791, 1.0]))
    assert found is not None
    assert "first at [0]: 0.01477791, not 0.0147779" in found.got
