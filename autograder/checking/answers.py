"""The right answers of an exercise, and the answers of its misconceptions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.calls.answer import Answer
from autograder.checking.outcome import Misconception
from autograder.checking.reason import Reason
from autograder.course import Exercise

__all__ = [
    "Answers",
    "AnswersOf",
    "Bank",
    "Candidate",
    "NoBank",
    "Prediction",
    "Reference",
    "ReferenceFunction",
    "ReferenceSource",
    "predictions",
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
class Candidate:
    """A misconception that may explain a failure.

    Attributes
    ----------
    misconception : Misconception
        Its name and its question.
    keys : tuple of str
        What to ask a bank for: one, or one for each node.
    nodes : tuple of float
        The values of a parameter for which there are predictions; between them, and beyond, the
        answers are a polynomial of the parameter. Empty where there is no parameter to fit.
    home : str
        The function or constant that it stands in for.
    """

    misconception: Misconception
    keys: tuple[str, ...]
    nodes: tuple[float, ...] = ()
    home: str = ""


@dataclass(frozen=True)
class Prediction:
    """The answer that a misconception would have given to one call, and the reason of an error."""

    answer: Answer
    reason: Reason | None = None


class Bank(Protocol):
    """The misconceptions of one exercise, asked for their answers."""

    def candidates(self, function: str, arguments: Sequence[Any]) -> Sequence[Candidate]:
        """Return the misconceptions that may have this call wrong, in the order of their file."""
        ...

    def prediction(self, key: str, function: str, arguments: Sequence[Any]) -> Prediction | None:
        """Return the answer of one of them; None if nobody knows it."""
        ...

    def pair(self, first: Candidate, second: Candidate) -> str | None:
        """Return a key to ask for the answers of both at once; None if they cannot be combined."""
        ...


def predictions(
    bank: Bank, function: str, arguments: Sequence[Any]
) -> Iterator[tuple[str, Candidate, Prediction | None]]:
    """Yield all that a bank has to say about a call: key, misconception and answer."""
    for candidate in bank.candidates(function, arguments):
        for key in candidate.keys:
            yield key, candidate, bank.prediction(key, function, arguments)


class NoBank:
    """A bank for code that is right: it holds no misconception."""

    def candidates(self, function: str, arguments: Sequence[Any]) -> tuple[Candidate, ...]:
        """Return nothing."""
        return ()

    def prediction(self, key: str, function: str, arguments: Sequence[Any]) -> None:
        """Return nothing."""

    def pair(self, first: Candidate, second: Candidate) -> None:
        """Return nothing."""


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
