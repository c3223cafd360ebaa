"""Frames that a forged worker sends instead of its reply: each costs no more than the next call."""

import json
import random
import struct
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.wire import encode
from tests.isolation.doors import Submit

_REQUEST = 0x1122334455667788  # in place of the request's number, which the worker knows

FORGER = f"""
import gc, os, struct

def forge(payload):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    number = struct.pack("<q", connection.request)
    payload = payload.tobytes().replace(struct.pack("<q", {_REQUEST}), number)
    rest = memoryview(struct.pack(">I", len(payload)) + payload)
    while rest:
        rest = rest[os.write(3, rest):]

def good():
    return 42
"""
_VALUES: list[Any] = [
    None,
    [1.5, float("nan")],
    {"W": np.ones((2, 3)), "b": [np.float32(1.0)]},
    [("name", -0.0, True), [[], {}, ()]],
]


def _forged(submit: Submit, payload: bytes) -> Answer:
    """Send a payload instead of a reply; make sure that the next process works again."""
    student = submit(FORGER)
    answer = student.call("forge", [np.frombuffer(payload, np.uint8)])
    # The true reply, which came as well, is out of turn, and costs the next call.
    assert 42 in [student.call("good", []).value for _ in range(2)]
    return answer


def _reply(value: Any, **other: Any) -> bytes:
    return encode({"id": _REQUEST, "ending": "returned", "changed": [], "value": value, **other})


def _with_head(payload: bytes, head: bytes) -> bytes:
    (size,) = struct.unpack(">I", payload[:4])
    return struct.pack(">I", len(head)) + head + payload[4 + size :]


def test_a_well_formed_reply_is_read_as_what_it_says(submit: Submit) -> None:
    answer = _forged(submit, _reply([1.5, (2, "x")], points=100))
    assert (answer.status, answer.value) == (CallStatus.RETURNED, [1.5, (2, "x")])


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(_reply([[0.5]] * 60_000), id="too many items"),
        pytest.param(_reply(1) + b"\0", id="bytes after the value"),
        pytest.param(_with_head(_reply(1), b"[" * 999_000), id="open brackets"),
        pytest.param(_with_head(_reply(1), b"[[2" + b",[2]" * 240_000 + b"],0,0,0,0]"), id="dicts"),
        pytest.param(_with_head(_reply(1), b"[" + b"9" * 900_000 + b",0,0,0,0]"), id="digits"),
        pytest.param(_with_head(_reply(1), b"[[3,4000000000],4000000000,0,0,0]"), id="4 G floats"),
        pytest.param(_with_head(_reply(1), b'{"id":2,"ending":"returned","value":1}'), id="JSON"),
        pytest.param(encode({"sources": b"x"}), id="bytes"),
        pytest.param(b"\0" * 4_000_000, id="4 MB of NUL"),
    ],
)
def test_a_malformed_reply_is_not_read(submit: Submit, payload: bytes) -> None:
    answer = _forged(submit, payload)
    assert answer.text == "the answer could not be read in `forge`"


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_reply_costs_no_more_than_the_next_call(submit: Submit, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(8):
        damaged = bytearray(_reply(dice.choice(_VALUES)))
        for _ in range(dice.randint(1, 3)):
            damaged[dice.randrange(len(damaged))] = dice.choice(b"[],0123456789\0\1\2\xff")
        answer = _forged(submit, bytes(damaged))
        assert answer.status is not CallStatus.STOPPED or answer.text.endswith("in `forge`")


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_head_costs_no_more_than_the_next_call(submit: Submit, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(8):
        payload = _reply(dice.choice(_VALUES))
        (size,) = struct.unpack(">I", payload[:4])
        form, *counts = json.loads(payload[4 : 4 + size])
        form[dice.randrange(1, len(form))] = dice.choice(
            [0, 9, 10**20, [0], [2, 0], [3, 9], [3, 10**20]]
        )
        counts[dice.randrange(4)] = dice.choice([0, 1, 400_001, 2**32, 10**20])
        head = json.dumps([form, *counts], separators=(",", ":")).encode()
        answer = _forged(submit, _with_head(payload, head))
        assert answer.status is not CallStatus.STOPPED or answer.text.endswith("in `forge`")
