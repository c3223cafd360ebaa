"""The closed set of values: what comes in comes out plain, and nothing else comes in."""

from collections import OrderedDict, defaultdict, deque, namedtuple
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.calls.values import MAX_DEPTH, MAX_ITEMS, Unusable, copied, plain, plain_and_other


class Agreeable:
    """Equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        return np.ones(1)


class Shifty(np.ndarray):
    """An array that compares as it likes."""


class Liar(Agreeable):
    """Claims to be a float."""

    __class__ = float  # type: ignore[assignment]


class OwnFloat(float):
    """A float with a mind of its own."""


Pair = namedtuple("Pair", ["W", "b"])


def iter_nothing() -> Iterator[int]:
    yield from ()


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 2.5, "text", [1, [2]], (1, 2), {"a": 1}, np.float32(1.5), np.int8(3), np.True_],
)
def test_plain_values_come_back(value: Any) -> None:
    back = plain(value)
    assert (type(back), back) == (type(value), value)


@pytest.mark.parametrize("dtype", ["?", "i1", "u8", "f2", "f4", "f8", ">f8"])
def test_numeric_arrays_come_back(dtype: str) -> None:
    array = np.array([[0, 1]], dtype=dtype)
    assert plain(array).tolist() == array.tolist()


def test_an_array_comes_back_as_nobody_elses() -> None:
    array = np.zeros(3)
    back = plain(array)
    array[0] = 1
    assert back[0] == 0


def test_an_array_comes_back_in_order_and_in_native_bytes() -> None:
    back = plain(np.arange(6, dtype=">i4").reshape(2, 3).T)
    assert (back.flags.c_contiguous, back.dtype) == (True, np.dtype("i4"))


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Agreeable(), "an Agreeable"),
        pytest.param(Liar(), "a Liar", id="liar"),
        (OwnFloat(1.0), "an OwnFloat"),
        (np.ones(2).view(Shifty), "a Shifty; return a plain numpy array"),
        (np.ma.masked_array([1.0], [True]), "a MaskedArray; return a plain numpy array"),
        (np.array([None]), "an array of dtype object"),
        (np.array(["a"]), "an array of dtype <U1"),
        (np.array([1j]), "an array of dtype complex128"),
        (1j, "a complex"),
        (np.complex128(1), "a complex128 scalar, where a real number was expected"),
        (iter_nothing(), "a generator"),
        (map(abs, [1]), "a map, which hands out its entries one at a time"),
        (zip([1], [2], strict=True), "a zip, which hands out its entries one at a time"),
        ({"a": 1}.values(), "a dict_values, a view of a dict; return its entries in a list"),
        ({1}, "a set, whose entries have no order"),
        (b"bytes", "a bytes"),
        (len, "a builtin_function_or_method; was it called?"),
        (Pair(1, iter_nothing()), "a generator"),
        (OrderedDict({1: 2}), "a dict whose keys are not all strings"),
        (range(10**30), "a value with more than 100,000 items"),
        (np.ones(2).view(np.recarray), "a recarray; return a plain numpy array"),
        ({1: 2}, "a dict whose keys are not all strings"),
        (2**63, "a whole number too large for 64 bits"),
        ("\ud800", "a string that is not valid Unicode"),
        ([Agreeable()], "an Agreeable"),
        ({"a": iter_nothing()}, "a generator"),
        (np.zeros((1,) * 9), "more than 8 dimensions"),
        (np.broadcast_to(np.float64(0), (10_000, 10_000)), "a value of more than 64 MB"),
        ("x" * 65_000_000, "a value of more than 64 MB"),
        ([0] * MAX_ITEMS, "a value with more than 100,000 items"),
    ],
)
def test_anything_else_is_refused_in_words(value: Any, why: str) -> None:
    with pytest.raises(Unusable) as refusal:
        plain(value)
    assert why in str(refusal.value)


class Lying(list[int]):
    """A list that shows other entries than it has, under another name."""

    def __iter__(self) -> Iterator[int]:
        return iter([7])

    def __len__(self) -> int:
        return 7


class Longer(dict[str, int]):
    """A dict that shows more entries than it has."""

    def items(self) -> Any:
        return [("a", 1), ("b", 2)]


LONG = np.dtype(np.longdouble).itemsize > 8


@pytest.mark.parametrize(
    ("value", "taken", "other"),
    [
        (Pair(1, [2]), (1, [2]), "a Pair for a tuple"),
        (deque([1, 2]), [1, 2], "a deque for a list"),
        (OrderedDict(a=1), {"a": 1}, "an OrderedDict for a dict"),
        (defaultdict(int, a=1), {"a": 1}, "a defaultdict for a dict"),
        (Lying([1, 2]), [1, 2], "a Lying for a list"),
        (Longer(a=1), {"a": 1}, "a Longer for a dict"),
        (range(3), [0, 1, 2], ""),
        ([1.0, Pair(1, deque([2]))], [1.0, (1, [2])], "a Pair for a tuple"),
        (np.longdouble(1.5), 1.5, "longdouble for float64" if LONG else ""),
        (np.array(["bias", "weights"])[0], "bias", ""),
    ],
)
def test_another_container_is_taken_for_the_plain_one(value: Any, taken: Any, other: str) -> None:
    assert plain_and_other(value) == (taken, other)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (np.array([[1.0, 2.0]]).view(np.matrix), "a matrix for an array"),
        (np.array([[1.0, 2.0]], dtype=np.longdouble), "longdouble for float64" if LONG else ""),
        (np.array([[1.0, 2.0]]), ""),
    ],
)
def test_another_array_is_taken_for_an_array(value: Any, other: str) -> None:
    found, said = plain_and_other(value)
    assert (type(found), found.tolist(), said) == (np.ndarray, [[1.0, 2.0]], other)
    assert found.dtype.itemsize == 8


def test_deep_nesting_is_refused() -> None:
    value: Any = 0
    for _ in range(MAX_DEPTH + 1):
        value = [value]
    with pytest.raises(Unusable, match="nested more than 16 levels"):
        plain(value)


def test_a_list_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(Unusable, match="nested"):
        plain(value)


def test_a_copy_shares_nothing_that_can_change() -> None:
    original = [(np.zeros(2), {"a": [1]})]
    copy = copied(original)
    copy[0][0][0] = 5
    copy[0][1]["a"].append(2)
    assert (original[0][0].tolist(), original[0][1]) == ([0, 0], {"a": [1]})
