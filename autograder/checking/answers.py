"""The right answers of an exercise, and the answers of its misconceptions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.calls.answer import Answer
from autograder.checking.outcome import Misconception
from autograder.course import Exercise

__all__ = [
    "Answers",
    "AnswersOf",
    "Bank",
    "NoBank",
    "Prediction",
    "Reference",
    "ReferenceFunction",
    "ReferenceSource",
]


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
    """The object `reference` of a check: every attribute is a function that answers correctly."""

    def __init__(self, source: ReferenceSource) -> None:
        self._source = source

    def __getattr__(self, name: str) -> ReferenceFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return ReferenceFunction(self._source, name)


@dataclass(frozen=True)
class Prediction:
    """The answer that a misconception would have given to one call."""

    misconception: Misconception
    answer: Answer


class Bank(Protocol):
    """The misconceptions of one exercise, asked for their answers."""

    def predictions(
        self, function: str, arguments: Sequence[Any], only: str | None = None
    ) -> Iterable[Prediction]:
        """Return the answer of each misconception, or of the one with the id `only`."""
        ...


class NoBank:
    """A bank for code that is right: it holds no misconception."""

    def predictions(
        self, function: str, arguments: Sequence[Any], only: str | None = None
    ) -> tuple[Prediction, ...]:
        """Return nothing."""
        return ()


@dataclass(frozen=True)
class Answers:
    """The right answers of one exercise, and its misconceptions.

    Attributes
    ----------
    reference : ReferenceSource
        Gives the right answers.
    bank : Bank
        The misconceptions.
    points : float
        The points of all checks, hidden ones included.
    """

    reference: ReferenceSource
    bank: Bank
    points: float


AnswersOf = Callable[[Exercise], Answers]
