"""A student, a reference and a bank made of plain functions."""

import types
from collections.abc import Mapping, Sequence
from typing import Any

from autograder.checking.answers import Answers, Candidate, Prediction
from autograder.checking.check import Check
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Wrong
from autograder.checking.outcome import Misconception
from autograder.checking.reason import reason_of
from autograder.checking.student import Student
from autograder.reference.sources import LiveReference

__all__ = ["OWN_HINT", "FunctionBank", "caller", "student", "wrong"]

OWN_HINT = "What did you expect?"


def caller(**functions: Any) -> InProcessCaller:
    module = types.ModuleType("exercises.e01_first")
    vars(module).update(functions)
    return InProcessCaller("e01_first.py", lambda: module)


def wrong(key: str, **functions: Any) -> Wrong:
    return Wrong(Misconception(key, f"The mistake {key}", f"Is it {key}?"), functions)


class FunctionBank:
    """Mistakes as functions, called as a student's are."""

    def __init__(self, *wrongs: Wrong, right: Mapping[str, Any] | None = None) -> None:
        self._wrongs = wrongs
        self._right = dict(right or {})
        self.asked: list[str] = []
        self._pairs: dict[str, Mapping[str, Any]] = {}

    def candidates(self, function: str, arguments: Sequence[Any]) -> list[Candidate]:
        found = []
        for wrong in self._wrongs:
            keys, home = tuple(wrong.members), next(iter(wrong.functions))
            groups = [keys] if wrong.nodes else [(key,) for key in keys]
            found += [Candidate(wrong.misconception, one, wrong.nodes, home) for one in groups]
        return found

    def prediction(self, key: str, function: str, arguments: Sequence[Any]) -> Prediction:
        self.asked.append(key)
        answer = caller(**{**self._right, **self._of(key)}).call(function, arguments)
        return Prediction(answer, reason_of(answer))

    def pair(self, first: Candidate, second: Candidate) -> str | None:
        """Put them together if they are of different functions."""
        one, other = (self._of(candidate.keys[0]) for candidate in (first, second))
        if one.keys() & other.keys():
            return None
        key = f"{first.keys[0]} over {second.keys[0]}"
        self._pairs[key] = {**one, **other}
        return key

    def _of(self, key: str) -> Mapping[str, Any]:
        if key in self._pairs:
            return self._pairs[key]
        [functions] = [one.members[key] for one in self._wrongs if key in one.members]
        return functions


def student(*wrongs: Wrong, right: dict[str, Any] | None = None, **functions: Any) -> Student:
    reference = LiveReference(right or {}, {})
    made = Student(
        caller(**functions), Answers(reference, FunctionBank(*wrongs, right=right), points=1)
    )
    return made._begin(Check("It is right.", 1, OWN_HINT))
