"""Misconceptions: how they are declared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from autograder.checking.outcome import CONCEPTS, Misconception

__all__ = ["Wrong", "misconception", "misconception_family", "wrong_answers", "wrong_constant"]

_WRONG = "__nudge_wrong__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Wrong:
    """A misconception with its code: the functions that replace the reference's.

    Attributes
    ----------
    misconception : Misconception
        Its name and its question.
    functions : mapping
        What replaces the reference's functions; a constant is replaced by a value. Of a family, the
        member that the selftest tries.
    variants : mapping
        The members of a family by their own ids; empty for a single misconception.
    nodes : tuple of float
        Where the variants are values of a parameter that is fitted: these values, in their order.
    cost : str
        The reason why it costs so little or so much of its exercise, where that is unusual.
    """

    misconception: Misconception
    functions: Mapping[str, Any]
    variants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    nodes: tuple[float, ...] = ()
    cost: str = ""

    @property
    def members(self) -> Mapping[str, Mapping[str, Any]]:
        """The functions of each member that can be asked, by id: the variants, or the only one."""
        return self.variants or {self.misconception.id: self.functions}


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
    return _declaring(
        name,
        hint,
        concept,
        cost,
        lambda function: {"functions": {of: _called(function, of), **(also or {})}},
    )


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
    return _declaring(
        name, hint, concept, cost, lambda function: {"functions": {of: function(), **(also or {})}}
    )


def misconception_family(
    of: str,
    *,
    name: str,
    hint: str,
    concept: str = "",
    example: Any,
    values: Sequence[Any] = (),
    degree: int = 1,
    cost: str = "",
) -> Callable[[_Function], _Function]:
    """Declare a wrong version of `of` whose last parameter, a keyword, may have many values.

    The value is found in the student's answers, and one value has to explain all calls of the
    function: a rate, a factor, an axis.

    Parameters
    ----------
    of, name, hint, concept, cost : str
        As for `misconception`.
    example : object
        A value of the parameter, for the selftest.
    values : sequence, optional
        All the values that it may have, such as `(0, 1, None)` for an axis. Without them it is a
        number, and any number.
    degree : int
        For any number: the answers are polynomials of this degree in it. A factor has degree 1.

    Raises
    ------
    ValueError
        If the name or the hint is empty, or there is no such concept.

    Examples
    --------
    >>> @misconception_family("cost", name="A factor too many", hint="Which?", example=0.5)
    ... def scaled(a, y, *, factor):
    ...     return factor * cost(a, y)
    """

    def replaced(function: Callable[..., Any]) -> dict[str, Any]:
        code = function.__code__
        parameter = code.co_varnames[code.co_argcount + code.co_kwonlyargcount - 1]
        nodes = () if values else tuple(float(node) for node in range(degree + 1))
        variants = {
            f"{function.__name__}@{value}": {of: partial(function, **{parameter: value})}
            for value in values or nodes
        }
        member = {of: partial(function, **{parameter: example})}
        return {"functions": member, "variants": variants, "nodes": nodes}

    return _declaring(name, hint, concept, cost, replaced)


def _called(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    """Return a class under the name of the one that it replaces, for errors tell that name."""
    if isinstance(function, type):
        function.__name__ = function.__qualname__ = name
    return function


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
        setattr(function, _WRONG, Wrong(known, **replaced(function), cost=cost))
        return function

    return declare


def wrong_answers(namespace: Mapping[str, Any]) -> tuple[Wrong, ...]:
    """Return the misconceptions that a module's namespace declares, in its order."""
    found = (getattr(value, _WRONG, None) for value in namespace.values())
    return tuple(wrong for wrong in found if isinstance(wrong, Wrong))
