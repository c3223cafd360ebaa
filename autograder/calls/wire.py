"""The wire format: a closed subset of MessagePack that both sides speak.

Every value has exactly one encoding, so that the strict decoder is short enough to be read in
one sitting. It allocates only what it has already seen the bytes for, and it counts items as
it goes: no frame, however it is made, costs more memory than a small multiple of its length.
`docs/wire.md` is the specification.
"""

import struct
from collections.abc import Mapping
from math import prod
from typing import Any, Final, NoReturn

import numpy as np

__all__ = [
    "ASKS_TO_DRAW",
    "BROKEN_DOWN",
    "HEADER",
    "MAX_FRAME",
    "WireError",
    "decode",
    "encode",
    "frame",
]

HEADER: Final = struct.Struct(">I")  # a frame is its length, then its payload

BROKEN_DOWN: Final = 70  # that of a worker that could not confine itself, or serve
ASKS_TO_DRAW: Final = 77  # the exit code of a worker whose code wants matplotlib, and has none

MAX_FRAME: Final = 64 * 1024 * 1024
MAX_DEPTH: Final = 24  # values.MAX_DEPTH and the envelope around a value
MAX_ITEMS: Final = 400_000  # several arguments of values.MAX_ITEMS each
MAX_DIMENSIONS: Final = 8

_NIL, _FALSE, _TRUE = 0xC0, 0xC2, 0xC3
_INT, _FLOAT, _STR, _LIST, _DICT = 0xD3, 0xCB, 0xDB, 0xDD, 0xDF
_BIN, _EXT = 0xC6, 0xC9
_TUPLE, _ARRAY, _SCALAR = 1, 2, 3

_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">BI")  # a tag and a length
_INT64 = struct.Struct(">q")
_FLOAT64 = struct.Struct(">d")
_EXT_HEAD = struct.Struct(">Ib")

_DTYPES: Final = {
    f"{kind}{size}": np.dtype(f"<{kind}{size}")
    for kind, sizes in {"b": (1,), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "f": (2, 4, 8)}.items()
    for size in sizes
}
_CONSTANTS: Final = {_NIL: None, _FALSE: False, _TRUE: True}


class WireError(Exception):
    """Bytes that are not a frame of this format, or a value that no frame can hold."""


def encode(value: object) -> bytes:
    """Return the payload of a frame that holds a plain value.

    Parameters
    ----------
    value : object
        A value as `calls.values.plain` returns it; `bytes` are allowed too, for the sources
        that only ever travel towards the worker.

    Raises
    ------
    WireError
        If the value is outside the closed set, too deep or too large.
    """
    out = bytearray()
    _put(value, out, 0)
    if len(out) > MAX_FRAME:
        raise WireError(f"a value of {len(out):,} bytes, more than {MAX_FRAME:,}")
    return bytes(out)


def frame(message: Mapping[str, Any]) -> bytes:
    """Return `message` as a frame, its length first.

    Raises
    ------
    WireError
        As `encode`.
    """
    payload = encode(dict(message))
    return HEADER.pack(len(payload)) + payload


def decode(payload: bytes | bytearray, *, sources: bool = False) -> Any:
    """Return the value that a payload holds: owned, contiguous, native-endian, exact types.

    Parameters
    ----------
    payload : bytes
        What stood in one frame.
    sources : bool
        Whether `bytes` may occur; never when reading what a worker sent.

    Raises
    ------
    WireError
        If any byte is not what `encode` would have written.
    """
    if len(payload) > MAX_FRAME:
        raise WireError(f"a frame of {len(payload):,} bytes, more than {MAX_FRAME:,}")
    reader = _Reader(memoryview(payload), sources)
    value = reader.value(0)
    if reader.at != len(payload):
        raise WireError("bytes after the value")
    return value


def _put(value: Any, out: bytearray, depth: int) -> None:  # noqa: PLR0912 - a branch a kind
    kind = type(value)
    if depth > MAX_DEPTH:
        raise WireError(f"a value nested more than {MAX_DEPTH} levels deep")
    if len(out) > MAX_FRAME:
        raise WireError(f"a value of more than {MAX_FRAME:,} bytes")
    if kind is np.ndarray:
        _put_array(value, out)
    elif kind is float:
        out.append(_FLOAT)
        out += _FLOAT64.pack(value)
    elif kind is int:
        out.append(_INT)
        try:
            out += _INT64.pack(value)
        except struct.error:
            raise WireError("a whole number too large for 64 bits") from None
    elif value is None or kind is bool:
        out.append(_NIL if value is None else _TRUE if value else _FALSE)
    elif kind is str:
        _put_text(value, out)
    elif kind is list:
        _put_items(value, out, depth)
    elif kind is tuple:
        start = _open_ext(_TUPLE, out)
        _put_items(value, out, depth)
        _close_ext(start, out)
    elif kind is dict:
        out += _HEAD.pack(_DICT, len(value))
        for key, item in value.items():
            if type(key) is not str:
                raise WireError("a dict key that is not a string")
            _put_text(key, out)
            _put(item, out, depth + 1)
    elif kind is bytes:
        out += _HEAD.pack(_BIN, len(value))
        out += value
    elif issubclass(kind, np.generic):
        start = _open_ext(_SCALAR, out)
        array = np.asarray(value)
        out += _dtype_name(array.dtype)
        out += array.astype(array.dtype.newbyteorder("<")).tobytes()
        _close_ext(start, out)
    else:
        raise WireError(f"a {kind.__name__}")


def _put_text(text: str, out: bytearray) -> None:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise WireError("a string that is not valid Unicode") from None
    out += _HEAD.pack(_STR, len(data))
    out += data


def _put_items(items: list[Any] | tuple[Any, ...], out: bytearray, depth: int) -> None:
    out += _HEAD.pack(_LIST, len(items))
    for item in items:
        _put(item, out, depth + 1)


def _put_array(array: np.ndarray, out: bytearray) -> None:
    if array.ndim > MAX_DIMENSIONS or len(out) + array.nbytes > MAX_FRAME:
        raise WireError(f"an array of shape {array.shape}")
    start = _open_ext(_ARRAY, out)
    out += _dtype_name(array.dtype)
    try:
        out += struct.pack(f">B{array.ndim}I", array.ndim, *array.shape)
    except struct.error:
        raise WireError(f"an array of shape {array.shape}") from None
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    out += little.tobytes()
    _close_ext(start, out)


def _dtype_name(dtype: np.dtype[Any]) -> bytes:
    name = f"{dtype.kind}{dtype.itemsize}"
    if name not in _DTYPES:
        raise WireError(f"data of dtype {dtype}")
    return name.encode()


def _open_ext(code: int, out: bytearray) -> int:
    out.append(_EXT)
    out += _EXT_HEAD.pack(0, code)
    return len(out)


def _close_ext(start: int, out: bytearray) -> None:
    # The length of an extension stands before it and is known only now.
    _LENGTH.pack_into(out, start - _EXT_HEAD.size, len(out) - start)


class _Reader:
    """Walks over one payload; every step checks that its bytes are there."""

    def __init__(self, data: memoryview, sources: bool) -> None:
        self.at = 0
        self._data = data
        self._items = MAX_ITEMS
        self._sources = sources

    def value(self, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        self._items -= 1
        if self._items < 0:
            raise WireError(f"more than {MAX_ITEMS:,} items")
        tag = self._take(1)[0]
        if tag == _EXT:
            return self._extension(depth)
        if tag == _FLOAT:
            return _FLOAT64.unpack(self._take(8))[0]
        if tag == _INT:
            return _INT64.unpack(self._take(8))[0]
        if tag == _STR:
            return self._text()
        if tag == _LIST:
            return self._list(depth)
        if tag == _DICT:
            return self._dict(depth)
        if tag == _BIN and self._sources:
            return bytes(self._take(self._length()))
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        raise WireError(f"unknown tag 0x{tag:02x}")

    def _take(self, count: int) -> memoryview:
        end = self.at + count
        if end > len(self._data):
            raise WireError("the frame ends too early")
        piece = self._data[self.at : end]
        self.at = end
        return piece

    def _length(self) -> int:
        length: int = _LENGTH.unpack(self._take(4))[0]
        return length

    def _text(self) -> str:
        try:
            return str(self._take(self._length()), "utf-8")
        except UnicodeDecodeError:
            raise WireError("a string that is not UTF-8") from None

    def _list(self, depth: int) -> list[Any]:
        # Not a list of the declared length: a length is a claim until its items are read.
        return [self.value(depth + 1) for _ in range(self._length())]

    def _dict(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for _ in range(self._length()):
            if self._take(1)[0] != _STR:
                raise WireError("a dict key that is not a string")
            key = self._text()
            if key in found:
                raise WireError("a dict key that stands twice")
            found[key] = self.value(depth + 1)
        return found

    def _extension(self, depth: int) -> Any:
        length, code = _EXT_HEAD.unpack(self._take(_EXT_HEAD.size))
        end = self.at + length
        if code == _TUPLE:
            if self._take(1)[0] != _LIST:
                raise WireError("a tuple that is not a list of items")
            value: Any = tuple(self._list(depth))
            if self.at != end:
                _refuse_length()
            return value
        if code not in (_ARRAY, _SCALAR):
            raise WireError(f"unknown extension {code}")
        dtype = _DTYPES.get(bytes(self._take(2)).decode("latin-1"))
        if dtype is None:
            raise WireError("an array of unknown dtype")
        shape = self._shape() if code == _ARRAY else ()
        size = prod(shape) * dtype.itemsize
        if self.at + size != end:
            _refuse_length()
        array = _array(self._take(size), dtype, shape)
        return array if code == _ARRAY else array[()]

    def _shape(self) -> tuple[int, ...]:
        dimensions = self._take(1)[0]
        if dimensions > MAX_DIMENSIONS:
            raise WireError(f"an array of {dimensions} dimensions")
        return tuple(self._length() for _ in range(dimensions))


def _array(data: memoryview, dtype: np.dtype[Any], shape: tuple[int, ...]) -> np.ndarray:
    if dtype.kind == "b" and np.any(np.frombuffer(data, np.uint8) > 1):
        raise WireError("a bool that is neither 0 nor 1")
    try:
        # An array without items may still claim lengths whose product NumPy refuses.
        array = np.frombuffer(data, dtype).reshape(shape)
    except ValueError:
        raise WireError(f"an array of shape {shape}") from None
    return np.array(array, dtype=dtype.newbyteorder("="), order="C", copy=True)


def _refuse_length() -> NoReturn:
    raise WireError("an extension whose length is not that of its content")
