"""Reading why a call failed from a message, whatever version of Python or NumPy wrote it."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.reason import reason_of
from tests.checking.stand_ins import caller


def reason(text: str, error: str = "ValueError") -> tuple[str, ...] | None:
    return reason_of(Answer(CallStatus.RAISED, text=text, error=error))


def reason_here(function: Callable[..., Any], *arguments: Any) -> tuple[str, ...] | None:
    return reason_of(caller(f=function).call("f", arguments))


MATMUL = (
    "matmul: Input operand 1 has a mismatch in its core dimension 0 (size {} is different from {})"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MATMUL.format(4, 3), "shapes (2,3) and (4,1) not aligned: 3 (dim 1) != 4 (dim 0)"),
        (
            "only length-1 arrays can be converted to Python scalars",
            "only 0-dimensional arrays can be converted to Python scalars",
        ),
        (
            "too many values to unpack (expected 2)",
            "too many values to unpack (expected 2, got 3)",
        ),
        (
            "boolean index did not match indexed array along dimension 0; dimension is 3 but "
            "corresponding boolean dimension is 4",
            "boolean index did not match indexed array along axis 0; size of axis is 3 but size of "
            "corresponding boolean axis is 4",
        ),
        (
            "operands could not be broadcast together with shapes (4,3) (4,)",
            "operands could not be broadcast together with shapes (4,) (4,3) ",
        ),
        (
            "unsupported operand type(s) for -: 'list' and 'float'",
            "unsupported operand type(s) for -=: 'list' and 'numpy.float64'",
        ),
        ("float division by zero", "division by zero"),
        ("math domain error", "expected a nonnegative input, got -1.0"),
    ],
)
def test_two_versions_wordings_are_one_reason(one: str, other: str) -> None:
    assert reason(one) is not None
    assert reason(one) == reason(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (MATMUL.format(4, 3), MATMUL.format(3, 4)),
        (MATMUL.format(4, 3), MATMUL.format(5, 3)),
        (
            "operands could not be broadcast together with shapes (4,3) (4,)",
            "operands could not be broadcast together with shapes (4,3) (5,)",
        ),
        (
            "unsupported operand type(s) for -: 'list' and 'float'",
            "unsupported operand type(s) for *: 'list' and 'float'",
        ),
        ("axis 1 is out of bounds for array of dimension 1", "axes don't match array"),
    ],
)
def test_other_shapes_or_operations_are_another_reason(one: str, other: str) -> None:
    assert reason(one) != reason(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mat1 and mat2 shapes cannot be multiplied (5x3 and 2x3)", ("product", "5x3", "2x3")),
        (
            "Exception encountered when calling MatMul.call().\n\nMatrix size-incompatible: "
            "In[0]: [5,3], In[1]: [2,3] [Op:MatMul]",
            ("product", "5,3", "2,3"),
        ),
        (
            "The size of tensor a (3) must match the size of tensor b (2) at non-singleton "
            "dimension 1",
            ("elementwise", "3", "2", "1"),
        ),
        (
            "output with shape [3] doesn't match the broadcast shape [2, 3]",
            ("output", "3", "2,3"),
        ),
        ("shape '[2, 2]' is invalid for input of size 6", ("reshaping", "2,2", "6")),
        (
            "Layer dense weight shape (3, 2) is not compatible with provided weight shape (2, 3).",
            ("weights of a layer", "3,2", "2,3"),
        ),
        (
            'Input 0 of layer "dense" is incompatible with the layer: expected axis -1 of input '
            "shape to have value 3, but received input with shape (3, 5)",
            ("input of a layer", "(3,5)"),
        ),
    ],
)
def test_what_pytorch_and_keras_say_is_read(text: str, expected: tuple[str, ...]) -> None:
    assert reason(text, "RuntimeError") == ("RuntimeError", *expected)


def test_another_kind_of_error_is_another_reason() -> None:
    text = "list index out of range"
    assert reason(text, "IndexError") != reason(text, "ValueError")


@pytest.mark.parametrize("text", ["", "the sizes must agree", "shapes!", "index"])
def test_a_message_that_nobody_can_read_has_no_reason(text: str) -> None:
    assert reason(text) is None


def test_an_error_of_a_supplied_function_has_the_reason_of_its_cause() -> None:
    told = "dense_forward of exercises.e07_dense cannot work with these arguments"
    answer = Answer(CallStatus.RAISED, text=told, error="ValueError", cause=MATMUL.format(3, 4))
    assert reason_of(answer) == reason(MATMUL.format(3, 4))


def test_a_value_has_no_reason() -> None:
    assert reason_of(Answer(CallStatus.RETURNED, value=1.0)) is None


def third(values: Any) -> Any:
    return values[2]


COLUMN, WIDE = np.ones((4, 1)), np.ones((2, 3))


@pytest.mark.parametrize(
    ("function", "operation"),
    [
        (lambda: WIDE @ COLUMN, "product"),
        (lambda: np.dot(WIDE, COLUMN), "product"),
        (lambda: WIDE @ 2.0, "product of a scalar"),
        (lambda: np.einsum("ij,jk", WIDE, COLUMN), "product by einsum"),
        (lambda: WIDE + COLUMN, "elementwise"),
        (lambda: np.add(WIDE, 1, out=COLUMN), "elementwise"),
        (lambda: np.reshape(WIDE, (4, 2)), "reshaping"),
        (lambda: np.sum(np.ones(3), axis=1), "axis"),
        (lambda: np.ones(3).transpose(1, 0), "transposition"),
        (lambda: np.hstack([WIDE, COLUMN]), "joining"),
        (lambda: np.stack([WIDE, COLUMN]), "stacking"),
        (lambda: math.exp(COLUMN), "number of an array"),
        (lambda: 1 if COLUMN > 0 else 0, "truth of an array"),
        (lambda: np.array([[1.0], [1.0, 2.0]]), "ragged array"),
        (lambda: WIDE[5], "index"),
        (lambda: WIDE[0, 0, 0], "too many indices"),
        (lambda: third([1]), "index of a sequence"),
        (lambda: third(2.0), "subscript"),
        (lambda: list(3.0), "looping"),  # type: ignore[call-overload]
        (lambda: len(3.0), "length"),  # type: ignore[arg-type]
        (lambda: [1] - 2, "operator"),  # type: ignore[operator]
        (lambda: [1] < 2, "comparison"),  # type: ignore[operator]
        (lambda: [1] * 2.0, "repetition"),  # type: ignore[operator]
        (lambda: [1] + 2.0, "concatenation"),  # type: ignore[operator]
        (lambda: range(2.0), "whole number"),  # type: ignore[call-overload]
        (lambda: (1).shape, "attribute"),  # type: ignore[attr-defined]
        (lambda: math.log(-1), "domain"),
        (lambda: math.exp(1000), "too large"),
        (lambda: 1 / 0, "division by zero"),
        (lambda: dict[str, int]()["W"], "key"),
    ],
)
def test_the_versions_at_hand_are_read(function: Callable[[], Any], operation: str) -> None:
    found = reason_here(function)
    assert found is not None
    assert found[1] == operation
