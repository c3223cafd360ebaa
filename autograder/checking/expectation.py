"""`expect(student.f, *arguments).equals(...)`: the sentence that checks are written in."""

from collections.abc import Callable
from typing import Any

from autograder.calls.answer import CallStatus
from autograder.calls.values import copied
from autograder.checking.answers import ReferenceFunction
from autograder.checking.compare import ATOL, RTOL, difference
from autograder.checking.display import show
from autograder.checking.naming import CallEnd
from autograder.checking.student import UNFIT, Call, StudentFunction, View, describe

__all__ = ["Expectation", "expect"]


class Expectation:
    """A call that is about to be made, and its expected answer."""

    def __init__(self, function: StudentFunction, arguments: tuple[Any, ...]) -> None:
        self._function = function
        self._arguments = tuple(copied(argument) for argument in arguments)

    def equals(
        self,
        expected: Any,
        *,
        rtol: float = RTOL,
        atol: float = ATOL,
        because: str = "",
        through: View | None = None,
        float32: bool = True,
    ) -> Any:
        """Make the call and compare; the answer is returned for further questions.

        It ran, type, shape, finite, value, arguments unchanged: in this order, and the first
        that does not hold is the failure. Right numbers in another container are read as they were
        asked for (`checking/container.py`).

        Parameters
        ----------
        expected : object or ReferenceFunction
            The right value, or a function of the reference to ask with the same arguments.
        rtol, atol : float
            Tolerances; looser than the course's own only with a reason.
        because : str
            Why the tolerance is what it is; shown in the failure.
        through : callable, optional
            What is compared is `through(value)`, for values that may be right in many ways; and
            misconceptions are recognised by it. A value that it cannot take is compared itself.
        float32 : bool
            Whether answers in float32 are right within their own accuracy; not where the
            tolerance is what the check is about.

        Raises
        ------
        CheckFailed
            If the answer is not right.
        """
        if isinstance(expected, ReferenceFunction):
            expected = expected(*self._arguments)
        call = self._function._returned(self._arguments, lambda: show(expected), through)
        found = difference(expected, call.seen.value, rtol, atol)
        if found is not None:
            # Where a view is compared, the answer itself has the form of the reference's.
            call = self._function._read(call, *([expected] if through is None else []))
            found = difference(expected, call.seen.value, rtol, atol, given=call.given)
        if found is not None and float32 and found.stage == "value":
            near = difference(expected, call.seen.value, rtol, atol, float32=True)
            if near is None and self._function._is_in_float32(call):
                found = None
        if found is not None:
            reason = f" ({because})" if because and found.stage == "value" else ""
            raise self._function._fail(call, found.expected + reason, found.got, found.hint)
        return self._unchanged(call)

    def satisfies(
        self,
        holds: Callable[[Any], bool],
        expected: str,
        *,
        through: View | None = None,
        in_float32: Callable[[Any], bool] | None = None,
    ) -> Any:
        """Make the call and ask `holds` of its value; `expected` says in words what it asks.

        Misconceptions are recognised by `through(value)`, as in `equals`. A value that was computed
        in float32 is asked `in_float32` as well, if `holds` compares more closely than that.

        Raises
        ------
        CheckFailed
            If it does not hold, or the call does not return.
        """
        call = self._function._returned(self._arguments, lambda: expected, through)
        if not _holds(holds, call):
            read = self._function._read(call)
            if not _holds(holds, read) and not (
                in_float32 is not None
                and _holds(in_float32, read)
                and self._function._is_in_float32(read)
            ):
                raise self._function._fail(read, expected, show(call.answer.value))
            call = read
        return self._unchanged(call, CallEnd.SATISFIED)

    def raises(self, error: type[Exception]) -> None:
        """Make the call and expect it to raise `error`.

        Raises
        ------
        CheckFailed
            If it raises anything else, or nothing.
        """
        call = self._function._call(self._arguments)
        call.expected_error = error.__name__
        answer = call.answer
        if answer.status is not CallStatus.RAISED or answer.error != error.__name__:
            returned = answer.status is CallStatus.RETURNED
            got = show(answer.value) if returned else describe(answer)
            raise self._function._fail(call, f"a {error.__name__} is raised", got)
        call.end = CallEnd.ACCEPTED

    def _unchanged(self, call: Call, end: CallEnd = CallEnd.ACCEPTED) -> Any:
        """Return the call's value, unless the call has changed an argument."""
        if call.answer.changed:
            name = self._function._parameter_name(call.answer.changed[0])
            raise self._function._fail(
                call,
                f"{name} is left as it was",
                f"{name} was changed in place",
                hint="Who owns the array that you were given?",
            )
        call.end = end
        self._function._passed(call)
        return call.answer.value


def _holds(holds: Callable[[Any], bool], call: Call) -> bool:
    try:
        return bool(holds(call.answer.value))
    except UNFIT:
        # A question about an array has the answer no where the value is not an array.
        return False


def expect(function: StudentFunction, *arguments: Any) -> Expectation:
    """Say which call of the student's function, or which constant, is to be looked at."""
    return Expectation(function, arguments)
