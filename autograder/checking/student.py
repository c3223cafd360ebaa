"""The object `student` of a check: the module being checked, wherever it runs."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.script import SCRIPT
from autograder.calls.values import CONSTANT
from autograder.checking.answers import Bank, Prediction, ReferenceSource
from autograder.checking.check import Check
from autograder.checking.display import show, show_call
from autograder.checking.frameworks import Needs
from autograder.checking.misconception import agrees, passes
from autograder.checking.outcome import CheckFailed, Lines, Misconception, NotWritten, Skipped

__all__ = ["UNFIT", "Student", "StudentFunction", "View", "describe", "viewed"]

View = Callable[[Any], Any]

_REMEMBERED_CALLS = 40

# Errors of a question about an answer of another kind, or of a shape that takes all the memory
# there is. Then the student's answer is wrong, not the kit.
UNFIT: Final = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, MemoryError)

# Where no value came back, a check's own question about its value would lead astray.
_HINTS_WITHOUT_A_VALUE = {
    CallStatus.MISSING: "Is it there, under exactly this name?",
    CallStatus.STOPPED: (
        "Which line could go on for ever, end the program, or do one number at a time what whole "
        "arrays can do at once?"
    ),
}
_RUN_THE_FILE = "What does Python say about that line when you run the file by itself?"
_UNKNOWN_NAME = "Which name does Python not know there, and where should it get its value?"
_HINTS_BY_UNREADABLE = {
    "SyntaxError": _RUN_THE_FILE,
    "IndentationError": _RUN_THE_FILE,
    "TabError": _RUN_THE_FILE,
}
_HINTS_BY_ERROR = _HINTS_BY_UNREADABLE | {
    "ModuleNotFoundError": "Which packages may an exercise use, and is the name spelled right?",
    "ImportError": "Does the other file define this name?",
    "NameError": _UNKNOWN_NAME,
    "UnboundLocalError": _UNKNOWN_NAME,
    "AttributeError": "What is it that has no such attribute, and is the name spelled right?",
}


class Student:
    """Every attribute is a function of the student's module; calling it gives a plain value.

    Parameters
    ----------
    caller : Caller
        What carries a call to the student's code and brings the answer back.
    bank : Bank
        The known wrong answers to compare with.
    reference : ReferenceSource
        Asked for the names of parameters, and for what no mistake has to explain.
    """

    def __init__(self, caller: Caller, bank: Bank, reference: ReferenceSource) -> None:
        self._caller = caller
        self._bank = bank
        self._reference = reference
        self._calls: list[tuple[str, tuple[Any, ...], Answer, View]] = []
        self._check: Check | None = None
        self._needs: Needs | None = None

    def __getattr__(self, name: str) -> "StudentFunction":
        if name.startswith("_"):
            raise AttributeError(name)
        return StudentFunction(self, name)

    def constant(self, name: str) -> "StudentFunction":
        """Return a reader of a module-level value, as if it were a function of no arguments."""
        return StudentFunction(self, CONSTANT + name)

    def _begin(self, check: Check, needs: Needs | None = None) -> "Student":
        """Note which check is about to ask, so that a failure can show its hint."""
        self._check = check
        self._needs = needs
        return self

    def _answer(self, function: str, arguments: tuple[Any, ...], through: View) -> Answer:
        # Not sooner: what a check asks of the reference alone can be recorded without.
        if self._needs is not None and (why := self._needs.unmet()):
            raise Skipped(why)
        answer = self._caller.call(function, arguments)
        if answer.status is CallStatus.TODO:
            raise NotWritten(answer.todo)
        if self._needs is not None and (why := self._needs.unmet_by(answer)):
            raise Skipped(why)
        if self._is_repair() and answer.error not in _HINTS_BY_UNREADABLE:
            # Finding the line is the exercise.
            answer = replace(answer, where="")
        seen = viewed(answer, through)
        self._calls = [
            *self._calls[-_REMEMBERED_CALLS + 1 :],
            (function, arguments, seen, through),
        ]
        return answer

    def _is_repair(self) -> bool:
        return self._needs is not None and self._needs.exercise.kind == "repair"

    def _fail(
        self,
        function: str,
        arguments: tuple[Any, ...],
        answer: Answer,
        expected: str,
        got: str,
        hint: str,
        through: View,
    ) -> CheckFailed:
        """Return the failure to raise: the four lines, and the misconception if one is found."""
        found = self._diagnosis(function, arguments, answer, through)
        names = self._reference.parameter_names(function)
        own_hint = self._check.hint if self._check else ""
        hint = (
            hint
            or _HINTS_WITHOUT_A_VALUE.get(answer.status)
            or _HINTS_BY_ERROR.get(answer.error)
            or own_hint
        )
        lines = Lines(
            called=_called(function, names, arguments, answer),
            expected=expected,
            got=got,
            hint=f"{found.hint}  [{found.name}]" if found else hint,
        )
        return CheckFailed(lines, found)

    def _diagnosis(
        self, function: str, arguments: tuple[Any, ...], answer: Answer, through: View
    ) -> Misconception | None:
        if self._check is not None and not self._check.named:
            return None
        seen = viewed(answer, through)
        right = self._right(function, arguments)
        matching = [
            prediction
            for prediction in self._bank.predictions(function, arguments)
            if agrees(viewed(prediction.answer, through), seen)
            and not (
                right is not None
                and passes(viewed(prediction.answer, through), viewed(right, through))
            )
        ]
        if seen.status is CallStatus.RAISED and function != SCRIPT:
            # Many mistakes end in the same error. Where the function has ended in it before, this
            # mistake would have, too.
            matching = [
                found for found in matching if not self._disagreements(found, function, seen)
            ]
        if len(matching) > 1:
            # Several mistakes look alike here; earlier calls tell them apart.
            matching.sort(key=self._disagreements)
        return matching[0].misconception if matching else None

    def _right(self, function: str, arguments: tuple[Any, ...]) -> Answer | None:
        try:
            return Answer(CallStatus.RETURNED, self._reference.answer(function, arguments))
        except Exception:
            # It is right to raise here, or the answer key has no row: nothing to compare with.
            return None

    def _disagreements(
        self, candidate: Prediction, of: str | None = None, ended: Answer | None = None
    ) -> int:
        """Count the calls that a misconception would have answered differently."""
        return sum(
            not agrees(viewed(prediction.answer, through), answer)
            for function, arguments, answer, through in self._calls
            if of in (None, function) and (ended is None or agrees(answer, ended))
            for prediction in self._bank.predictions(
                function, arguments, only=candidate.misconception.id
            )
        )


class StudentFunction:
    """One function of the student's module."""

    def __init__(self, student: Student, name: str) -> None:
        self._student = student
        self.__name__ = name

    def __call__(self, *arguments: Any) -> Any:
        """Return what the student's function returns.

        Raises
        ------
        CheckFailed
            If it does not return.
        NotWritten
            If it is still a stub.
        """
        answer = self._answer(arguments)
        if answer.status is not CallStatus.RETURNED:
            raise self._fail(arguments, answer, "a value", describe(answer))
        return answer.value

    def _answer(self, arguments: tuple[Any, ...], through: View | None = None) -> Answer:
        return self._student._answer(self.__name__, arguments, through or _as_it_is)

    def _fail(
        self,
        arguments: tuple[Any, ...],
        answer: Answer,
        expected: str,
        got: str,
        hint: str = "",
        through: View | None = None,
    ) -> CheckFailed:
        return self._student._fail(
            self.__name__, arguments, answer, expected, got, hint, through or _as_it_is
        )

    def _parameter_name(self, arguments: Sequence[Any], position: int) -> str:
        names = self._student._reference.parameter_names(self.__name__)
        return names[position] if position < len(names) else f"argument {position + 1}"


def describe(answer: Answer) -> str:
    """Return one line that says how a call ended without a usable value."""
    if answer.status is CallStatus.RAISED:
        where = f" (in {answer.where})" if answer.where else ""
        return f"{answer.error}: {answer.text}{where}"
    return answer.text


def viewed(answer: Answer, through: View) -> Answer:
    """Return `answer` with its value seen through `through`; as it is if that is not possible."""
    if answer.status is not CallStatus.RETURNED or through is _as_it_is:
        return answer
    try:
        return replace(answer, value=through(answer.value))
    except UNFIT:
        return answer


def _as_it_is(value: Any) -> Any:
    return value


def _called(function: str, names: Sequence[str], arguments: tuple[Any, ...], answer: Answer) -> str:
    text = show_call(function, names, arguments)
    # A constant is shown as the student's file has it.
    is_value = function.startswith(CONSTANT) and answer.status is CallStatus.RETURNED
    return f"{text} = {show(answer.value)}" if is_value else text
