"""Values as a student reads them: kind, shape and numbers, shortened on one line."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.calls.script import SCRIPT
from autograder.calls.values import CONSTANT

__all__ = ["show", "show_call"]

_FEW = 16
_WIDTH = 200
_LONGEST = 2_000  # containers in containers are as long as a student makes them
_SMALL_ARGUMENT = 12
_TINY_ARGUMENT = 4


def show(value: Any) -> str:
    """Return `value` on one line, its shape first where it has one; never a page."""
    text = _shown(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray):
        kind = "array" if value.dtype == np.float64 else f"{value.dtype} array"
        return f"{kind} {value.shape}: {_numbers(value)}"
    if isinstance(value, np.generic):
        return _number(value.item())
    if isinstance(value, (list, tuple)):
        full = _sequence(value, numbers=True)
        return full if len(full) <= _WIDTH else _sequence(value, numbers=False)
    if isinstance(value, dict):
        shown = list(value.items())[:_FEW]
        parts = [f"{_shown(key)}: {_shown(item)}" for key, item in shown]
        if len(value) > _FEW:
            parts.append(f"… {len(value)} in all")
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, str):
        return repr(value if len(value) <= _WIDTH else value[:_WIDTH] + "…")
    return _number(value)


def show_call(function: str, names: Sequence[str], arguments: Sequence[Any]) -> str:
    """Return the call as it was made: `f(W (2, 3) = [[…]], b (2, 1) = […])`.

    Arrays lose their numbers, the largest first, until the line is short enough; never their
    shapes. A constant is read, not called: its name alone.
    """
    if function == SCRIPT:
        return _script(arguments[0])
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


def _script(steps: Sequence[Any]) -> str:
    """Return the calls of a script, one after another as a student would write them."""
    for largest in (_SMALL_ARGUMENT, 0):
        text = "; ".join(_Statements(steps, numbers=largest > 0).lines)
        if len(text) <= _WIDTH:
            break
    return text


class _Statements:
    """The statements of a script: a result that is used once stands where it is used."""

    def __init__(self, steps: Sequence[Any], *, numbers: bool) -> None:
        self.lines: list[str] = []
        self._numbers = numbers
        self._texts: list[str] = []
        self._names = iter("pqrstuvw")
        *made, (_, wanted, _) = steps
        for position, step in enumerate(made):
            self._texts.append(self._kept(self._text(step), _uses(steps, position)))
        self.lines += [self._texts[position] for position in wanted]

    def _text(self, step: Sequence[Any]) -> str:
        verb, *rest = step
        if verb == "call":
            return f"{rest[0]}({self._arguments(rest[1])})"
        if verb == "bare":
            return f"{rest[0]}.__new__({rest[0]})"
        of = self._texts[rest[0]]
        if verb == "method":
            return f"{of}.{rest[1]}({self._arguments(rest[2])})"
        if verb == "get":
            return f"{of}.{rest[1]}"
        if verb == "set":
            self._set(f"{of}.{rest[1]}", _item(rest[2], numbers=self._numbers))
        if verb == "stand_in":
            self._set(f"{of}.{rest[1]}", "a stand-in")
        return f"{of}[{rest[1]!r}]" if verb == "item" else of

    def _set(self, place: str, value: str) -> None:
        """Write `place = value`, in one line with the one before if that is such a line too."""
        before = self.lines[-1] if self.lines else ""
        if before.startswith(place.partition(".")[0] + "."):
            places, values = before.split(" = ", 1)
            self.lines[-1] = f"{places}, {place} = {values}, {value}"
        else:
            self.lines.append(f"{place} = {value}")

    def _kept(self, text: str, uses: int) -> str:
        if uses == 0 and text.endswith(")"):
            self.lines.append(text)
        if uses < 2:
            return text
        name = next(self._names)
        self.lines.append(f"{name} = {text}")
        return name

    def _arguments(self, tagged: Sequence[Any]) -> str:
        return ", ".join(self._one(kind, value) for kind, value in tagged)

    def _one(self, kind: str, value: Any) -> str:
        if kind == "result":
            return str(self._texts[value])
        return f"default_rng({value})" if kind == "rng" else _item(value, numbers=self._numbers)


def _uses(steps: Sequence[Any], position: int) -> int:
    """Count where the result of a step is used."""
    count = 0
    for verb, *rest in steps:
        if verb == "give":
            count += rest[0].count(position)
        elif verb != "call":
            count += rest[0] == position
        if verb in ("call", "method"):
            count += rest[-1].count(["result", position])
    return count


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
