"""Misconceptions: how they are declared, and when an answer shows one."""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from autograder.calls.answer import Answer, CallStatus
from autograder.checking.compare import difference, same
from autograder.checking.container import as_asked
from autograder.checking.outcome import CONCEPTS, Misconception

__all__ = [
    "Wrong",
    "agrees",
    "misconception",
    "passes",
    "wrong_answers",
    "wrong_constant",
]

_ALIKE = 0.6
# numpy's messages for a product whose inner sizes differ: of @, of np.dot, of einsum.
_SIZES_DO_NOT_FIT = ("mismatch in its core dimension", "not aligned", "does not match previous")
_WRONG = "__nudge_wrong__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Wrong:
    """A misconception with its code: the functions that replace the reference's.

    A constant of the reference is replaced by a value. `cost` is the reason why it costs so little
    or so much of its exercise, where that is unusual.
    """

    misconception: Misconception
    functions: Mapping[str, Any]
    cost: str = ""


def misconception(
    of: str,
    *,
    name: str,
    hint: str,
    concept: str = "",
    also: Mapping[str, Any] | None = None,
    cost: str = "",
) -> Callable[[_Function], _Function]:
    """Declare a function to be a known wrong version of the exercise's function `of`.

    Parameters
    ----------
    of : str
        The function it stands in for; others of the module that call it go wrong with it.
    name : str
        The mistake in a short phrase.
    hint : str
        The question that leads out of it.
    concept : str
        One of `CONCEPTS`: what the mistake mixes up.
    also : mapping of str to callable, optional
        Further functions, or constants, that the same mistake changes.
    cost : str
        The reason why the mistake alone costs less or more of the exercise than the course allows
        without one; `nudge selftest` says what it costs.

    Raises
    ------
    ValueError
        If the name or the hint is empty, or there is no such concept.
    """
    return _declaring(name, hint, concept, cost, lambda function: {of: function, **(also or {})})


def wrong_constant(
    of: str,
    *,
    name: str,
    hint: str,
    concept: str = "",
    also: Mapping[str, Any] | None = None,
    cost: str = "",
) -> Callable[[_Function], _Function]:
    """Declare the value of a function to be a known wrong value of the exercise's constant `of`.

    Parameters and errors are those of `misconception`; the function takes no arguments.
    """
    return _declaring(name, hint, concept, cost, lambda function: {of: function(), **(also or {})})


def _declaring(
    name: str,
    hint: str,
    concept: str,
    cost: str,
    replaced: Callable[[Callable[..., Any]], Mapping[str, Any]],
) -> Callable[[_Function], _Function]:
    if not name.strip() or not hint.strip():
        raise ValueError("a misconception needs a name and a hint")
    if concept and concept not in CONCEPTS:
        raise ValueError(f"there is no concept {concept!r}; there are {', '.join(CONCEPTS)}")

    def declare(function: _Function) -> _Function:
        known = Misconception(function.__name__, name, hint, concept)
        setattr(function, _WRONG, Wrong(known, replaced(function), cost))
        return function

    return declare


def wrong_answers(namespace: Mapping[str, Any]) -> tuple[Wrong, ...]:
    """Return the misconceptions that a module's namespace declares, in its order."""
    found = (getattr(value, _WRONG, None) for value in namespace.values())
    return tuple(wrong for wrong in found if isinstance(wrong, Wrong))


def agrees(one: Answer, other: Answer) -> bool:
    """Tell whether two calls ended alike: the same value, or the same complaint."""
    if one.status is not other.status or one.changed != other.changed:
        return False
    if one.status is CallStatus.RETURNED:
        return same(one.value, other.value, rtol=1e-6, atol=1e-9)
    if one.status is CallStatus.RAISED:
        return one.error == other.error and _alike(one.text, other.text)
    return False


def passes(answer: Answer, right: Answer) -> bool:
    """Tell whether a check that expects `right` would be content with `answer`.

    A mistake that passes on a call cannot explain a failure there, however alike the answers are.
    A right value in another container is no mistake.
    """
    if answer.status is CallStatus.RETURNED and right.status is CallStatus.RETURNED:
        value, _ = as_asked(right.value, answer.value)
        return not answer.changed and difference(right.value, value) is None
    return agrees(answer, right)


def _alike(one: str, other: str) -> bool:
    """Tell whether two messages complain of the same thing.

    The sizes in them differ from call to call, and their wording between versions of numpy: a
    handout's answer key was recorded with another one.
    """
    if all(any(part in text for part in _SIZES_DO_NOT_FIT) for text in (one, other)):
        return True
    one, other = re.sub(r"\d+", "0", one), re.sub(r"\d+", "0", other)
    return one == other or difflib.SequenceMatcher(None, one, other).ratio() > _ALIKE
