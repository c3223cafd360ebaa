"""What right answers come from: the solution itself, or the answer key's recording of it."""

from collections.abc import Sequence
from typing import Any, Protocol

__all__ = ["Reference", "ReferenceFunction", "ReferenceSource"]


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
