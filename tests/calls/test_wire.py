"""The wire format, from both sides and from neither."""

import contextlib
import json
import struct
import tracemalloc
from typing import Any

import hypothesis.extra.numpy as arrays
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given, settings

from autograder.calls import packed, values, wire
from autograder.calls.values import identical, plain
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
_LISTS_OF_ONE_TYPE = (
    st.lists(st.floats())
    | st.lists(st.integers(-(2**63), 2**63 - 1))
    | st.lists(st.text())
    | _DTYPES.flatmap(lambda dtype: st.lists(arrays.from_dtype(dtype)))
)
_VALUES = st.recursive(
    _LEAVES | _LISTS_OF_ONE_TYPE,
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
def test_a_head_is_json_of_whole_numbers_alone(value: Any) -> None:
    form, *counts = json.loads(_head(encode(value)))
    assert {type(number) for number in _flat([form, counts])} == {int}


def _flat(form: Any) -> list[Any]:
    if not isinstance(form, list):
        return [form]
    return [number for part in form for number in _flat(part)]


def _head(payload: bytes) -> bytes:
    (size,) = struct.unpack(">I", payload[:4])
    return payload[4 : 4 + size]


def _payload(head: str | bytes, *rest: bytes) -> bytes:
    head = head.encode() if isinstance(head, str) else head
    return struct.pack(">I", len(head)) + head + b"".join(rest)


@pytest.mark.parametrize(
    "value",
    [
        {"tuple": [1, 2]},
        {"array": ["f8", [2], [0.5, 1.5]]},
        {"form": [3, 2], "floats": [0.5, 1.5]},
        {"float": "nan"},
        ["nan", "inf", "NaN", "null"],
        [[2, 5], 0, 0, 1, 1],
        [1, [1, 3], (1, 3), [2, 4], [3, 2], [8, 11]],
        {"": {"": [[], (), {}, "", None]}, "0": 0, "[]": [], '"': '"', "\\": "\\"},
        [True, 1, 1.0, np.True_, np.int64(1), np.float64(1.0), np.array(1), np.array(1.0)],
        [[1.0], [1], ["1"], [True], [None], [np.float32(1.0)], [np.array(1.0)], [[1.0]]],
        [[1, True], [1.0, 1], [np.float32(1.0), np.float64(1.0)], [1.0, np.float64(1.0)]],
        ["\0", "\x7f", "\u2028", "é", "𝄞", "e\u0301", "\ufeff", "\0\0"],
    ],
    ids=str,
)
def test_a_value_that_looks_like_the_format_is_itself(value: Any) -> None:
    assert _bits(decode(encode(value))) == _bits(value)


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


def _array(code: int, shape: tuple[int, ...], data: bytes) -> bytes:
    """Return a payload that holds one array."""
    lengths = struct.pack(f"<{len(shape)}I", *shape)
    return _payload("[7,0,0,0,0]", bytes([code, len(shape)]), lengths, data)


def _nested(levels: int, head: str = "[{},0,0,0,0]") -> bytes:
    return _payload(head.format("[0," * levels + "0" + "]" * levels))


_F8, _B1 = 11, 0
_MANY = packed.MAX_ITEMS + 1


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        pytest.param(b"", "ends too early", id="nothing"),
        pytest.param(b"\0\0", "ends too early", id="half a length"),
        pytest.param(struct.pack(">I", 9) + b"[0,0", "ends too early", id="half a head"),
        pytest.param(b"\xff" * 9, "a head of 4,294", id="a head of 4 GB"),
        pytest.param(_payload(b"[" + b"0" * wire.MAX_HEAD), "a head of", id="a head of 1 MB"),
        pytest.param(encode(None) + b"\0", "ends too early", id="a byte after the value"),
        pytest.param(encode(None) + encode(None), "unknown dtype|goes on", id="two values"),
        pytest.param(_payload("[7,0,0,0,0]", b"\1\0x\1\0y"), "goes on", id="one more array"),
        pytest.param(_payload(""), "not JSON", id="an empty head"),
        pytest.param(_payload("[0,0,0,0,0]]"), "not closed", id="a bracket more"),
        pytest.param(_payload("[0,0,0,0,0"), "not closed", id="a bracket missing"),
        pytest.param(_payload("[0,0,0,0,]"), "not JSON", id="a comma more"),
        pytest.param(_payload("[00,0,0,0,0]"), "not JSON", id="a leading zero"),
        pytest.param(_payload("[0,0,0,0]"), "form and four", id="a count missing"),
        pytest.param(_payload("[0,0,0,0,0,0]"), "form and four", id="a count more"),
        pytest.param(_payload("[0,0,[0],0,0]"), "form and four", id="a list for a count"),
        pytest.param(_payload("0"), "form and four", id="a number for a head"),
        pytest.param(_payload("[ 0,0,0,0,0]"), "whole numbers", id="a space"),
        pytest.param(_payload("[-0,0,0,0,0]"), "whole numbers", id="minus"),
        pytest.param(_payload("[0,-1,0,0,0]"), "whole numbers", id="a count below 0"),
        pytest.param(_payload("[0.0,0,0,0,0]"), "whole numbers", id="a float in the head"),
        pytest.param(_payload("[1e5,0,0,0,0]"), "whole numbers", id="an exponent"),
        pytest.param(_payload("[NaN,0,0,0,0]"), "whole numbers", id="NaN"),
        pytest.param(_payload("[Infinity,0,0,0,0]"), "whole numbers", id="Infinity"),
        pytest.param(_payload("[null,0,0,0,0]"), "whole numbers", id="null"),
        pytest.param(_payload("[true,0,0,0,0]"), "whole numbers", id="true"),
        pytest.param(_payload('["x",0,0,0,0]'), "whole numbers", id="a string in the head"),
        pytest.param(_payload('["\\ud800",0,0,0,0]'), "whole numbers", id="an escape"),
        pytest.param(_payload('{"a":0,"a":0}'), "whole numbers", id="an object"),
        pytest.param(_payload("[0,0,0,0,0]".encode("utf-16")), "whole numbers", id="UTF-16"),
        pytest.param(_payload(b"\xef\xbb\xbf[0,0,0,0,0]"), "whole numbers", id="a mark"),
        pytest.param(_payload("[" + "9" * 900_000 + ",0,0,0,0]"), "digits", id="long number"),
        pytest.param(
            _payload("[" + "9" * 900 + ",0,0,0,0]"), "digits", id="number in a short head"
        ),
        pytest.param(_payload("[9,0,0,0,0]"), "no value", id="the first unknown value"),
        pytest.param(_payload("[6,0,0,0,0]", b"\5\1\0\0\0\0"), "no value", id="bytes"),
        pytest.param(_payload("[[],0,0,0,0]"), "no kind", id="a container of no kind"),
        pytest.param(_payload("[[[0]],0,0,0,0]"), "no kind", id="a list for a kind"),
        pytest.param(_payload("[[6,1],0,0,0,0]"), "of the kind 6", id="an unknown container"),
        pytest.param(_payload("[[9,1],0,0,0,0]"), "of the kind 9", id="another"),
        pytest.param(_payload("[[3,0],0,0,0,0]"), "length", id="no floats"),
        pytest.param(_payload("[[3],0,0,0,0]"), "length", id="floats without a length"),
        pytest.param(_payload("[[3,[1]],0,0,0,0]"), "length", id="a list for a length"),
        pytest.param(_payload("[[3,1,1],2,0,0,0]", b"\0" * 16), "length", id="two lengths"),
        pytest.param(_payload("[[0,3,3],2,0,0,0]", b"\0" * 16), "spelled out", id="floats"),
        pytest.param(_payload("[[0,4],0,1,0,0]", b"\0" * 8), "spelled out", id="ints"),
        pytest.param(_payload("[[0,5],0,0,1,0]", b"\0" * 4), "spelled out", id="texts"),
        pytest.param(_payload("[[0,8],0,0,0,0]", b"\1\0\0"), "spelled out", id="scalars"),
        pytest.param(_payload("[[3,2],1,0,0,0]", b"\0" * 8), "too early", id="a float short"),
        pytest.param(_payload("[3,0,0,0,0]"), "column ends", id="no float"),
        pytest.param(_payload("[7,0,0,0,0]"), "column ends", id="no array"),
        pytest.param(_payload("[0,1,0,0,0]", b"\0" * 8), "goes on", id="a float more"),
        pytest.param(_payload("[0,0,1,0,0]", b"\0" * 8), "goes on", id="an int more"),
        pytest.param(_payload("[0,0,0,1,0]", b"\0" * 4), "goes on", id="a text more"),
        pytest.param(_payload("[3,1,0,0,0]", b"\0" * 7), "frame ends", id="half a float"),
        pytest.param(_payload("[[3,4294967295],4294967295,0,0,0]"), "items", id="4 G floats"),
        pytest.param(_payload("[0,0,0,400001,0]", b"\0" * 4 * _MANY), "items", id="too many texts"),
        pytest.param(_payload("[5,0,0,1,4294967295]", b"\0" * 4), "frame ends", id="4 GB text"),
        pytest.param(_payload("[5,0,0,1,1]", b"\2\0\0\0x"), "other lengths", id="short text"),
        pytest.param(_payload("[5,0,0,1,2]", b"\1\0\0\0xy"), "other lengths", id="long text"),
        pytest.param(_payload("[5,0,0,1,2]", b"\2\0\0\0\xc3\x28"), "not UTF-8", id="bad text"),
        pytest.param(
            _payload("[5,0,0,1,3]", b"\1\0\0\0\xed\xa0\x80"), "not UTF-8", id="lone surrogate"
        ),
        pytest.param(
            _payload("[5,0,0,1,2]", b"\1\0\0\0\xc0\x80"), "not UTF-8", id="a long form of NUL"
        ),
        pytest.param(
            _payload("[[2,0,0],0,0,2,2]", b"\1\0\0\0\1\0\0\0aa"), "twice", id="one key twice"
        ),
        pytest.param(_payload("[[2,0],0,0,0,0]"), "column ends", id="a value without a key"),
        pytest.param(_nested(25), "nested", id="a deep list"),
        pytest.param(_nested(26), "nested", id="a deeper list"),
        pytest.param(_nested(400), "nested", id="a deep list in a short head"),
        pytest.param(_nested(200_000), "nested", id="a very deep list"),
        pytest.param(_payload("[" * 999_999), "items", id="brackets that stay open"),
        pytest.param(_payload("]" * 999_999), "items", id="brackets that never open"),
        pytest.param(_payload("[" * 24 + "[1,4,3,1]" + "]" * 24), "form and four", id="no counts"),
        pytest.param(_array(12, (1,), b"\0" * 8), "dtype", id="an unknown dtype"),
        pytest.param(_array(255, (1,), b"\0" * 8), "dtype", id="the last dtype"),
        pytest.param(_array(_F8, (2,), b"\0" * 8), "ends too early", id="too few bytes"),
        pytest.param(_array(_F8, (1,), b"\0" * 9), "ends too early", id="too many bytes"),
        pytest.param(_array(_F8, (2**31, 2**31, 8), b""), "too early", id="overflowing shape"),
        pytest.param(_array(_F8, (1,) * 9, b"\0" * 8), "shape", id="nine dimensions"),
        pytest.param(_array(_F8, (2**31, 2**31, 2**31, 0), b""), "shape", id="empty and enormous"),
        pytest.param(_array(_B1, (1,), b"\2"), "neither 0 nor 1", id="bool of 2"),
        pytest.param(_payload("[8,0,0,0,0]", b"\0\0\2"), "neither 0 nor 1", id="a scalar of 2"),
        pytest.param(_payload("[8,0,0,0,0]", b"\0\1\1\0\0\0\1"), "dimensions", id="scalar"),
        pytest.param(_payload("[[8,1],0,0,0,0]", b"\0\0\1"), "dimensions", id="no scalars"),
        pytest.param(
            _payload("[[8,2],0,0,0,0]", b"\0\1\1\0\0\0\1"), "another length", id="a scalar short"
        ),
    ],
)
def test_a_malformed_payload_is_refused(payload: bytes, why: str) -> None:
    with pytest.raises(WireError, match=why):
        decode(payload)


@settings(max_examples=300)
@given(st.text("[],0123456789", max_size=60), st.binary(max_size=60))
def test_a_random_head_is_refused_or_is_what_encode_writes(head: str, rest: bytes) -> None:
    payload = _payload(head, rest)
    try:
        value = decode(payload, sources=True)
    except WireError:
        return
    assert encode(value) == payload


_NUMBERS = st.integers(0, 9) | st.sampled_from([400_001, 2**31, 2**63, 10**20])
_FORMS = st.recursive(
    _NUMBERS,
    lambda inner: st.tuples(st.integers(0, 8), st.lists(inner, max_size=3)).map(
        lambda one: [one[0], *one[1]]
    ),
    max_leaves=8,
)
_COUNTS = st.tuples(*[st.integers(0, 2) | _NUMBERS] * 4)


@settings(max_examples=300)
@given(_FORMS, _COUNTS, st.binary(max_size=40))
def test_a_random_form_is_refused_or_is_what_encode_writes(
    form: Any, counts: tuple[int, ...], rest: bytes
) -> None:
    payload = _payload(json.dumps([form, *counts], separators=(",", ":")), rest)
    try:
        value = decode(payload, sources=True)
    except WireError:
        return
    assert encode(value) == payload


def _repeated(part: str, head: str = "[[0{}],0,0,0,0]", size: int = 990_000) -> str:
    return head.format(f",{part}" * (size // (len(part) + 1)))


def _keyed(count: int) -> bytes:
    """Return dicts of one item each, with keys of their own."""
    keys = "".join(f"{number:06x}" for number in range(count))
    lengths = struct.pack("<I", 6) * count
    return _payload(f"[[0{',[2,0]' * count}],0,0,{count},{len(keys)}]", lengths, keys.encode())


_MOST = packed.MAX_ITEMS - 1
HOSTILE = {
    "empty lists": _payload(_repeated("[0]")),
    "empty tuples": _payload(_repeated("[1]")),
    "empty dicts": _payload(_repeated("[2]")),
    "dicts of one": _keyed(140_000),
    "one dict": _payload(
        f"[[2{',0' * _MOST}],0,0,{_MOST},{6 * _MOST}]",
        struct.pack("<I", 6) * _MOST,
        "".join(f"{number:06x}" for number in range(_MOST)).encode(),
    ),
    "brackets alone": _payload("[" * 499_999 + "]" * 499_999),
    "lists in lists": _payload(_repeated("[0,[0,[0,[0,[0,[0,[0,[0,[0]]]]]]]]]")),
    "tuples in tuples": _payload(_repeated("[1,[1,[1,[1,[1,[1,[1,[1,[1]]]]]]]]]")),
    "lists without a kind": _payload(_repeated("[]")),
    "lists of lists without a kind": _payload(_repeated("[[[[[[[[[]]]]]]]]]")),
    "constants": _payload(_repeated("0", size=2 * _MOST)),
    "one long number": _payload("[" + "9" * 999_000 + ",0,0,0,0]"),
    "long numbers": _payload(_repeated("9999999999")),
    "floats": _payload(f"[[3,{_MOST}],{_MOST},0,0,0]", np.random.default_rng(0).bytes(8 * _MOST)),
    "ints": _payload(f"[[4,{_MOST}],0,{_MOST},0,0]", np.random.default_rng(0).bytes(8 * _MOST)),
    "floats one by one": _payload(
        f"[[1{',3' * _MOST}],{_MOST},0,0,0]", np.random.default_rng(0).bytes(8 * _MOST)
    ),
    "texts": _payload(
        f"[[5,{_MOST}],0,0,{_MOST},{4 * _MOST}]",
        struct.pack("<I", 1) * _MOST,
        "𝄞".encode() * _MOST,
    ),
    "one wide text": _payload(
        "[5,0,0,1,3999999]", struct.pack("<I", 3_999_996), b"x" * 3_999_995, "𝄞".encode()
    ),
    "scalars": _payload(_repeated("8", size=2 * _MOST), b"\1\0\7" * _MOST),
    "wide scalars": _payload(_repeated("8", size=2 * _MOST), (b"\x0b\0" + b"7" * 8) * _MOST),
    "arrays of one number": _payload(_repeated("7", size=2 * _MOST), b"\1\0\7" * _MOST),
    "empty arrays": _payload(_repeated("7", size=2 * _MOST), b"\1\1\0\0\0\0" * _MOST),
    "empty arrays of eight axes": _payload(
        _repeated("7", size=2 * _MOST), (b"\1\x08" + bytes(32)) * (4_000_000 // 34)
    ),
    "one array": _array(1, (4_000_000,), b"\7" * 4_000_000),
    "a list of scalars": _payload(
        "[[8,4000000],0,0,0,0]", b"\1\1" + struct.pack("<I", 4_000_000), b"\7" * 4_000_000
    ),
    "NUL bytes": b"\0" * 4_000_000,
    "brackets without a length": b"[" * 4_000_000,
    "quotation marks": _payload('"' * 999_999, b'"' * 3_000_000),
    "backslashes": _payload("\\" * 999_999, b'"' * 3_000_000),
}


@pytest.mark.parametrize("payload", HOSTILE.values(), ids=HOSTILE)
def test_4_mb_of_hostile_bytes_cost_less_than_100_mb(payload: bytes) -> None:
    tracemalloc.start()
    try:
        with contextlib.suppress(WireError):
            decode(payload)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 100_000_000


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


def test_a_value_of_too_many_bytes_cannot_be_sent() -> None:
    with pytest.raises(WireError, match="more than 67,108,864"):
        encode(np.broadcast_to(0.0, (1 << 31,)))
    with pytest.raises(WireError, match="too many parts"):
        encode([[[]] for _ in range(200_000)])


def test_the_wire_holds_whatever_a_function_may_return() -> None:
    assert wire.MAX_FRAME >= values.MAX_BYTES + 9 * values.MAX_ITEMS
    assert packed.MAX_DEPTH >= values.MAX_DEPTH + 2
    assert packed.MAX_ITEMS >= 2 * values.MAX_ITEMS
    assert packed.MAX_DIMENSIONS == values.MAX_DIMENSIONS


_ALL = values.MAX_ITEMS - 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([[]] * _ALL, id="empty lists"),
        pytest.param([()] * _ALL, id="empty tuples"),
        pytest.param([{}] * _ALL, id="empty dicts"),
        pytest.param([[1.5]] * (_ALL // 2), id="lists of one float"),
        pytest.param([("name", 0.1)] * (_ALL // 3), id="pairs"),
        pytest.param([False] * _ALL, id="bools"),
        pytest.param([1 - 2**63] * _ALL, id="ints"),
        pytest.param((float("nan"), 1 - 2**63, "é", None) * (_ALL // 4), id="leaves of all types"),
        pytest.param([*np.ones(_ALL)], id="scalars"),
        pytest.param([*np.ones((_ALL, 2, 1))], id="arrays"),
        pytest.param({f"{number:0300x}": number for number in range(_ALL)}, id="long keys"),
    ],
)
def test_two_of_the_largest_values_fit_in_a_message(value: Any) -> None:
    sent = plain(value)
    one, other = decode(encode([sent, sent]))
    assert identical(one, sent)
    assert identical(other, sent)
