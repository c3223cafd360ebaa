"""A supplied class: its methods are answered on this side, its objects live with the student."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from autograder.calls.generator import generator_with, taken
from autograder.calls.values import copied, identical
from autograder.checking.outcome import KitFault

__all__ = ["SuppliedClass"]


@dataclass(frozen=True)
class SuppliedClass:
    """A class of a solution, for objects of which this side keeps nothing.

    Every question brings the state of its object, and the answer says what has changed.

    Attributes
    ----------
    kind : type
        The class.
    attributes : tuple of str
        The attributes that hold all the state of an object.
    """

    kind: type
    attributes: tuple[str, ...]

    @cached_property
    def methods(self) -> tuple[str, ...]:
        """The names of `__init__` and of its public methods."""
        return tuple(
            name
            for name, _ in inspect.getmembers(self.kind, inspect.isfunction)
            if name == "__init__" or not name.startswith("_")
        )

    def answer(
        self,
        method: str,
        state: Mapping[str, Any],
        arguments: Sequence[Any],
        keywords: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Call a method on an object with that state.

        Parameters
        ----------
        method : str
            One of `methods`.
        state : mapping of str to plain value
            The object's attributes; none for `__init__`.
        arguments, keywords
            What the method is given: each a pair, `["value", value]` or `["generator", numbers]`.

        Returns
        -------
        dict
            Its `result`, the attributes that it `changed`, and the states of the `generators` that
            it was given, now.

        Raises
        ------
        KitFault
            If the object keeps anything in other attributes.
        Exception
            If the method fails, or this is no question about it.
        """
        wanted = set() if method == "__init__" else {*self.attributes}
        if type(state) is not dict or state.keys() != wanted:
            raise TypeError("this is not the state of such an object")
        before = copied(state)
        of: Any = object.__new__(self.kind)
        vars(of).update(state)
        given = [_untagged(one) for one in arguments]
        named = {name: _untagged(one) for name, one in keywords.items()}
        with np.errstate(all="ignore"):
            result = getattr(of, method)(*given, **named)
        if vars(of).keys() != {*self.attributes}:  # the author's error: students cannot make it
            raise KitFault(
                f"{self.kind.__name__}.{method} left an object with the attributes "
                f"{', '.join(vars(of))}; course.toml says {', '.join(self.attributes)}"
            )
        generators = [
            one for one in (*given, *named.values()) if isinstance(one, np.random.Generator)
        ]
        return {
            "result": result,
            "changed": {
                name: value
                for name, value in vars(of).items()
                if name not in before or not identical(before[name], value)
            },
            "generators": [taken(one) for one in generators],
        }


def _untagged(pair: Any) -> Any:
    kind, value = pair
    if kind == "generator":
        return generator_with(value)
    if kind == "value":
        return value
    raise TypeError("this is no argument")
