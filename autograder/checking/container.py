"""Right numbers in another container: read as they were asked for, and paid for once.

A list for an array, 13002.0 for 13002, an array of one number for the number: the numbers are
right, and every check of an exercise would meet the same container. So a check reads an answer in
the containers that were asked for, and where that makes it right it passes with four lines to tell.
One check of the exercise pays for them. Only the container is read otherwise: a wrong shape stays
wrong, and so do True and False for numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from autograder.checking.compare import is_number, is_sequence_of_numbers
from autograder.checking.display import show
from autograder.checking.outcome import CheckStatus, Lines, Outcome

__all__ = ["MOST_OF_AN_EXERCISE", "Container", "as_asked", "paid_once", "taken_for_plain"]

MOST_OF_AN_EXERCISE: Final = 0.15
"""The largest share of its exercise that a check may have to pay for a container."""

_EXACT: Final = 2.0**53  # float64 holds every whole number up to here


@dataclass(frozen=True)
class Container:
    """The container that right numbers came in.

    Attributes
    ----------
    asked : str
        The one that was asked for, `"an array of shape (2, 1)"`.
    came : str
        The one that they came in, `"a list of 2 lists"`.
    as_what : str
        How the other checks take it, `"an array"`.
    turns : str
        The beginning of a question about the step between them.
    """

    asked: str
    came: str
    as_what: str
    turns: str

    def lines(self, called: str, value: Any) -> Lines:
        """Return the four lines of the check that pays."""
        return Lines(
            called,
            self.asked,
            f"{show(value)} ({self.came}, with the right numbers)",
            f"{self.turns}? The other checks take it as {self.as_what}.",
        )


def as_asked(asked: Any, got: Any) -> tuple[Any, Container | None]:
    """Return an answer in the containers that were asked for, and the first that it had instead.

    Parameters
    ----------
    asked : object
        A value of the kind and shape that was asked for; its numbers do not matter.
    got : object
        The answer.

    Returns
    -------
    object
        The answer, in the containers that were asked for as far as that leaves every number and
        every shape what it was.
    Container or None
        None if that was all it took: where a sequence of numbers is asked for, a list, a tuple and
        an array with one axis are the same.
    """
    met: list[Container] = []
    return _read(asked, got, met), met[0] if met else None


def taken_for_plain(other: str) -> Container | None:
    """Return the container that an answer calls `"a matrix for an array"`; None for nothing."""
    if not other:
        return None
    came, _, asked = other.rpartition(" for ")
    return Container(asked, came, asked, f"Which call turns {came} into {asked}")


def paid_once(outcomes: Sequence[Outcome], shares: Sequence[float]) -> list[Outcome]:
    """Return the outcomes of an exercise's checks after one of them paid for a container.

    The first check pays that has met one, and has at most 15 % of the exercise's points. Where all
    that have met one have more, none pays. Where one has paid already, no other does.

    Parameters
    ----------
    outcomes : sequence of Outcome
        In file order. A pass that has met a container has the lines to tell.
    shares : sequence of float
        The share of the exercise's points that each check has.
    """
    pays = next(
        (
            at
            for at, (outcome, share) in enumerate(zip(outcomes, shares, strict=True))
            if outcome.met_container and share <= MOST_OF_AN_EXERCISE
        ),
        None,
    )
    if any(outcome.for_container for outcome in outcomes):
        pays = None
    return [
        _after(outcome, pays=at == pays) if outcome.met_container else outcome
        for at, outcome in enumerate(outcomes)
    ]


def _after(outcome: Outcome, *, pays: bool) -> Outcome:
    if pays:
        return replace(outcome, status=CheckStatus.FAIL, note="", for_container=True)
    return replace(outcome, lines=None)


def _read(asked: Any, got: Any, met: list[Container]) -> Any:
    if isinstance(asked, np.ndarray):
        return _read_array(asked, got, met)
    if is_number(asked):
        return _read_number(asked, got, met)
    if isinstance(asked, (list, tuple)):
        return _read_sequence(asked, got, met)
    if isinstance(asked, dict) and isinstance(got, dict) and asked.keys() == got.keys():
        return {key: _read(one, got[key], met) for key, one in asked.items()}
    return got


def _read_array(asked: np.ndarray, got: Any, met: list[Container]) -> Any:
    array = got
    if isinstance(got, (list, tuple)):
        if not _is_of_numbers(got):
            return got
        try:
            array = np.array(got)
        except ValueError:  # rows of several lengths
            return got
        if asked.ndim != 1 or array.ndim != 1:
            kind = f"a {type(got).__name__}"
            met.append(
                Container(
                    f"an array of shape {asked.shape}",
                    f"{kind} of {_counted(got)}",
                    "an array",
                    f"Which call turns {kind} into an array",
                )
            )
    if not isinstance(array, np.ndarray) or array.dtype.kind != "f" or asked.dtype.kind not in "iu":
        return array
    if array.size and not np.all((np.rint(array) == array) & (np.abs(array) <= _EXACT)):
        return array
    if array.size:
        met.append(
            Container(
                f"whole numbers, in an array of shape {asked.shape}",
                f"{array.dtype}",
                "whole numbers",
                "Which dtype has an array that can be used as indices or counts",
            )
        )
    return array.astype(np.int64)


def _read_number(asked: Any, got: Any, met: list[Container]) -> Any:
    number = got
    if isinstance(got, (np.ndarray, list, tuple)):
        array = np.array(got) if _is_of_numbers(got) and _is_alone(got) else None
        if array is None:
            return got
        number = array.reshape(())[()]
        # An array without axes is as good as a number: NumPy often gives one for the other.
        if array.ndim:
            kind = "an array" if isinstance(got, np.ndarray) else f"a {type(got).__name__}"
            met.append(
                Container(
                    "a number",
                    f"{kind} of shape {array.shape}",
                    "a number",
                    f"How do you take the one number out of {kind}",
                )
            )
    if not isinstance(asked, (int, np.integer)) or not isinstance(number, (float, np.floating)):
        return number
    value = float(number)
    if not value.is_integer() or abs(value) > _EXACT:
        return number
    met.append(
        Container(
            "a whole number (int)",
            "a float",
            "a whole number",
            "Can such a count end in .5, and which of your steps made a float of it",
        )
    )
    return int(value)


def _read_sequence(asked: Sequence[Any], got: Any, met: list[Container]) -> Any:
    if isinstance(got, np.ndarray):
        if got.ndim == 0 or len(got) != len(asked) or got.dtype.kind == "b":
            return got
        if is_sequence_of_numbers(asked):
            if got.ndim > 1:
                return got
        else:
            kind = type(asked).__name__
            met.append(
                Container(
                    f"a {kind} of {_counted(asked)}",
                    f"an array of shape {got.shape}",
                    f"a {kind}",
                    f"Which call turns an array into a {kind}",
                )
            )
        got = list(got)
    if not isinstance(got, (list, tuple)) or len(got) != len(asked):
        return got
    items = [_read(one, item, met) for one, item in zip(asked, got, strict=True)]
    return tuple(items) if isinstance(got, tuple) else items


def _is_of_numbers(value: Any) -> bool:
    """Tell whether there is nothing in a value but numbers; True and False are not."""
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iuf"
    if isinstance(value, (list, tuple)):
        return all(map(_is_of_numbers, value))
    return is_number(value)


def _is_alone(value: Any) -> bool:
    """Tell whether a container holds one number."""
    if isinstance(value, np.ndarray):
        return value.size == 1
    return is_number(value) or (len(value) == 1 and _is_alone(value[0]))


def _counted(items: Sequence[Any]) -> str:
    """Say how many entries there are, and of which kind: `3 lists`."""
    first = items[0] if len(items) else 0.0
    kind = (
        "array"
        if isinstance(first, np.ndarray)
        else "number"
        if is_number(first)
        else type(first).__name__
    )
    return f"{len(items)} {kind}{'' if len(items) == 1 else 's'}"
