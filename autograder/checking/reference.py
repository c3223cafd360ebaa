"""What right answers come from: the solution itself, or the answer key's recording of it."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from autograder.checking.outcome import KitFault
from autograder.checking.script import SCRIPT, functions_called, performer
from autograder.checking.values import CONSTANT, copied, plain

__all__ = ["LiveReference", "Reference", "ReferenceFunction", "ReferenceSource"]


class ReferenceSource(Protocol):
    """Where a reference's answers come from."""

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        """Return the right answer, a plain value."""
        ...

    def parameter_names(self, function: str) -> Sequence[str]:
        """Return the names of the function's parameters, for messages."""
        ...


class ReferenceFunction:
    """One function of the reference; checks call it or hand it to `equals`."""

    def __init__(self, source: ReferenceSource, name: str) -> None:
        self._source = source
        self.__name__ = name

    def __call__(self, *arguments: Any) -> Any:
        """Return the right answer to these arguments, which stay as they are."""
        return self._source.answer(self.__name__, arguments)


class Reference:
    """The fixture `reference`: every attribute is a function that answers rightly."""

    def __init__(self, source: ReferenceSource) -> None:
        self._source = source

    def __getattr__(self, name: str) -> ReferenceFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return ReferenceFunction(self._source, name)


class LiveReference:
    """Answers from the solution's functions and the check file's oracles.

    Parameters
    ----------
    functions : mapping of str to callable
        The solution's namespace.
    oracles : mapping of str to callable
        Functions ``f(reference, *arguments)``.
    """

    def __init__(
        self, functions: Mapping[str, Any], oracles: Mapping[str, Callable[..., Any]]
    ) -> None:
        self._functions = functions
        self._oracles = oracles

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        """Return the solution's answer on copies of `arguments`.

        Raises
        ------
        KitFault
            If the solution has no such function, or fails: never the student's fault.
        """
        given = [copied(argument) for argument in arguments]
        if function in self._oracles:
            return plain(self._oracles[function](Reference(self), *given))
        if function.startswith(CONSTANT):
            return self._constant(function.removeprefix(CONSTANT))
        for name in functions_called(function, arguments):
            if not callable(self._functions.get(name)):
                raise KitFault(f"the solution has no function {name}")
        target = performer(function, self._functions.__getitem__)
        with np.errstate(over="ignore"):
            return plain(target(*given))

    def _constant(self, name: str) -> Any:
        if name not in self._functions:
            raise KitFault(f"the solution has no constant {name}")
        return plain(self._functions[name])

    def parameter_names(self, function: str) -> Sequence[str]:
        """Return the parameter names of the solution's function; those after a star have none."""
        if function == SCRIPT:
            return ("an argument",)
        target = self._functions.get(function)
        if not callable(target):
            return ()
        parameters = inspect.signature(target).parameters.values()
        return tuple(p.name for p in parameters if p.kind is not p.VAR_POSITIONAL)
