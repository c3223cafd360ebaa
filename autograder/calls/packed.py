"""Plain values as data: a form, made of small whole numbers, and columns with the contents.

The wire writes the columns as bytes, an answer key writes them as JSON, and a digest is made of
the wire's bytes. The form holds nothing of a value itself, so no value can pass for a piece of it.
`docs/wire.md` is the specification.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

import numpy as np

__all__ = [
    "CODES",
    "DTYPES",
    "MAX_DEPTH",
    "MAX_DIMENSIONS",
    "MAX_ITEMS",
    "Packed",
    "WireError",
    "pack",
    "unpack",
]

MAX_DEPTH: Final = 24  # values.MAX_DEPTH and the envelope around a value
MAX_DIMENSIONS: Final = 8
MAX_ITEMS: Final = 400_000  # several arguments of values.MAX_ITEMS each

DTYPES: Final = tuple(
    np.dtype(f"<{kind}{size}")
    for kind, sizes in {"b": (1,), "i": (1, 2, 4, 8), "u": (1, 2, 4, 8), "f": (2, 4, 8)}.items()
    for size in sizes
)
CODES: Final = {
    dtype: code for code, one in enumerate(DTYPES) for dtype in (one, one.newbyteorder(">"))
}

# A form is a number, which stands for a value of the first line, or a list, which stands for a
# container. Its first number is one of the second line, and the forms of the items follow; or it is
# one of the first line, and the number of the items follows, which are all of that kind.
_NONE, _FALSE, _TRUE, _FLOAT, _INT, _TEXT, _BYTES, _ARRAY, _SCALAR = range(9)
_LIST, _TUPLE, _DICT = range(3)
_COLUMN_OF: Final = {float: _FLOAT, int: _INT, str: _TEXT}


class WireError(Exception):
    """Bytes that are not a frame of this format, or a value that no frame can hold."""


class Packed(NamedTuple):
    """A plain value as data.

    Attributes
    ----------
    form : int or list
        How the value is put together, as JSON holds it.
    floats, ints, texts : sequence
        Its numbers and texts, keys too, in the order of the form.
    arrays : iterable of ndarray
        Its arrays. A NumPy scalar is an array without axes; a list of scalars has one axis, and so
        has `bytes`.
    """

    form: Any
    floats: Sequence[float]
    ints: Sequence[int]
    texts: Sequence[str]
    arrays: Iterable[np.ndarray]


def pack(value: object) -> Packed:
    """Return a plain value as data, exactly.

    Parameters
    ----------
    value : object
        A value as `calls.values.plain` returns it, or `bytes`. An int that is too large, or a text
        that is not Unicode, is refused when the columns are written.

    Raises
    ------
    WireError
        If the value is outside the closed set, or too deep.
    """
    columns: tuple[list[Any], ...] = ([], [], [], [])
    return Packed(_form(value, 0, *columns), *columns)


def _form(  # noqa: PLR0912 - a branch a kind
    value: Any, depth: int, floats: list[Any], ints: list[Any], texts: list[Any], arrays: list[Any]
) -> Any:
    kind = type(value)
    if depth > MAX_DEPTH:
        raise WireError(f"a value nested more than {MAX_DEPTH} levels deep")
    if kind is str:
        texts.append(value)
        return _TEXT
    if kind is int:
        ints.append(value)
        return _INT
    if kind is np.ndarray:
        arrays.append(_known(value))
        return _ARRAY
    if kind is float:
        floats.append(value)
        return _FLOAT
    if value is None or kind is bool:
        return _NONE if value is None else _TRUE if value else _FALSE
    items, head = value, _LIST
    if kind is list:
        column = _column(value)
        if column is not None:
            if depth == MAX_DEPTH:
                raise WireError(f"a value nested more than {MAX_DEPTH} levels deep")
            if column == _SCALAR:
                arrays.append(_known(np.array(value, value[0].dtype)))
            else:
                {_FLOAT: floats, _INT: ints, _TEXT: texts}[column].extend(value)
            return [column, len(value)]
    elif kind is tuple:
        head = _TUPLE
    elif kind is dict:
        if value and {*map(type, value)} != {str}:
            raise WireError("a dict key that is not a string")
        texts.extend(value)
        items, head = value.values(), _DICT
    elif kind is bytes:
        arrays.append(np.frombuffer(value, np.uint8))
        return _BYTES
    elif issubclass(kind, np.generic):
        arrays.append(_known(np.asarray(value)))
        return _SCALAR
    else:
        raise WireError(f"a {kind.__name__}")
    return [head, *[_form(item, depth + 1, floats, ints, texts, arrays) for item in items]]


def _column(items: list[Any]) -> int | None:
    """Return the code of the one type that all items have, if a column can hold them."""
    kinds = set(map(type, items))
    if all(issubclass(kind, np.generic) for kind in kinds):
        # Some types of NumPy's are another one by another name.
        return _SCALAR if len({CODES.get(item.dtype) for item in items}) == 1 else None
    return _COLUMN_OF.get(kinds.pop()) if len(kinds) == 1 else None


def _known(array: np.ndarray) -> np.ndarray:
    if array.dtype not in CODES:
        raise WireError(f"data of dtype {array.dtype}")
    if array.ndim > MAX_DIMENSIONS:
        raise WireError(f"an array of {array.ndim} dimensions")
    return array


def unpack(packed: Packed, *, sources: bool = False) -> Any:
    """Return the plain value that `pack` made into data.

    Parameters
    ----------
    packed : Packed
        The data. Every column holds its own type and nothing else; all other things are claims.
    sources : bool
        Whether `bytes` may occur.

    Raises
    ------
    WireError
        If it is not what `pack` would have made.
    """
    reader = _Reader(packed, sources)
    try:
        value = reader.value(packed.form, 0)
    except StopIteration:
        raise WireError("a column ends too early") from None
    for column in (reader.floats, reader.ints, reader.texts, reader.arrays):
        for _ in column:
            raise WireError("a column goes on after the value")
    return value


class _Reader:
    """Goes through a form, and takes from the columns what it asks for."""

    def __init__(self, packed: Packed, sources: bool) -> None:
        self.sources = sources
        self.floats = iter(packed.floats)
        self.ints = iter(packed.ints)
        self.texts = iter(packed.texts)
        self.arrays = iter(packed.arrays)
        self._scalars = MAX_ITEMS  # a column has each item of a list, except where it has an array

    def value(self, form: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        if type(form) is list:
            return self._container(form, depth)
        if form == _TEXT:
            return next(self.texts)
        if form == _INT:
            return next(self.ints)
        if form == _ARRAY:
            return next(self.arrays)
        if form == _FLOAT:
            return next(self.floats)
        if form <= _TRUE:
            return (None, False, True)[form]
        if form == _SCALAR:
            return self._array(axes=0)[()]
        if form == _BYTES and self.sources:
            return self._bytes()
        raise WireError(f"no value has the form {form}")

    def _container(self, form: list[Any], depth: int) -> Any:
        if not form or type(form[0]) is not int:
            raise WireError("a container of no kind")
        kind, *inner = form
        if kind == _DICT:
            keys = self._items(self.texts, len(inner))
            values = [self.value(item, depth + 1) for item in inner]
            found = dict(zip(keys, values, strict=True))
            if len(found) < len(keys):
                raise WireError("a dict key that stands twice")
            return found
        if kind in (_LIST, _TUPLE):
            items = [self.value(item, depth + 1) for item in inner]
            if kind == _TUPLE:
                return tuple(items)
            if _column(items) is not None:
                raise WireError("a list of one type that is spelled out")
            return items
        if kind not in (_FLOAT, _INT, _TEXT, _SCALAR):
            raise WireError(f"no container is of the kind {kind}")
        if len(inner) != 1 or type(inner[0]) is not int or inner[0] < 1 or depth == MAX_DEPTH:
            raise WireError("a list of one type without its length")
        if kind != _SCALAR:
            return self._items(
                {_FLOAT: self.floats, _INT: self.ints, _TEXT: self.texts}[kind], inner[0]
            )
        self._scalars -= inner[0]
        array = self._array(axes=1)
        if array.size != inner[0] or self._scalars < 0:
            raise WireError("a list of too many scalars, or of another length")
        return [*array]

    def _items(self, column: Any, count: int) -> list[Any]:
        items = [*islice(column, count)]
        if len(items) < count:
            raise WireError("a column ends too early")
        return items

    def _bytes(self) -> bytes:
        array = self._array(axes=1)
        if array.dtype != np.uint8:
            raise WireError(f"bytes of dtype {array.dtype}")
        return array.tobytes()

    def _array(self, axes: int) -> np.ndarray:
        array = next(self.arrays)
        if array.ndim != axes:
            raise WireError(f"an array of {array.ndim} dimensions instead of {axes}")
        return array
