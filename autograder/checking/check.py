"""Declaring a check: the sentence a student reads, its points and its question."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

__all__ = ["Check", "check", "declared", "is_oracle", "oracle"]

_CHECK: Final = "__nudge_check__"
_ORACLE: Final = "__nudge_oracle__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Check:
    """What a check declares about itself.

    Attributes
    ----------
    sentence : str
        What right means here, in one sentence that the student reads.
    points : float
        Its share of the exercise's points, relative to the exercise's other checks.
    hint : str
        The question shown when no known mistake explains the failure.
    package : str
        What has to be installed for it, besides what every course has; empty if nothing.
    named : bool
        Whether a failure is held against the known mistakes.
    """

    sentence: str
    points: float
    hint: str
    package: str = ""
    named: bool = True


def check(
    sentence: str, *, points: float, hint: str, package: str = "", named: bool = True
) -> Callable[[_Function], _Function]:
    """Declare a pytest function to be a check.

    Parameters
    ----------
    sentence : str
        What right means here, in one sentence.
    points : float
        Its share of the exercise's points, above 0.
    hint : str
        One question that helps; never the line to type.
    package : str
        One of the exercise's `packages`, if the check needs it; without it the check is skipped.
    named : bool
        Whether a failure is held against the known mistakes: not where each would have to train a
        network, and smaller checks name them all.

    Raises
    ------
    ValueError
        If the sentence or the hint is empty, or the points are not above 0.
    """
    if not sentence.strip() or not hint.strip():
        raise ValueError("a check needs a sentence and a hint")
    if points <= 0:
        raise ValueError(f"a check's points must be above 0, not {points}")

    def declare(function: _Function) -> _Function:
        setattr(function, _CHECK, Check(sentence, points, hint, package, named))
        return function

    return declare


def oracle(function: _Function) -> _Function:
    """Declare a function `f(reference, ...)` that checks can ask for as `reference.f(...)`.

    An oracle stands between the hidden markers; a handout has its recorded answers alone.
    """
    setattr(function, _ORACLE, True)
    return function


def declared(function: Any) -> Check | None:
    """Return what `function` declares as a check, or None if it is not one."""
    found = getattr(function, _CHECK, None)
    return found if isinstance(found, Check) else None


def is_oracle(function: Any) -> bool:
    """Tell whether `function` was declared an oracle."""
    return getattr(function, _ORACLE, False) is True
