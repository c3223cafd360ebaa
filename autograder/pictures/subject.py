"""A picture's view of the student's functions: numbers to draw, or a note why not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, Final

import numpy as np
from matplotlib.font_manager import FontProperties, findfont, get_font

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.script import SCRIPT, Script
from autograder.calls.values import CONSTANT

__all__ = ["FONT", "Found", "Subject", "Unfit", "floats", "layers", "parts"]

# None stands for any length.
Shape = tuple[int | None, ...]

# It comes with matplotlib, and has the Greek letters and the signs that are used.
FONT: Final = "DejaVu Sans"
_DRAWABLE: Final = 1e9
_LONGEST: Final = 200


@dataclass(frozen=True)
class Found:
    """The answer to one question.

    Attributes
    ----------
    value : object
        The value to draw; None if there is nothing to draw. Numbers that cannot be drawn are nan.
    note : str
        Why a part cannot be drawn; empty if all can.
    """

    value: Any = None
    note: str = ""

    @property
    def is_there(self) -> bool:
        """Whether there is something to draw."""
        return self.value is not None


class Unfit(Exception):
    """A value that cannot be drawn; the text goes on after the function's name."""


# From a function's result to the value to draw, with a note on what is left out.
Reader = Callable[[Any], tuple[Any, str]]


class Subject:
    """Calls one exercise's functions, and notes each value that it could not get.

    Parameters
    ----------
    exercise : str
        The exercise's id.
    caller : Caller
        Calls the student's code, in this process or in another.
    """

    def __init__(self, exercise: str, caller: Caller) -> None:
        self._short = exercise.partition("_")[0]
        self._caller = caller
        self._notes: dict[str, None] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes so far, each once."""
        return tuple(self._notes)

    def curve(self, function: str, x: np.ndarray, *more: Any) -> Found:
        """Ask a function for its values at all of `x` in one call; it must return as many."""
        return self.asked(function, [x, *more], lambda value: floats(value, x.shape))

    def array(self, function: str, *arguments: Any, shape: Shape) -> Found:
        """Ask a function for numbers of a known shape; () is a single number."""
        return self.asked(function, arguments, lambda value: floats(value, shape))

    def constant(self, name: str, shape: Shape) -> Found:
        """Ask for the numbers that the module has under a name."""
        return self._read(name, self._caller.call(CONSTANT + name, []), _shaped(shape))

    def script(self, about: str, steps: Sequence[Any], read: Shape | Reader) -> Found:
        """Ask for a script's result; `about` is the function that a note names."""
        reader = _shaped(read) if isinstance(read, tuple) else read
        return self._read(about, self._caller.call(SCRIPT, [list(steps)]), reader)

    def numbers(self, function: str, calls: Sequence[Sequence[Any]]) -> Found:
        """Ask a function for one number for each of several lists of arguments, all at once."""
        script = Script()
        asked = [script.call(function, *arguments) for arguments in calls]
        return self.script(function, script.giving(*asked), (len(calls),))

    def asked(self, function: str, arguments: Sequence[Any], read: Reader) -> Found:
        """Ask a function, and read its answer with `read`, which may raise `Unfit`."""
        return self._read(function, self._caller.call(function, list(arguments)), read)

    def _read(self, name: str, answer: Answer, read: Reader) -> Found:
        value, note = None, _refusal(name, answer, self._short)
        if not note:
            try:
                value, left_out = read(answer.value)
                note = f"{name} gives {left_out}" if left_out else ""
            except Unfit as unfit:
                note = f"{name} {unfit}"
        note = _legible(note)
        if note:
            self._notes[note] = None
        return Found(value, note)


def floats(value: Any, shape: Shape) -> tuple[np.ndarray, str]:
    """Read numbers of a known shape, float64, with nan where there is nothing to draw.

    Returns
    -------
    array : ndarray
        The numbers.
    left_out : str
        The numbers that cannot be drawn, in words; empty if all can.

    Raises
    ------
    Unfit
        If the value is not made of numbers, or has another shape.
    """
    try:
        found = np.asarray(value)
    except ValueError:
        raise Unfit("gives rows of different lengths") from None
    if found.dtype.kind not in "biuf":
        kind = "nothing (None)" if value is None else f"a {type(value).__name__}"
        raise Unfit(f"gives {kind}, where numbers are drawn")
    wanted = "(" + ", ".join("m" if n is None else str(n) for n in shape) + ")"
    fits = found.ndim == len(shape) and all(
        n in (None, length) for n, length in zip(shape, found.shape, strict=True)
    )
    if not fits:
        what = "one number" if shape == () else f"shape {wanted.replace(' ', '')}"
        raise Unfit(f"gives shape {str(found.shape).replace(' ', '')}, where {what} is drawn")
    array = found.astype(np.float64)
    with np.errstate(invalid="ignore"):
        drawable = np.abs(array) < _DRAWABLE
    lost = int(array.size - np.count_nonzero(drawable))
    array[~drawable] = np.nan
    of = "" if array.size == 1 else f" at {lost} of {array.size} places"
    return array, f"nan, infinity or a huge number{of}" if lost else ""


def parts(value: Any, count: int, wanted: str) -> Sequence[Any]:
    """Return a list or a tuple of so many parts.

    Raises
    ------
    Unfit
        If the value is anything else; `wanted` says what a function should give.
    """
    if not isinstance(value, (list, tuple)) or len(value) != count:
        raise Unfit(f"does not give {wanted}")
    return value


def layers(
    value: Any, sizes: Sequence[int], wanted: str, each: str
) -> tuple[list[tuple[np.ndarray, np.ndarray]], str]:
    """Read a pair for each layer of these sizes: numbers as its weights have, and as its biases.

    Returns and raises as `floats` does; `wanted` and `each` are for `parts`.
    """
    read, left_out = [], ""
    shapes = [((n, before), (n, 1)) for before, n in pairwise(sizes)]
    for pair, (of_weights, of_biases) in zip(
        parts(value, len(shapes), wanted), shapes, strict=True
    ):
        W, b = parts(pair, 2, each)
        (W, lost), (b, lost_too) = floats(W, of_weights), floats(b, of_biases)
        read.append((W, b))
        left_out = left_out or lost or lost_too
    return read, left_out


def _shaped(shape: Shape) -> Reader:
    return lambda value: floats(value, shape)


def _refusal(name: str, answer: Answer, short: str) -> str:
    """Return why a call gave no value; empty if it gave one."""
    if answer.status is CallStatus.RETURNED:
        return ""
    if answer.status is CallStatus.TODO:
        return f"{answer.todo.removeprefix(f'{short} ')} is not written yet"
    if answer.status is CallStatus.RAISED:
        where = f" ({answer.where})" if answer.where else ""
        return f"{name}: {answer.error}: {answer.text}{where}"
    if answer.status is CallStatus.UNUSABLE:
        return f"{name} gives {answer.text}"
    return answer.text if answer.status is CallStatus.MISSING else f"{name}: {answer.text}"


def _legible(note: str) -> str:
    """Return a note on one line of bounded length, in characters that the font has."""
    shown = _font_characters()
    text = "".join(
        character if character.isprintable() and ord(character) in shown else "?"
        for character in " ".join(note.split())
    )
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


@cache
def _font_characters() -> frozenset[int]:
    return frozenset(get_font(findfont(FontProperties(family=FONT))).get_charmap())
