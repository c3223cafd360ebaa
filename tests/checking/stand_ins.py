"""A student, a reference and a bank made of plain functions."""

import types
from collections.abc import Sequence
from typing import Any

from autograder.calls.answer import Answer
from autograder.checking.answers import Answers, Prediction
from autograder.checking.check import Check
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Wrong
from autograder.checking.outcome import Misconception
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

    def __init__(self, *wrongs: Wrong) -> None:
        self._wrongs = wrongs

    def predictions(
        self, function: str, arguments: Sequence[Any], only: str | None = None
    ) -> list[Prediction]:
        return [
            Prediction(wrong.misconception, self._answer(wrong, function, arguments))
            for wrong in self._wrongs
            if only in (None, wrong.misconception.id)
        ]

    def _answer(self, wrong: Wrong, function: str, arguments: Sequence[Any]) -> Answer:
        return caller(**wrong.functions).call(function, arguments)


def student(*wrongs: Wrong, right: dict[str, Any] | None = None, **functions: Any) -> Student:
    reference = LiveReference(right or {}, {})
    made = Student(caller(**functions), Answers(reference, FunctionBank(*wrongs), points=1))
    return made._begin(Check("It is right.", 1, OWN_HINT))
