"""Values and calls as a student reads them."""

from typing import Any

import numpy as np
import pytest

from autograder.checking.display import show, show_call


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.array([[1.0], [-0.5]]), "array (2, 1): [[1], [-0.5]]"),
        (np.array([1, 2]), "int64 array (2,): [1, 2]"),
        (np.array(2.0), "array (): 2"),
        (np.array([0.1192029]), "array (1,): [0.119203]"),
        (np.float64(0.5), "0.5"),
        (np.int64(3), "3"),
        (0.30000000000000004, "0.3"),
        (3, "3"),
        (None, "None"),
        (True, "True"),
        ("two", "'two'"),
        ((2, 1), "(2, 1)"),
        ((2,), "(2,)"),
        ([1.5, [2]], "[1.5, [2]]"),
        ({"z": 1.0}, "{'z': 1}"),
        ([(np.ones((1, 1)), 2)], "[(array (1, 1) [[1]], 2)]"),
    ],
)
def test_a_value_is_shown_as(value: Any, text: str) -> None:
    assert show(value) == text


@pytest.mark.parametrize("value", [np.arange(10_000.0), list(range(10_000)), "x" * 10_000])
def test_a_large_value_is_shortened(value: Any) -> None:
    assert len(show(value)) < 300


def _nested(depth: int) -> Any:
    return [_nested(depth - 1) for _ in range(16)] if depth else 1.0


@pytest.mark.parametrize(
    "value",
    [{"k" * 10**6: 1.0}, [{"k" * 10**6: 1.0}], _nested(4), {str(n): _nested(2) for n in range(99)}],
    ids=["a long key", "a long key inside", "lists in lists", "a large dict"],
)
def test_a_container_never_fills_a_page(value: Any) -> None:
    assert len(show(value)) <= 2_001


def test_a_large_array_keeps_its_shape() -> None:
    assert show(np.zeros((784, 50))).startswith("array (784, 50): ")


def test_a_value_stands_on_one_line() -> None:
    assert "\n" not in show([np.zeros((30, 30)), np.zeros((3, 3))])


def test_a_call_names_its_arguments_and_their_shapes() -> None:
    shown = show_call("f", ["W", "n"], [np.array([[1.0, 2.0]]), 3])
    assert shown == "f(W (1, 2) = [[1, 2]], n = 3)"


def test_an_argument_without_a_name_gets_its_number() -> None:
    assert show_call("f", ["a"], [1, 2]) == "f(a = 1, argument 2 = 2)"


def test_a_long_call_loses_numbers_but_no_shapes() -> None:
    shown = show_call("f", "abcdef", [np.full((3, 4), 0.123456)] * 6)
    assert shown == "f(" + ", ".join(f"{name} (3, 4)" for name in "abcdef") + ")"


def test_a_constant_is_shown_by_its_name() -> None:
    assert show_call("=GATE", (), ()) == "GATE"
