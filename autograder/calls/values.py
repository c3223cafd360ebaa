"""The closed set of values that cross between a student's code and a check.

Numbers, bools, strings, None, lists, tuples, dicts with string keys and plain numeric
arrays: nothing that carries code, nothing that can lie about what it is. The same set is
used in a student's own pytest and behind the wire of `nudge grade`, so that what passes in
one passes in the other. A few other containers (a namedtuple, a deque, an OrderedDict, a matrix,
longdouble) are taken for the plain one, and their names go with the answer.
"""

import struct
import sys
from collections import deque
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
    "plain_and_other",
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

_VIEWS: Final[tuple[type, ...]] = (type({}.keys()), type({}.values()), type({}.items()))
# Of any class, whatever its metaclass says.
_NAME, _BASES, _OWN_NAMES = (type.__dict__[name] for name in ("__name__", "__mro__", "__dict__"))

_LONG: Final = "longdouble for float64"
_FLOAT: Final = struct.Struct("d")


class Unusable(Exception):
    """A value outside the closed set; its text is a sentence a student can read."""


def plain(value: object) -> Any:
    """Return an owned copy of `value` made of plain types alone, as `plain_and_other` does."""
    return plain_and_other(value)[0]


def plain_and_other(value: object) -> tuple[Any, str]:
    """Return an owned copy of `value` made of plain types alone, and what it was instead.

    Parameters
    ----------
    value : object
        Whatever a function returned.

    Returns
    -------
    object
        The same data as exact `bool`, `int`, `float`, `str`, `None`, `list`, `tuple`, `dict`,
        NumPy scalars and C-contiguous, native-endian arrays that nothing else refers to.
    str
        The first container of it that is not plain, and what it was taken for: `"a matrix for an
        array"`, `"a Pair for a tuple"`. Empty if all are plain.

    Raises
    ------
    Unusable
        If `value` holds anything else, is nested too deeply or is too large.
    """
    budget = _Budget()
    return _plain(value, 0, budget), budget.other


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
        return _plain_dict(cast(dict[Any, Any], value), depth, budget)
    if any(kind is scalar for scalar in _SCALARS):
        return value
    return _plain_other(value, kind, depth, budget)


def _plain_dict(pairs: dict[Any, Any], depth: int, budget: "_Budget") -> dict[str, Any]:
    # By the dict's own method: a subclass may have another one.
    entries = list(dict.items(pairs))
    if any(type(key) is not str for key, _ in entries):
        raise Unusable("a dict whose keys are not all strings")
    return {_plain_text(key, budget): _plain(item, depth + 1, budget) for key, item in entries}


def _plain_other(value: Any, kind: type, depth: int, budget: "_Budget") -> Any:
    """Return the data of another container as the plain one, and note its name."""
    name = _named(kind)
    if kind is np.matrix:
        budget.note(f"{name} for an array")
        return _plain_array(value, budget)
    if kind is np.longdouble:  # where it is longer than float64; else it is one of the scalars
        budget.note(_LONG)
        return float(value)
    if kind is np.str_:  # what an array of words gives: nothing to note
        return _plain_text(str.__str__(value), budget)
    if issubclass(kind, dict):
        budget.note(f"{name} for a dict")
        return _plain_dict(value, depth, budget)
    if issubclass(kind, tuple):
        budget.note(f"{name} for a tuple")
        return tuple(_plain(item, depth + 1, budget) for item in tuple.__iter__(value))
    if kind is range:  # a sequence of numbers like any other: nothing to note
        items = iter(value)
    elif issubclass(kind, list):
        budget.note(f"{name} for a list")
        items = list.__iter__(value)
    elif issubclass(kind, deque):
        budget.note(f"{name} for a list")
        items = deque.__iter__(value)
    else:
        raise Unusable(_described(value))
    return [_plain(item, depth + 1, budget) for item in items]


class _Budget:
    """The room that is left for one value, and the first of its containers that is not plain."""

    def __init__(self) -> None:
        self.items = MAX_ITEMS
        self.bytes = MAX_BYTES
        self.other = ""

    def note(self, other: str) -> None:
        self.other = self.other or other

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


def _plain_array(numbers: np.ndarray, budget: _Budget) -> np.ndarray:
    dtype = numbers.dtype
    if dtype.kind not in _NUMERIC_KINDS:
        raise Unusable(f"an array of dtype {dtype}, where real numbers were expected")
    if numbers.ndim > MAX_DIMENSIONS:
        raise Unusable(f"an array of more than {MAX_DIMENSIONS} dimensions")
    # Before the copy: a broadcast view of one number can claim any shape.
    budget.take(size=numbers.nbytes)
    if dtype.itemsize > 8:
        budget.note(_LONG)
        dtype = np.dtype(np.float64)
    with np.errstate(over="ignore"):
        return np.array(numbers, dtype=dtype.newbyteorder("="), order="C", copy=True)


def _named(kind: type) -> str:
    name: str = _NAME.__get__(kind)
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _described(value: object) -> str:
    kind = type(value)
    name = _named(kind)
    if issubclass(kind, np.generic) and any(kind is known for known in np.sctypeDict.values()):
        return f"{name} scalar, where a real number was expected"
    if issubclass(kind, np.ndarray):
        return f"{name}; return a plain numpy array"
    if any("__next__" in _OWN_NAMES.__get__(base) for base in _BASES.__get__(kind)):
        return f"{name}, which hands out its entries one at a time; return them all in a list"
    if any(kind is one for one in _VIEWS):
        return f"{name}, a view of a dict; return its entries in a list"
    if issubclass(kind, (set, frozenset)):
        return f"{name}, whose entries have no order; return them in a list"
    if callable(value):
        return f"{name}; was it called?"
    return name
