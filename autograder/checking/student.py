"""The object `student` of a check: the module being checked, wherever it runs."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.script import is_long
from autograder.calls.values import CONSTANT, size_of
from autograder.checking.answers import Answers
from autograder.checking.check import Check
from autograder.checking.compare import has_float32
from autograder.checking.container import as_asked, taken_for_plain
from autograder.checking.display import show, show_call
from autograder.checking.frameworks import Needs
from autograder.checking.naming import UNFIT, Call, CallEnd, View, names, viewed
from autograder.checking.outcome import CheckFailed, Lines, Misconception, NotWritten, Skipped

__all__ = ["UNFIT", "Call", "Student", "StudentFunction", "View", "describe"]

_REMEMBERED_BYTES = 8_000_000  # of each exercise, as long as its submission is graded
_MANY_BYTES = 1_000_000

_EXERCISE_FILE: Final = re.compile(r"(e\d\d_\w+)\.(?:py|ipynb)\b")

# Where no value came back, a check's own question about its value would lead astray.
_HINTS_WITHOUT_A_VALUE = {
    CallStatus.MISSING: "Is it there, under exactly this name?",
    CallStatus.UNUSABLE: (
        "Which kind of value does the text above the function ask for, and which does your "
        "return line give?"
    ),
    CallStatus.STOPPED: (
        "Which line could go on for ever, end the program, or do one number at a time what whole "
        "arrays can do at once?"
    ),
}
_UNKNOWN_NAME = "Which name does Python not know there, and where should it get its value?"
_HINTS_BY_UNREADABLE = dict.fromkeys(
    ("SyntaxError", "IndentationError", "TabError"),
    "What does Python say about that line when you run the file by itself?",
)
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
    answers : Answers
        Has the misconceptions to compare with; its reference is asked for the names of
        parameters, and for what no mistake has to explain.
    """

    def __init__(self, caller: Caller, answers: Answers) -> None:
        self._caller = caller
        self._answers = answers
        self._reference = answers.reference
        self._calls: list[Call] = []
        self._forgotten: set[frozenset[str]] = set()
        self._received = 0
        self._check: Check | None = None
        self._name = ""
        self._needs: Needs | None = None
        self._needs_float32: Callable[[], bool] = lambda: False
        self._container: Lines | None = None
        self._in_float32 = False

    def __getattr__(self, name: str) -> "StudentFunction":
        if name.startswith("_"):
            raise AttributeError(name)
        return StudentFunction(self, name)

    def constant(self, name: str) -> "StudentFunction":
        """Return a reader of a module-level value, as if it were a function of no arguments."""
        return StudentFunction(self, CONSTANT + name)

    def _begin(
        self,
        check: Check,
        needs: Needs | None = None,
        name: str = "",
        needs_float32: Callable[[], bool] = lambda: False,
    ) -> "Student":
        """Note which check is about to ask, so that a failure can show its hint.

        `needs_float32` tells whether an exercise that this one builds on computes in float32.
        """
        self._received = 0
        self._check = check
        self._needs = needs
        self._name = name
        self._needs_float32 = needs_float32
        self._container, self._in_float32 = None, False
        # Asked again, it speaks once.
        self._calls = [call for call in self._calls if call.check != name]
        return self

    def _misconceptions(self) -> dict[str, Misconception]:
        """Return what explains the failures so far, by the names of the checks."""
        if not any(call.end is CallEnd.FAILED for call in self._calls):
            return {}
        told = [call for call in self._calls if not self._is_forgotten(call)]
        return names(told, self._answers)

    def _is_forgotten(self, call: Call) -> bool:
        # Where one call is not known any more, no name of its function is certain.
        return any(subject & call.subject for subject in self._forgotten)

    @property
    def _met_container(self) -> Lines | None:
        """The four lines about the first container of this check that was not asked for."""
        return self._container

    @property
    def _was_in_float32(self) -> bool:
        """Whether an answer to this check has float32's accuracy, and was given no float32."""
        return self._in_float32

    @property
    def _sent_much(self) -> bool:
        """Whether its answers may be why the check needs much memory."""
        return self._received >= _MANY_BYTES

    def _call(self, function: str, arguments: tuple[Any, ...], through: View | None) -> Call:
        # Not sooner: what a check asks of the reference alone can be recorded without.
        if self._needs is not None and (why := self._needs.unmet()):
            raise Skipped(why)
        self._received += _MANY_BYTES  # as long as nobody knows
        answer = self._caller.call(function, arguments)
        size = size_of(answer.value)
        self._received += size - _MANY_BYTES
        if answer.status is CallStatus.TODO:
            raise NotWritten(answer.todo)
        if self._is_newer_than_its_file(function, answer):
            raise NotWritten(f"{self._short} {function}", new_since=self._new_since)
        if self._needs is not None and (why := self._needs.unmet_by(answer)):
            raise Skipped(why)
        place = answer.where
        is_repair = self._needs is not None and self._needs.exercise.kind == "repair"
        if is_repair and answer.error not in _HINTS_BY_UNREADABLE:
            # Finding the line is the exercise.
            answer = replace(answer, where="")
        seen = viewed(answer, through)
        call = Call(function, arguments, answer, through, seen, size, self._name, place)
        call.is_elsewhere = self._is_elsewhere(place)
        if self._check is None or (self._check.named and not is_long(function, arguments)):
            self._remember(call)
        return call

    def _is_elsewhere(self, place: str) -> bool:
        """Tell whether a line of code is another exercise's."""
        file = _EXERCISE_FILE.match(place)
        return file is not None and self._needs is not None and file[1] != self._needs.exercise.id

    def _remember(self, call: Call) -> None:
        self._calls.append(call)
        while sum(one.size for one in self._calls) > _REMEMBERED_BYTES:
            self._forgotten.add(self._calls.pop(0).subject)

    def _read(self, call: Call, asked: Any) -> Call:
        """Return a call with its value read in the containers of `asked`."""
        value, container = as_asked(asked, call.answer.value)
        answer = replace(call.answer, value=value)
        read = replace(
            call,
            answer=answer,
            seen=viewed(answer, call.through),
            given=call.answer.value,
            container=container,
        )
        if self._calls and self._calls[-1] is call:
            self._calls[-1] = read
        return read

    def _is_in_float32(self, call: Call) -> bool:
        """Tell whether float32's accuracy is all that can be asked of an answer.

        An exercise that got float32 from an earlier one has its accuracy, whatever the dtype of
        its own numbers is.
        """
        if self._has_float32(call):
            return True
        found = self._needs_float32()
        self._in_float32 |= found
        return found

    def _has_float32(self, call: Call) -> bool:
        return has_float32(call.answer.value) or has_float32(call.given)

    def _passed(self, call: Call) -> None:
        """Note the container of an answer that is right, and whether it chose float32."""
        if self._has_float32(call) and not has_float32(call.arguments):
            self._in_float32 = True
        container = taken_for_plain(call.answer.other) or call.container
        if container is not None and self._container is None:
            value = call.answer.value if call.given is None else call.given
            self._container = container.lines(self._called(call), value)

    def _called(self, call: Call) -> str:
        parameters = self._reference.parameter_names(call.function)
        return show_call(call.function, parameters, call.arguments)

    @property
    def _new_since(self) -> str:
        return self._check.new_since if self._check else ""

    @property
    def _short(self) -> str:
        return self._needs.exercise.short if self._needs else ""

    def _is_newer_than_its_file(self, function: str, answer: Answer) -> bool:
        """Tell whether a function is missing because an earlier release did not ask for it."""
        is_missing = answer.status is CallStatus.MISSING
        return is_missing and bool(self._new_since) and f"no function {function} " in answer.text

    def _fail(self, call: Call, expected: str, got: str, hint: str = "") -> CheckFailed:
        """Return the failure to raise: the four lines. Its name is found when all checks ran."""
        call.end = CallEnd.FAILED
        called = self._called(call)
        if call.function.startswith(CONSTANT) and call.answer.status is CallStatus.RETURNED:
            # A constant is shown as the student's file has it.
            called = f"{called} = {show(call.answer.value)}"
        is_stopped = call.answer.status is CallStatus.STOPPED
        hint = (
            hint
            or (self._check.hint_of_time if self._check and is_stopped else "")
            or _HINTS_WITHOUT_A_VALUE.get(call.answer.status)
            or _HINTS_BY_ERROR.get(call.answer.error)
            or (self._check.hint if self._check else "")
        )
        lines = Lines(called, expected, got, hint)
        return CheckFailed(lines, stopped=is_stopped)

    def _right_as_it_is(self, call: Call) -> Answer | None:
        if is_long(call.function, call.arguments):
            return None
        try:
            value = self._reference.answer(call.function, call.arguments)
        except Exception:
            # It is right to raise here, or the answer key has no row: nothing to compare with.
            return None
        return Answer(CallStatus.RETURNED, value)


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
        call = self._read(self._returned(arguments, lambda: "a value"))
        self._passed(call)
        return call.answer.value

    def _call(self, arguments: tuple[Any, ...], through: View | None = None) -> Call:
        return self._student._call(self.__name__, arguments, through)

    def _returned(
        self, arguments: tuple[Any, ...], expected: Callable[[], str], through: View | None = None
    ) -> Call:
        """Make a call; `expected` is asked for its text only if the call does not return."""
        call = self._call(arguments, through)
        if call.answer.status is not CallStatus.RETURNED:
            raise self._fail(call, expected(), describe(call.answer))
        return call

    def _read(self, call: Call, *asked: Any) -> Call:
        """Return a call with its value in the containers of `asked`.

        Without it they are those of the right answer, where that is known.
        """
        if not asked:
            right = self._student._right_as_it_is(call)
            asked = () if right is None else (right.value,)
        return self._student._read(call, *asked) if asked else call

    def _is_in_float32(self, call: Call) -> bool:
        return self._student._is_in_float32(call)

    def _passed(self, call: Call) -> None:
        self._student._passed(call)

    def _fail(self, call: Call, expected: str, got: str, hint: str = "") -> CheckFailed:
        return self._student._fail(call, expected, got, hint)

    def _parameter_name(self, position: int) -> str:
        names = self._student._reference.parameter_names(self.__name__)
        return names[position] if position < len(names) else f"argument {position + 1}"


def describe(answer: Answer) -> str:
    """Return one line that says how a call ended without a usable value."""
    if answer.status is CallStatus.RAISED:
        where = f" (in {answer.where})" if answer.where else ""
        return f"{answer.error}: {answer.text}{where}"
    return answer.text
