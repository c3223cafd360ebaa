"""Values as a student reads them: kind, shape and numbers, shortened on one line."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.checking.values import CONSTANT

__all__ = ["show", "show_call"]

_FEW = 16
_WIDTH = 200
_SMALL_ARGUMENT = 12
_TINY_ARGUMENT = 4


def show(value: Any) -> str:
    """Return one line that says what `value` is, its shape first where it has one."""
    if isinstance(value, np.ndarray):
        return f"{_array_kind(value)} {value.shape}: {_numbers(value)}"
    if isinstance(value, np.generic):
        return _number(value.item())
    if isinstance(value, (list, tuple)):
        full = _sequence(value, numbers=True)
        return full if len(full) <= _WIDTH else _sequence(value, numbers=False)
    if isinstance(value, dict):
        parts = ", ".join(f"{key!r}: {show(item)}" for key, item in list(value.items())[:_FEW])
        return "{" + parts + "}"
    if isinstance(value, str):
        return repr(value if len(value) <= _WIDTH else value[:_WIDTH] + "…")
    return _number(value)


def show_call(function: str, names: Sequence[str], arguments: Sequence[Any]) -> str:
    """Return the call as it was made: `f(W (2, 3) = [[…]], b (2, 1) = […])`.

    Arrays lose their numbers, the largest first, until the line is short enough; never their
    shapes. A constant is read, not called: its name alone.
    """
    if function.startswith(CONSTANT):
        return function.removeprefix(CONSTANT)
    labels = [*names, *(f"argument {i + 1}" for i in range(len(names), len(arguments)))]
    for largest in (_SMALL_ARGUMENT, _TINY_ARGUMENT, 0):
        parts = [
            _argument(label, value, largest)
            for label, value in zip(labels, arguments, strict=False)
        ]
        text = f"{function}({', '.join(parts)})"
        if len(text) <= _WIDTH:
            break
    return text


def _argument(label: str, value: Any, largest: int) -> str:
    if isinstance(value, np.ndarray):
        if value.size > largest:
            return f"{label} {value.shape}"
        return f"{label} {value.shape} = {_numbers(value)}"
    if isinstance(value, (list, tuple)):
        return f"{label} = {_sequence(value, numbers=largest > 0)}"
    return f"{label} = {show(value)}"


def _sequence(value: Sequence[Any], *, numbers: bool) -> str:
    opening, closing = ("[", "]") if isinstance(value, list) else ("(", ")")
    items = [_item(item, numbers=numbers) for item in value[:_FEW]]
    if len(value) > _FEW:
        items.append(f"… {len(value)} in all")
    if isinstance(value, tuple) and len(items) == 1:
        return f"({items[0]},)"
    return f"{opening}{', '.join(items)}{closing}"


def _item(item: Any, *, numbers: bool) -> str:
    if isinstance(item, np.ndarray):
        if not numbers or item.size > _SMALL_ARGUMENT:
            return f"array {item.shape}"
        return f"array {item.shape} {_numbers(item)}"
    if isinstance(item, (list, tuple)):
        return _sequence(item, numbers=numbers)
    return show(item)


def _array_kind(value: np.ndarray) -> str:
    return "array" if value.dtype == np.float64 else f"{value.dtype} array"


def _numbers(value: np.ndarray) -> str:
    text = np.array2string(
        value,
        separator=", ",
        threshold=_FEW,
        edgeitems=2,
        max_line_width=10_000,
        formatter={"float_kind": lambda number: f"{number:.6g}"},
    )
    return re.sub(r"\s+", " ", text).replace("[ ", "[").replace("...", "…")


def _number(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.10g}"
    return repr(value)
