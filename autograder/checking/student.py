"""The object `student` of a check: the module being checked, wherever it runs."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.script import SCRIPT, is_long
from autograder.calls.values import CONSTANT, size_of
from autograder.checking.answers import Answers, Prediction
from autograder.checking.check import Check
from autograder.checking.compare import has_float32
from autograder.checking.container import Container, as_asked, taken_for_plain
from autograder.checking.display import show, show_call
from autograder.checking.frameworks import Needs
from autograder.checking.misconception import agrees, passes
from autograder.checking.outcome import CheckFailed, Lines, Misconception, NotWritten, Skipped

__all__ = ["UNFIT", "Call", "Student", "StudentFunction", "View", "describe"]

View = Callable[[Any], Any]

_REMEMBERED_CALLS = 40
_REMEMBERED_BYTES = 8_000_000  # of each exercise, as long as its submission is graded
_MANY_BYTES = 1_000_000

# Errors of a question about an answer of another kind, or of a shape that takes all the memory
# there is. Then the student's answer is wrong, not the kit.
UNFIT: Final = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, MemoryError)

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


@dataclass(frozen=True)
class Call:
    """A call of the student's code, and its answer.

    Attributes
    ----------
    function : str
        The function's name, or a constant's.
    arguments : tuple of object
        As the check gave them.
    answer : Answer
        The answer, whose value a check asks about.
    through : callable
        The view of a value by which misconceptions are recognised.
    seen : Answer
        The answer with its value seen through it.
    size : int
        How many bytes of memory the value takes.
    given : object
        The value as it came, where it was read in the containers that were asked for.
    container : Container or None
        The first of its containers that was not the one asked for.
    """

    function: str
    arguments: tuple[Any, ...]
    answer: Answer
    through: View
    seen: Answer
    size: int
    given: Any = None
    container: Container | None = None


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
        self._bank = answers.bank
        self._reference = answers.reference
        self._calls: deque[Call] = deque(maxlen=_REMEMBERED_CALLS)
        self._received = 0
        self._check: Check | None = None
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
        needs_float32: Callable[[], bool] = lambda: False,
    ) -> "Student":
        """Note which check is about to ask, so that a failure can show its hint.

        `needs_float32` tells whether an exercise that this one builds on computes in float32.
        """
        self._received = 0
        self._check = check
        self._needs = needs
        self._needs_float32 = needs_float32
        self._container, self._in_float32 = None, False
        return self

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
        is_repair = self._needs is not None and self._needs.exercise.kind == "repair"
        if is_repair and answer.error not in _HINTS_BY_UNREADABLE:
            # Finding the line is the exercise.
            answer = replace(answer, where="")
        view = through or _as_it_is
        call = Call(function, arguments, answer, view, _viewed(answer, view), size)
        self._calls.append(call)
        while sum(one.size for one in self._calls) > _REMEMBERED_BYTES:
            self._calls.popleft()
        return call

    def _read(self, call: Call, asked: Any) -> Call:
        """Return a call with its value read in the containers of `asked`."""
        value, container = as_asked(asked, call.answer.value)
        answer = replace(call.answer, value=value)
        read = replace(
            call,
            answer=answer,
            seen=_viewed(answer, call.through),
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
        names = self._reference.parameter_names(call.function)
        return show_call(call.function, names, call.arguments)

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
        """Return the failure to raise: the four lines, and the misconception if one is found."""
        found = self._diagnosis(call)
        called = self._called(call)
        if call.function.startswith(CONSTANT) and call.answer.status is CallStatus.RETURNED:
            # A constant is shown as the student's file has it.
            called = f"{called} = {show(call.answer.value)}"
        hint = (
            hint
            or _HINTS_WITHOUT_A_VALUE.get(call.answer.status)
            or _HINTS_BY_ERROR.get(call.answer.error)
            or (self._check.hint if self._check else "")
        )
        lines = Lines(called, expected, got, f"{found.hint}  [{found.name}]" if found else hint)
        return CheckFailed(lines, found, stopped=call.answer.status is CallStatus.STOPPED)

    def _diagnosis(self, call: Call) -> Misconception | None:
        if self._check is not None and not self._check.named:
            return None
        right = self._right(call)
        matching = [
            prediction
            for prediction in self._bank.predictions(call.function, call.arguments)
            if agrees(wrong := _viewed(prediction.answer, call.through), call.seen)
            and not (right is not None and passes(wrong, right))
        ]
        if call.seen.status is CallStatus.RAISED and call.function != SCRIPT:
            # Many mistakes end in the same error. Where the function has ended in it before, this
            # mistake would have, too.
            matching = [found for found in matching if not self._disagreements(found, like=call)]
        if len(matching) > 1:
            # Several mistakes look alike here; earlier calls tell them apart.
            matching.sort(key=self._disagreements)
        return matching[0].misconception if matching else None

    def _right(self, call: Call) -> Answer | None:
        right = self._right_as_it_is(call)
        return right and _viewed(right, call.through)

    def _right_as_it_is(self, call: Call) -> Answer | None:
        if is_long(call.function, call.arguments):
            return None
        try:
            value = self._reference.answer(call.function, call.arguments)
        except Exception:
            # It is right to raise here, or the answer key has no row: nothing to compare with.
            return None
        return Answer(CallStatus.RETURNED, value)

    def _disagreements(self, candidate: Prediction, like: Call | None = None) -> int:
        """Count the calls that a misconception would have answered differently.

        With `like`, only calls of the same function count, and of them those that ended like it.
        """
        return sum(
            not agrees(_viewed(prediction.answer, call.through), call.seen)
            for call in self._calls
            if like is None or (call.function == like.function and agrees(call.seen, like.seen))
            for prediction in self._bank.predictions(
                call.function, call.arguments, only=candidate.misconception.id
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


def _viewed(answer: Answer, through: View) -> Answer:
    """Return `answer` with its value seen through `through`; as it is if that is not possible."""
    if answer.status is not CallStatus.RETURNED or through is _as_it_is:
        return answer
    try:
        return replace(answer, value=through(answer.value))
    except UNFIT:
        return answer


def _as_it_is(value: Any) -> Any:
    return value
