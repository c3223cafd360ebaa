"""The wire format, from both sides and from neither."""

import struct
from typing import Any

import hypothesis.extra.numpy as arrays
import hypothesis.strategies as st
import msgpack  # type: ignore[import-untyped]
import numpy as np
import pytest
from hypothesis import given, settings

from autograder.calls import values, wire
from autograder.calls.wire import WireError, decode, encode

_NAMES = ["b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
_DTYPES = st.sampled_from(_NAMES).map(np.dtype)
_ARRAYS = _DTYPES.flatmap(
    lambda dtype: arrays.arrays(dtype, arrays.array_shapes(min_dims=0, max_dims=4, min_side=0))
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
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


def _bits(value: Any) -> Any:
    """Return a form in which equal means: the same types and the same bits."""
    if isinstance(value, np.ndarray | np.generic):
        return type(value), value.dtype, value.shape, value.tobytes()
    if isinstance(value, float):
        return struct.pack(">d", value)
    if isinstance(value, list | tuple):
        return type(value), [_bits(item) for item in value]
    if isinstance(value, dict):
        return {key: _bits(item) for key, item in value.items()}
    return type(value), value


@given(_VALUES)
def test_every_plain_value_comes_back_bit_for_bit(value: Any) -> None:
    assert _bits(decode(encode(value))) == _bits(value)


@given(_VALUES)
def test_every_payload_is_messagepack(value: Any) -> None:
    msgpack.unpackb(encode(value), strict_map_key=True)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused_or_are_what_encode_writes(data: bytes) -> None:
    try:
        value = decode(data)
    except WireError:
        return
    assert encode(value) == data


@settings(max_examples=200)
@given(_VALUES, st.data())
def test_a_damaged_payload_is_refused_or_is_what_encode_writes(value: Any, data: Any) -> None:
    damaged = bytearray(encode(value))
    place = data.draw(st.integers(0, len(damaged) - 1))
    damaged[place] = data.draw(st.integers(0, 255))
    try:
        found = decode(damaged)
    except WireError:
        return
    assert encode(found) == damaged


def test_an_array_that_comes_back_owns_its_contiguous_native_data() -> None:
    sent = np.arange(6, dtype=">i4").reshape(2, 3).T
    back = decode(encode(sent))
    assert back.flags.owndata
    assert back.flags.c_contiguous
    assert back.flags.writeable
    assert back.dtype == np.dtype("=i4")
    assert back.tolist() == sent.tolist()


@pytest.mark.parametrize("number", [-0.0, float("nan"), float("inf"), 5e-324])
def test_special_numbers_keep_their_bits(number: float) -> None:
    back = decode(encode([number, np.array([number])]))
    assert struct.pack(">d", back[0]) == struct.pack(">d", number)
    assert back[1].tobytes() == np.array([number]).tobytes()


def _ext(code: int, body: bytes) -> bytes:
    return b"\xc9" + struct.pack(">Ib", len(body), code) + body


def _array(dtype: bytes, shape: tuple[int, ...], data: bytes) -> bytes:
    lengths = b"".join(struct.pack(">I", length) for length in shape)
    return _ext(2, dtype + bytes([len(shape)]) + lengths + data)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        pytest.param(b"", "ends too early", id="nothing"),
        pytest.param(b"\xc0\xc0", "bytes after", id="two values"),
        pytest.param(b"\x01", "unknown tag", id="another form of an int"),
        pytest.param(b"\xc6\x00\x00\x00\x00", "unknown tag", id="bytes"),
        pytest.param(b"\xdb\x00\x00\x00\x02\xc3\x28", "not UTF-8", id="bad text"),
        pytest.param(b"\xdb\x00\x00\x00\x03\xed\xa0\x80", "not UTF-8", id="lone surrogate"),
        pytest.param(b"\xdb\xff\xff\xff\xff", "ends too early", id="text of 4 GB"),
        pytest.param(b"\xdd\xff\xff\xff\xff", "ends too early", id="list of 4 G items"),
        pytest.param(b"\xdf\x00\x00\x00\x01\xc0\xc0", "not a string", id="None as a key"),
        pytest.param(
            b"\xdf\x00\x00\x00\x02" + encode("a") + b"\xc0" + encode("a") + b"\xc0",
            "stands twice",
            id="one key twice",
        ),
        pytest.param(b"\xdd\x00\x00\x00\x01" * 30 + b"\xc0", "nested", id="deep list"),
        pytest.param(_ext(7, b""), "unknown extension", id="extension"),
        pytest.param(_ext(-1, b"\0\0\0\0"), "unknown extension", id="timestamp"),
        pytest.param(_ext(1, b"\xc0"), "tuple", id="tuple of no list"),
        pytest.param(_ext(1, b"\xdd\0\0\0\0\xc0"), "length", id="tuple and more"),
        pytest.param(_array(b"O8", (1,), b"\0" * 8), "dtype", id="objects"),
        pytest.param(_array(b"c8", (1,), b"\0" * 8), "dtype", id="complex"),
        pytest.param(_array(b"f8", (2,), b"\0" * 8), "length", id="too few bytes"),
        pytest.param(_array(b"f8", (2**31, 2**31, 8), b""), "length", id="overflowing shape"),
        pytest.param(_array(b"f8", (1,) * 9, b"\0" * 8), "dimensions", id="nine dimensions"),
        pytest.param(
            _array(b"f8", (2**31, 2**31, 2**31, 0), b""), "shape", id="empty and enormous"
        ),
        pytest.param(_array(b"b1", (1,), b"\2"), "neither 0 nor 1", id="bool of 2"),
    ],
)
def test_a_malformed_payload_is_refused(payload: bytes, why: str) -> None:
    with pytest.raises(WireError, match=why):
        decode(payload)


def test_many_empty_containers_are_refused_before_they_cost_memory() -> None:
    many = wire.MAX_ITEMS + 1
    payload = b"\xdd" + struct.pack(">I", many) + b"\xdd\0\0\0\0" * many
    with pytest.raises(WireError, match="items"):
        decode(payload)


@pytest.mark.parametrize(
    "value", [2**63, 1j, object(), np.array([1j]), {1: 2}, "\ud800", np.array([None])]
)
def test_a_value_outside_the_set_cannot_be_sent(value: object) -> None:
    with pytest.raises(WireError):
        encode(value)


def test_sources_are_read_only_where_they_are_expected() -> None:
    payload = encode({"sources": b"\xff"})
    assert decode(payload, sources=True) == {"sources": b"\xff"}
    with pytest.raises(WireError):
        decode(payload)


def test_the_wire_holds_whatever_a_function_may_return() -> None:
    assert wire.MAX_FRAME >= values.MAX_BYTES + 9 * values.MAX_ITEMS
    assert wire.MAX_DEPTH >= values.MAX_DEPTH + 2
    assert wire.MAX_ITEMS >= 2 * values.MAX_ITEMS
    assert wire.MAX_DIMENSIONS == values.MAX_DIMENSIONS
