"""The name of a call."""

from typing import Any

import numpy as np
import pytest

from autograder.checking.answer_key import call_digest


def test_no_digest_changes_unnoticed() -> None:
    arguments = [np.array([[1.0, -0.0]]), [3, (True, None)], {"a": "b"}, 0.1]
    assert call_digest("f", arguments) == "64973fbf80dc76eb11c2a057"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(2), np.zeros(2, dtype=np.float32)),
        (np.array([0.0]), np.array([-0.0])),
        (0.0, -0.0),
        (1, 1.0),
        (1, True),
        (1, "1"),
        ([1, 2], (1, 2)),
        ([[1], 2], [[1, 2]]),
        (["ab"], ["a", "b"]),
        ({"a": 1}, {"a": 2}),
        (1.0, np.float64(1.0)),
        (np.float32(1.0), np.float64(1.0)),
    ],
)
def test_different_arguments_have_different_digests(one: Any, other: Any) -> None:
    assert call_digest("f", [one]) != call_digest("f", [other])


def test_different_functions_have_different_digests() -> None:
    assert call_digest("f", [1]) != call_digest("g", [1])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3))),
        (np.array([1.0], dtype=">f8"), np.array([1.0], dtype="<f8")),
        (np.float64("nan"), np.float64("nan")),
    ],
)
def test_how_an_argument_lies_in_memory_makes_no_difference(one: Any, other: Any) -> None:
    assert call_digest("f", [one]) == call_digest("f", [other])


def test_a_numpy_number_is_not_filed_under_how_numpy_prints_it() -> None:
    assert call_digest("f", [np.float64(0.5)]) == "ccdf77df298a82bdcdf2abbe"
