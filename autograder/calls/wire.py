"""The wire format that both sides speak: a head in JSON, and columns and arrays as bytes behind it.

The standard library parses a head, which is bounded before that: no frame, however it is made,
costs more memory than a small multiple of its length. `docs/wire.md` is the specification.
"""

import json
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from math import prod
from typing import Any, Final

import numpy as np

from autograder.calls.packed import (
    CODES,
    DTYPES,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_ITEMS,
    Packed,
    WireError,
    pack,
    unpack,
)

__all__ = [
    "ASKS_TO_DRAW",
    "CONFINED",
    "HEADER",
    "ITSELF",
    "LISTING",
    "MAX_FRAME",
    "NO_MEMORY",
    "OPENS_FILES",
    "WireError",
    "decode",
    "encode",
    "frame",
    "written",
]

HEADER: Final = struct.Struct(">I")  # a frame is its length, then its payload

CONFINED: Final = b"\0"  # what a worker prints before any student's code runs
OPENS_FILES: Final = ""  # in place of a module's name: the worker's own opener of files
ITSELF, LISTING = -1, -2  # in place of a number in an archive: the file itself, and its list
NO_MEMORY: Final = "it needs more memory than a file may when it is opened"
ASKS_TO_DRAW: Final = 77  # the exit code of a worker whose code wants matplotlib, and has none

MAX_FRAME: Final = 64 * 1024 * 1024
MAX_HEAD: Final = 1_000_000

_SHORT: Final = 1_000  # what is remembered of such heads costs nothing
_LONG_NUMBER: Final = re.compile(rb"\d{11}")  # more than any count, and slow to read if very long
_DECODER: Final = json.JSONDecoder()

_NATIVE: Final = [dtype.newbyteorder("=") for dtype in DTYPES]
_SHAPES: Final = [struct.Struct(f"<{dimensions}I") for dimensions in range(MAX_DIMENSIONS + 1)]
_MAX_NESTING: Final = MAX_DEPTH + 3  # in the head's own list, a form's last list holds a number


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
    return written(pack(value))


def frame(message: Mapping[str, Any]) -> bytes:
    """Return `message` as a frame, its length first.

    Raises
    ------
    WireError
        As `encode`.
    """
    return written(pack(dict(message)), framed=True)


def written(packed: Packed, *, framed: bool = False) -> bytes:
    """Return the payload that holds a packed value; or its frame, without another copy.

    Raises
    ------
    WireError
        If it is too large.
    """
    form, floats, ints, texts, arrays = packed
    try:
        text = "".join(texts).encode()
        layout = _layout(len(floats), len(ints), len(texts))
        numbers = struct.pack(layout, *floats, *ints, *map(len, texts))
    except UnicodeEncodeError:
        raise WireError("a string that is not valid Unicode") from None
    except struct.error:
        raise WireError("a whole number too large for 64 bits") from None
    # Lists of whole numbers are JSON as Python shows them, but for the spaces.
    head = repr([form, len(floats), len(ints), len(texts), len(text)]).replace(" ", "").encode()
    if len(head) > MAX_HEAD or len(floats) + len(ints) + len(texts) > MAX_ITEMS:
        raise WireError("a value of too many parts")
    if len(head) > _SHORT:
        _require_bounded(head)
    data: list[Any] = [HEADER.pack(len(head)), head, numbers, text]
    size = HEADER.size + len(head) + len(numbers) + len(text)
    for array in arrays:
        code = CODES[array.dtype]
        shape = _shape(array, code)
        size += len(shape) + array.nbytes
        if size > MAX_FRAME:  # before the copy: a view of one number can have any shape
            break
        data += (shape, np.ascontiguousarray(array, DTYPES[code]))
    if size > MAX_FRAME:
        raise WireError(f"a value of {size:,} bytes, more than {MAX_FRAME:,}")
    return b"".join((HEADER.pack(size), *data) if framed else data)


def _shape(array: np.ndarray, code: int) -> bytes:
    try:
        return bytes((code, array.ndim)) + _SHAPES[array.ndim].pack(*array.shape)
    except struct.error:
        raise WireError(f"an array of shape {array.shape}") from None


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
    reader = _Reader(payload)
    value = unpack(reader.packed(), sources=sources)
    if reader.at != len(payload):
        raise WireError("bytes after the value")
    return value


class _Reader:
    """Walks over one payload; every size is a claim until its bytes are there."""

    def __init__(self, payload: bytes | bytearray) -> None:
        self.at = 0
        self._payload = payload

    def packed(self) -> Packed:
        """Return the form and the columns; the arrays are read when the form asks for them."""
        (size,) = HEADER.unpack(self._take(HEADER.size))
        if size > MAX_HEAD:
            raise WireError(f"a head of {size:,} bytes, more than {MAX_HEAD:,}")
        parsed = _remembered if size <= _SHORT else _parsed
        form, floats, ints, texts, size = parsed(bytes(self._take(size)))
        layout = _layout(floats, ints, texts)
        numbers = struct.unpack(layout, self._take(struct.calcsize(layout)))
        return Packed(
            form,
            numbers[:floats],
            numbers[floats : floats + ints],
            _texts(numbers[floats + ints :], self._take(size)),
            self._arrays(),
        )

    def _take(self, size: int) -> bytes | bytearray:
        return self._payload[self._skip(size) : self.at]

    def _skip(self, size: int) -> int:
        """Go on by `size` bytes; return where they begin."""
        begin = self.at
        self.at += size
        if self.at > len(self._payload):
            raise WireError("the frame ends too early")
        return begin

    def _arrays(self) -> Iterator[np.ndarray]:
        while self.at < len(self._payload):
            code, dimensions = self._take(2)
            if code >= len(DTYPES) or dimensions > MAX_DIMENSIONS:
                raise WireError("an array of unknown dtype or shape")
            shape = _SHAPES[dimensions].unpack(self._take(4 * dimensions))
            stored = DTYPES[code]
            begin = self._skip(prod(shape) * stored.itemsize)
            try:
                # An array without items may still claim lengths whose product NumPy refuses.
                array = np.ndarray(shape, stored, self._payload, begin)
                array = array.astype(_NATIVE[code], order="C")
            except ValueError:
                raise WireError(f"an array of shape {shape}") from None
            if stored.kind == "b" and np.any(array.view(np.uint8) > 1):
                raise WireError("a bool that is neither 0 nor 1")
            yield array


def _layout(floats: int, ints: int, texts: int) -> str:
    return f"<{floats}d{ints}q{texts}I"


def _parsed(head: bytes) -> list[Any]:
    """Return what a head holds: a form and four counts."""
    _require_bounded(head)
    try:
        found, end = _DECODER.raw_decode(head.decode("ascii"))
    except ValueError:
        raise WireError("a head that is not JSON") from None
    if end < len(head) or type(found) is not list or [*map(type, found[1:])] != [int] * 4:
        raise WireError("a head without a form and four counts")
    if sum(found[1:4]) > MAX_ITEMS:
        raise WireError(f"more than {MAX_ITEMS:,} items")
    return found


# Most messages differ in their columns alone. Nobody changes a form, so it can be read twice.
_remembered = lru_cache(_parsed)


def _require_bounded(head: bytes) -> None:
    """Refuse a head that would cost much to parse."""
    brackets = head.translate(None, b"0123456789,")
    if brackets.translate(None, b"[]"):
        raise WireError("a head that is more than lists of whole numbers")
    # As many commas as items, since every list begins with a number that is not an item of it.
    if max(head.count(b","), len(brackets) // 2) > MAX_ITEMS + 4:
        raise WireError(f"more than {MAX_ITEMS:,} items")
    if _LONG_NUMBER.search(head):
        raise WireError("a number of too many digits")
    for _ in range(_MAX_NESTING):
        brackets = brackets.replace(b"[]", b"")  # the innermost ones
    if brackets:
        raise WireError("nested too deeply, or not closed")


def _texts(lengths: Sequence[int], data: bytes | bytearray) -> list[str]:
    try:
        whole = data.decode()
    except UnicodeDecodeError:
        raise WireError("a string that is not UTF-8") from None
    texts, at = [], 0
    for length in lengths:
        texts.append(whole[at : at + length])
        at += length
    if at != len(whole):
        raise WireError("strings of other lengths than their text")
    return texts
