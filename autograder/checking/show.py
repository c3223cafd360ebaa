"""Values as a student reads them: kind, shape and numbers, shortened on one line."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["show", "show_call"]

_FEW = 16
_WIDTH = 160
_SMALL_ARGUMENT = 12


def show(value: Any) -> str:
    """Return one line that says what `value` is, its shape first where it has one."""
    if isinstance(value, np.ndarray):
        return f"{_array_kind(value)} {_shape(value)}: {_numbers(value)}"
    if isinstance(value, np.generic):
        return _number(value.item())
    if isinstance(value, (list, tuple)):
        return _sequence(value)
    if isinstance(value, dict):
        parts = ", ".join(f"{key!r}: {show(item)}" for key, item in list(value.items())[:_FEW])
        return "{" + parts + "}"
    if isinstance(value, str):
        return repr(value if len(value) <= _WIDTH else value[:_WIDTH] + "…")
    return _number(value)


def show_call(function: str, names: Sequence[str], arguments: Sequence[Any]) -> str:
    """Return the call as it was made: `f(W (2, 3) = [[…]], b (2, 1) = […])`."""
    labels = [*names, *(f"argument {i + 1}" for i in range(len(names), len(arguments)))]
    parts = [_argument(label, value) for label, value in zip(labels, arguments, strict=False)]
    return f"{function}({', '.join(parts)})"


def _argument(label: str, value: Any) -> str:
    if isinstance(value, np.ndarray):
        if value.size > _SMALL_ARGUMENT:
            return f"{label} {_shape(value)}"
        return f"{label} {_shape(value)} = {_numbers(value)}"
    return f"{label} = {show(value)}"


def _sequence(value: Sequence[Any]) -> str:
    opening, closing = ("[", "]") if isinstance(value, list) else ("(", ")")
    items = [_item(item) for item in value[:_FEW]]
    if len(value) > _FEW:
        items.append(f"… {len(value)} in all")
    if isinstance(value, tuple) and len(items) == 1:
        return f"({items[0]},)"
    text = f"{opening}{', '.join(items)}{closing}"
    return text if len(text) <= 2 * _WIDTH else text[: 2 * _WIDTH] + "…"


def _item(item: Any) -> str:
    if isinstance(item, np.ndarray):
        if item.size > _SMALL_ARGUMENT:
            return f"array {_shape(item)}"
        return f"array {_shape(item)} {_numbers(item)}"
    return show(item)


def _array_kind(value: np.ndarray) -> str:
    return "array" if value.dtype == np.float64 else f"{value.dtype} array"


def _shape(value: np.ndarray) -> str:
    return str(value.shape)


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
