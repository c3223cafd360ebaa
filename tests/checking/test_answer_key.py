"""The answer key: exact, and honest about what it does not know."""

import json
import math
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis.extra.numpy as arrays
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.answer_key import (
    AnswerKey,
    call_digest,
    packed,
    packed_prediction,
    unpacked,
)
from autograder.checking.answers import Candidate, Prediction
from autograder.checking.outcome import KitFault, Misconception
from autograder.checking.reason import reason_of

_DTYPES = st.sampled_from(["b1", "i1", "i8", "u1", "u8", "f2", "f4", "f8"]).map(np.dtype)
_ARRAYS = _DTYPES.flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0))
)
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats()
    | st.text()
    | _ARRAYS
    | _DTYPES.flatmap(arrays.from_dtype)
)
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)


def _bits(value: Any) -> Any:
    """Return a form in which equal means: the same types and the same numbers, sign and all."""
    if isinstance(value, np.ndarray | np.generic):
        return type(value), value.dtype, value.shape, _bits(value.tolist())
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack(">d", value)
    if isinstance(value, list | tuple):
        return type(value), [_bits(item) for item in value]
    if isinstance(value, dict):
        return {key: _bits(item) for key, item in value.items()}
    return type(value), value


def _through_json(value: Any) -> Any:
    return unpacked(json.loads(json.dumps(packed(value))))


@given(_VALUES)
def test_every_plain_value_comes_back_from_json_exactly(value: Any) -> None:
    assert _bits(_through_json(value)) == _bits(value)


@pytest.mark.parametrize(
    "value",
    [
        -0.0,
        0.1,
        5e-324,
        float("nan"),
        float("inf"),
        -float("inf"),
        np.array([-0.0, np.nan, np.inf, 0.1]),
        np.array([[0.1]], dtype=np.float32),
        np.array([2**63 - 1]),
        np.zeros((0, 3)),
        np.array(1.0),
        np.float32(0.1),
        3,
        True,
        (2, 1),
        [(np.ones((2, 1)), np.ones(2))],
        {"array": 1, "tuple": (), "dict": {}},
    ],
)
def test_special_values_come_back_from_json_exactly(value: Any) -> None:
    assert _bits(_through_json(value)) == _bits(value)


@pytest.fixture
def key() -> AnswerKey:
    """Return a key with one call of f, which `halved` gets wrong and `shuffled` does not."""
    row = {
        "call": "f(x = 4)",
        "expected": packed(8.0),
        "wrong": {"halved": packed_prediction(Prediction(Answer(CallStatus.RETURNED, 2.0)))},
    }
    known = [Misconception("halved", "Halved", "Half?"), Misconception("shuffled", "So", "Order?")]
    return AnswerKey(
        exercise="e01_first",
        points=3.0,
        parameters={"f": ["x"]},
        known=[Candidate(one, (one.id,)) for one in known],
        calls={call_digest("f", [4]): row},
    )


def test_a_recorded_call_is_answered(key: AnswerKey) -> None:
    assert key.answer("f", [4]) == 8.0


def test_a_call_that_was_not_recorded_is_the_kits_fault(key: AnswerKey) -> None:
    with pytest.raises(KitFault, match="no answer to this call of f; were the checks edited"):
        key.answer("f", [5])


def test_a_mistake_is_replayed_as_it_was_recorded(key: AnswerKey) -> None:
    halved = key.prediction("halved", "f", [4])
    assert halved is not None
    assert halved.answer.value == 2.0


def test_a_mistake_that_a_call_does_not_show_answers_correctly(key: AnswerKey) -> None:
    shuffled = key.prediction("shuffled", "f", [4])
    assert shuffled is not None
    assert shuffled.answer.value == 8.0


def test_nothing_is_known_of_mistakes_in_other_calls(key: AnswerKey) -> None:
    assert (key.candidates("f", [5]), key.prediction("halved", "f", [5])) == ((), None)


def test_parameters_are_named(key: AnswerKey) -> None:
    assert (key.parameter_names("f"), key.parameter_names("g")) == (["x"], ())


@pytest.mark.parametrize(
    "answer",
    [
        Answer(CallStatus.RETURNED, value=np.ones((2, 1)), changed=(0, 2)),
        Answer(CallStatus.RAISED, text="list index out of range", error="IndexError"),
        Answer(CallStatus.UNUSABLE),
    ],
)
def test_a_mistakes_ending_is_replayed_whole(key: AnswerKey, answer: Answer) -> None:
    told = Prediction(answer, reason_of(answer))
    key.calls[call_digest("f", [4])]["wrong"]["halved"] = packed_prediction(told)
    assert repr(key.prediction("halved", "f", [4])) == repr(
        replace(told, answer=replace(answer, text=""))
    )


GOOD = {"exercise": "e01_first", "points": 3, "parameters": {}, "misconceptions": {}, "calls": {}}


def test_a_key_is_read_from_its_file(tmp_path: Path) -> None:
    path = tmp_path / "e01_first.json"
    path.write_text(json.dumps(GOOD), encoding="utf-8")
    assert AnswerKey.read(path).points == 3.0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        "{}",
        json.dumps(GOOD | {"points": 0}),
        json.dumps(GOOD | {"points": "nan"}),
        json.dumps(GOOD | {"misconceptions": []}),
        json.dumps(GOOD | {"misconceptions": {"halved": {}}}),
    ],
)
def test_a_damaged_key_is_the_kits_fault_and_says_what_to_do(tmp_path: Path, text: str) -> None:
    path = tmp_path / "e01_first.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KitFault, match=r"e01_first\.json cannot be read .* unpack the handout"):
        AnswerKey.read(path)


def test_a_missing_key_is_the_kits_fault(tmp_path: Path) -> None:
    with pytest.raises(KitFault, match="unpack the handout again"):
        AnswerKey.read(tmp_path / "e01_first.json")
