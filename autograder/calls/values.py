"""The closed set of values that cross between a student's code and a check.

Numbers, bools, strings, None, lists, tuples, dicts with string keys and plain numeric
arrays: nothing that carries code, nothing that can lie about what it is. The same set is
used in a student's own pytest and behind the wire of `nudge grade`, so that what passes in
one passes in the other.
"""

import struct
import sys
from typing import Any, Final, cast

import numpy as np

__all__ = [
    "CONSTANT",
    "MAX_DEPTH",
    "MAX_ITEMS",
    "Unusable",
    "copied",
    "identical",
    "plain",
    "size_of",
]

# Before a name, where a function's name is expected: the value that the module has under it.
CONSTANT: Final = "="

MAX_DEPTH: Final = 16
MAX_ITEMS: Final = 100_000
MAX_BYTES: Final = 64_000_000  # of arrays and text: 10,000 digits of 784 float64 fit
MAX_DIMENSIONS: Final = 8
MAX_INTEGER_BITS: Final = 64
_NUMERIC_KINDS: Final = "biuf"
_SCALARS: Final = tuple(
    kind
    for kind in dict.fromkeys(np.sctypeDict.values())
    if np.dtype(kind).kind in _NUMERIC_KINDS and np.dtype(kind).itemsize <= 8
)

_FLOAT: Final = struct.Struct("d")


class Unusable(Exception):
    """A value outside the closed set; its text is a sentence a student can read."""


def plain(value: object) -> Any:
    """Return an owned copy of `value` made of plain types alone.

    Parameters
    ----------
    value : object
        Whatever a function returned.

    Returns
    -------
    object
        The same data as exact `bool`, `int`, `float`, `str`, `None`, `list`, `tuple`, `dict`,
        NumPy scalars and C-contiguous, native-endian arrays that nothing else refers to.

    Raises
    ------
    Unusable
        If `value` holds anything else, is nested too deeply or is too large.
    """
    return _plain(value, depth=0, budget=_Budget())


def copied(value: Any) -> Any:
    """Return a deep copy of a plain value: arrays are copied, containers rebuilt."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, list):
        return [copied(item) for item in value]
    if isinstance(value, tuple):
        return tuple(copied(item) for item in value)
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return value


def size_of(value: Any) -> int:
    """Return how many bytes of memory a plain value takes, with all that it holds."""
    size = sys.getsizeof(value)
    if isinstance(value, np.ndarray):
        size = max(size, value.nbytes)  # a view has its numbers elsewhere
    elif isinstance(value, (list, tuple)):
        size += sum(map(size_of, value))
    elif isinstance(value, dict):
        size += sum(map(size_of, value)) + sum(map(size_of, value.values()))
    return size


def identical(before: Any, after: Any) -> bool:
    """Tell whether a plain value, such as an argument after a call, has the same bits as before."""
    kind = type(before)
    if type(after) is not kind:
        return False
    if kind is np.ndarray:
        return bool(
            before.shape == after.shape
            and before.dtype == after.dtype
            and before.tobytes() == after.tobytes()
        )
    if kind is list or kind is tuple:
        return len(before) == len(after) and all(
            identical(one, other) for one, other in zip(before, after, strict=True)
        )
    if kind is dict:
        return list(before) == list(after) and all(
            identical(before[key], after[key]) for key in before
        )
    if kind is float:
        return _FLOAT.pack(before) == _FLOAT.pack(after)
    if isinstance(before, np.generic):
        return bool(before.tobytes() == after.tobytes())
    return bool(before == after)


def _plain(value: object, depth: int, budget: "_Budget") -> Any:
    # Exact types throughout, and `is` throughout: a subclass may override the operators that a
    # comparison would use, a `__class__` may lie to isinstance, a metaclass to `==` and `in`.
    kind = type(value)
    budget.take(items=1)
    if depth > MAX_DEPTH:
        raise Unusable(f"a value nested more than {MAX_DEPTH} levels deep")
    if value is None or kind is bool or kind is float:
        return value
    if kind is str:
        return _plain_text(cast(str, value), budget)
    if kind is int:
        if cast(int, value).bit_length() > MAX_INTEGER_BITS - 1:
            raise Unusable("a whole number too large for 64 bits")
        return value
    if kind is np.ndarray:
        return _plain_array(cast(np.ndarray, value), budget)
    if kind is list or kind is tuple:
        items = [_plain(item, depth + 1, budget) for item in cast(list[Any], value)]
        return items if kind is list else tuple(items)
    if kind is dict:
        pairs = cast(dict[Any, Any], value)
        if any(type(key) is not str for key in pairs):
            raise Unusable("a dict whose keys are not all strings")
        return {
            _plain_text(key, budget): _plain(item, depth + 1, budget) for key, item in pairs.items()
        }
    if any(kind is scalar for scalar in _SCALARS):
        return value
    raise Unusable(_described(value))


class _Budget:
    """The room that is left for one value."""

    def __init__(self) -> None:
        self.items = MAX_ITEMS
        self.bytes = MAX_BYTES

    def take(self, items: int = 0, size: int = 0) -> None:
        self.items -= items
        self.bytes -= size
        if self.items < 0:
            raise Unusable(f"a value with more than {MAX_ITEMS:,} items")
        if self.bytes < 0:
            raise Unusable(f"a value of more than {MAX_BYTES // 1_000_000} MB")


def _plain_text(text: str, budget: _Budget) -> str:
    budget.take(size=len(text))
    try:
        budget.take(size=len(text.encode()) - len(text))
    except UnicodeEncodeError:
        raise Unusable("a string that is not valid Unicode") from None
    return text


def _plain_array(array: np.ndarray, budget: _Budget) -> np.ndarray:
    if array.dtype.kind not in _NUMERIC_KINDS or array.dtype.itemsize > 8:
        raise Unusable(f"an array of dtype {array.dtype}, where real numbers were expected")
    if array.ndim > MAX_DIMENSIONS:
        raise Unusable(f"an array of more than {MAX_DIMENSIONS} dimensions")
    # Before the copy: a broadcast view of one number can claim any shape.
    budget.take(size=array.nbytes)
    return np.array(array, dtype=array.dtype.newbyteorder("="), order="C", copy=True)


def _described(value: object) -> str:
    kind = type(value)
    name = f"{'an' if kind.__name__[:1].lower() in 'aeiou' else 'a'} {kind.__name__}"
    if issubclass(kind, np.generic) and any(kind is known for known in np.sctypeDict.values()):
        return f"{name} scalar, where a real number was expected"
    if issubclass(kind, np.ndarray):
        return f"{name}; return a plain numpy array"
    if callable(value):
        return f"{name}; was it called?"
    return name
