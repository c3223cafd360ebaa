"""Comparing an answer with the expected one: type, shape, finite, value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from autograder.checking.display import show

__all__ = [
    "ATOL",
    "RTOL",
    "Difference",
    "difference",
    "has_float32",
    "is_number",
    "is_sequence_of_numbers",
    "near",
    "same",
]

RTOL: Final = 1e-7
ATOL: Final = 1e-9

# float32 keeps about seven digits of each number that goes into a sum, and a sum may be much
# smaller than they are: what it is off by goes with the largest number of an array.
_OF_FLOAT32: Final = 1e-5

# Where the numbers are right, a check's own question about them would lead astray.
_FORM_HINTS: Final = {
    "type": "Which kind of value was asked for, and which of your steps made another?",
    "shape": "Which shape was asked for, and which of your steps made another?",
}


# How far a number may be off: rtol, atol, and how far beside the largest one there is.
_Near = tuple[float, float, float]
# Stage, path and a remark of the first difference.
_Found = tuple[str, str, str] | None


@dataclass(frozen=True)
class Difference:
    """The first way in which an answer differs from what was expected.

    Attributes
    ----------
    stage : str
        `"type"`, `"shape"`, `"finite"` or `"value"`.
    expected, got : str
        Both sides, as a student reads them.
    hint : str
        A question, where the difference itself raises one: the numbers are right, and something
        about their form is not.
    """

    stage: str
    expected: str
    got: str
    hint: str = ""


def difference(
    expected: Any,
    got: Any,
    rtol: float = RTOL,
    atol: float = ATOL,
    *,
    float32: bool = False,
    given: Any = None,
) -> Difference | None:
    """Return how `got` first differs from `expected`, or None if it does not.

    Parameters
    ----------
    expected, got : object
        Plain values; arrays may stand anywhere in lists, tuples and dicts.
    rtol, atol : float
        Numbers agree if ``abs(got - expected) <= atol + rtol * abs(expected)``.
    float32 : bool
        Whether they also agree as far as float32 can tell: within 1e-5 of the largest number
        expected in an array, or in a sequence of numbers.
    given : object, optional
        The value to show as `got`: the answer as it came, where it was read otherwise.

    Notes
    -----
    A float expected may come back as any real number, since ``np.sum`` of integers is one; a
    whole number expected has to come back whole. The kind of an array's numbers is free but for
    that; its shape never is.
    """
    found = _first(expected, got, (rtol, atol, _OF_FLOAT32 if float32 else 0.0), path="")
    if found is None:
        return None
    stage, path, text = found
    if path:
        text = f"at {path}: {text}" if text else f"at {path}"
    hint = _FORM_HINTS.get(stage, "") if _same_numbers(expected, got) else ""
    if hint:
        text = f"the numbers are right; {text}"
    shown = show(got if given is None else given)
    return Difference(stage, show(expected), f"{shown} ({text})" if text else shown, hint)


def same(one: Any, other: Any, rtol: float = RTOL, atol: float = ATOL) -> bool:
    """Tell whether two plain values agree, NaN agreeing with NaN in the same place."""
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        if not (isinstance(one, np.ndarray) and isinstance(other, np.ndarray)):
            return False
        if (one.dtype.kind == "b") is not (other.dtype.kind == "b"):
            return False
        return one.shape == other.shape and _close(one, other, rtol, atol)
    if isinstance(one, (list, tuple)):
        return (
            isinstance(other, (list, tuple))
            and len(one) == len(other)
            and all(same(a, b, rtol, atol) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(same(one[key], other[key], rtol, atol) for key in one)
        )
    if is_number(one) and is_number(other):
        return _close(one, other, rtol, atol)
    return type(one) is type(other) and bool(one == other)


def near(got: np.ndarray, expected: np.ndarray, *, float32: bool = False) -> bool:
    """Tell whether arrays agree after a few steps of computing, in float64 or in float32.

    For questions that no single right value answers; where there is one, `equals` compares.
    """
    rtol, atol = 1e-7, 1e-9
    if float32:
        rtol, atol = _OF_FLOAT32, _OF_FLOAT32 * float(np.max(np.abs(expected), initial=0.0))
    return np.shape(got) == np.shape(expected) and np.allclose(got, expected, rtol=rtol, atol=atol)


def has_float32(value: Any) -> bool:
    """Tell whether a number of a plain value is float32."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value.dtype == np.float32
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, (list, tuple)) and any(map(has_float32, value))


def is_number(value: Any) -> bool:
    """Tell whether a plain value is a number; True and False are not."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def is_sequence_of_numbers(value: Any) -> bool:
    """Tell whether a list or a tuple holds numbers alone."""
    return all(map(is_number, value))


def _first(expected: Any, got: Any, near: _Near, path: str) -> _Found:
    if isinstance(expected, np.ndarray):
        return _first_in_array(expected, got, near, path)
    if isinstance(expected, (list, tuple)):
        return _first_in_sequence(expected, got, near, path)
    if isinstance(expected, dict):
        return _first_in_dict(expected, got, near, path)
    if is_number(expected):
        return _first_in_number(expected, got, near, path)
    if isinstance(got, np.bool_):
        got = bool(got)
    if type(expected) is not type(got):
        return "type", path, f"{_kind(expected)} was expected, this is {_kind(got)}"
    return None if expected == got else ("value", path, "")


def _first_in_array(expected: np.ndarray, got: Any, near: _Near, path: str) -> _Found:
    if not isinstance(got, np.ndarray):
        return "type", path, f"an array was expected, this is {_kind(got)}"
    if got.dtype.kind == "b" and expected.dtype.kind != "b":
        return "type", path, "numbers were expected, these are True and False"
    if expected.dtype.kind in "iu" and got.dtype.kind == "f":
        return "type", path, f"whole numbers were expected, these are {got.dtype}"
    if got.shape != expected.shape:
        return "shape", path, f"shape {expected.shape} was expected, this is {got.shape}"
    if np.array_equal(got, expected):  # as most are, and told sooner than that they are close
        return None
    if not np.all(np.isfinite(got)) and np.all(np.isfinite(expected)):
        where = tuple(int(i) for i in np.argwhere(~np.isfinite(got))[0])
        return "finite", path, f"not finite at {list(where)}"
    rtol, atol = (0.0, 0.0) if expected.dtype.kind in "iu" else _tolerances(expected, near)
    wrong = ~np.isclose(got, expected, rtol, atol, equal_nan=True)
    if not np.any(wrong):
        return None
    where = tuple(int(i) for i in np.argwhere(wrong)[0])
    count = int(np.count_nonzero(wrong))
    remark = (
        f"{count} of {wrong.size} differ, first at {list(where)}: "
        f"{_apart(got[where], expected[where])}{_factor(expected, got)}"
    )
    return "value", path, remark if expected.size > 1 else ""


def _apart(got: Any, expected: Any) -> str:
    """Write two different numbers with as many digits as it takes to tell them apart."""
    pairs = ((f"{got:.{digits}g}", f"{expected:.{digits}g}") for digits in range(6, 18))
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), (f"{got}", f"{expected}"))
    return f"{one}, not {other}"


def _factor(expected: np.ndarray, got: np.ndarray) -> str:
    """Say by which factor all entries are off, if it is the same one for all."""
    where = expected != 0
    if np.count_nonzero(where) < 2 or np.any(got[~where]):
        return ""
    with np.errstate(all="ignore"):
        ratios = got[where] / expected[where]
    if ratios[0] == 0 or not np.allclose(ratios, ratios[0], rtol=1e-6, atol=0.0):
        return ""
    if np.isclose(ratios[0], -1.0, rtol=1e-6):
        return "; every sign is turned round"
    return f"; every entry is {ratios[0]:.6g} times what was expected"


def _first_in_sequence(expected: Sequence[Any], got: Any, near: _Near, path: str) -> _Found:
    if not isinstance(got, (list, tuple)):
        return "type", path, f"{_kind(expected)} was expected, this is {_kind(got)}"
    if len(got) != len(expected):
        return "shape", path, f"{len(expected)} entries were expected, here are {len(got)}"
    if near[-1] and is_sequence_of_numbers(expected):
        near = (*_tolerances(expected, near), 0.0)
    return _first_inside(range(len(expected)), expected, got, near, path)


def _first_in_dict(expected: dict[str, Any], got: Any, near: _Near, path: str) -> _Found:
    if not isinstance(got, dict):
        return "type", path, f"a dict was expected, this is {_kind(got)}"
    if got.keys() != expected.keys():
        names = ", ".join(map(repr, expected))
        return "shape", path, f"the keys {names} were expected"
    return _first_inside(expected, expected, got, near, path)


def _first_inside(keys: Iterable[Any], expected: Any, got: Any, near: _Near, path: str) -> _Found:
    found = (_first(expected[key], got[key], near, f"{path}[{key!r}]") for key in keys)
    return next(filter(None, found), None)


def _first_in_number(expected: Any, got: Any, near: _Near, path: str) -> _Found:
    if isinstance(got, np.ndarray) and got.shape == ():
        got = got[()]
    if isinstance(got, np.ndarray):
        return "shape", path, f"one number was expected, this is an array of shape {got.shape}"
    if not is_number(got):
        return "type", path, f"a number was expected, this is {_kind(got)}"
    whole = isinstance(expected, (int, np.integer))
    if whole and not isinstance(got, (int, np.integer)):
        return "type", path, "a whole number (int) was expected, this is a float"
    if not np.isfinite(got) and np.isfinite(expected):
        return "finite", path, "not finite"
    # Counting is exact, however large the count is beside a relative tolerance.
    close = got == expected if whole else _close(got, expected, *_tolerances(expected, near))
    return None if close else ("value", path, f"{show(got)}, not {show(expected)}" if path else "")


def _tolerances(expected: Any, near: _Near) -> tuple[float, float]:
    """Return rtol and atol for numbers that are expected together."""
    rtol, atol, of_largest = near
    if of_largest:
        numbers = np.abs(np.asarray(expected, dtype=np.float64))
        atol += of_largest * float(np.max(numbers[np.isfinite(numbers)], initial=0.0))
    return rtol, atol


def _same_numbers(expected: Any, got: Any) -> bool:
    """Tell whether two values hold the same numbers in the same order, in whatever form."""
    one, other = _flat(expected), _flat(got)
    if one is None or other is None or len(one) != len(other):
        return False
    return _close(np.array(other), np.array(one), RTOL, ATOL)


def _flat(value: Any) -> list[float] | None:
    """Return the numbers of a value one after another; None if it holds anything else."""
    if isinstance(value, np.ndarray):
        return value.ravel().tolist() if value.dtype.kind in "iuf" else None
    if is_number(value):
        return [float(value)]
    if not isinstance(value, (list, tuple)):
        return None
    flat: list[float] = []
    for item in value:
        numbers = _flat(item)
        if numbers is None:
            return None
        flat += numbers
    return flat


def _close(got: Any, expected: Any, rtol: float, atol: float) -> bool:
    return bool(np.allclose(got, expected, rtol=rtol, atol=atol, equal_nan=True))


def _kind(value: Any) -> str:
    if value is None:
        return "None; is there a return?"
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
