"""`expect(student.f, *arguments).equals(...)`: the sentence that checks are written in."""

from collections.abc import Callable
from typing import Any

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.values import copied
from autograder.checking.answers import ReferenceFunction
from autograder.checking.compare import ATOL, RTOL, difference
from autograder.checking.display import show
from autograder.checking.student import UNFIT, StudentFunction, View, describe, viewed

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
    ) -> Any:
        """Make the call and compare; the answer is returned for further questions.

        It ran, type, shape, finite, value, arguments unchanged: in this order, and the first
        that does not hold is the failure.

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

        Raises
        ------
        CheckFailed
            If the answer is not right.
        """
        if isinstance(expected, ReferenceFunction):
            expected = expected(*self._arguments)
        answer = self._returned(lambda: show(expected), through)
        seen = viewed(answer, through).value if through else answer.value
        found = difference(expected, seen, rtol, atol)
        if found is not None:
            reason = f" ({because})" if because and found.stage == "value" else ""
            raise self._fail(
                answer, found.expected + reason, found.got, hint=found.hint, through=through
            )
        self._unchanged(answer)
        return answer.value

    def satisfies(
        self, holds: Callable[[Any], bool], expected: str, *, through: View | None = None
    ) -> Any:
        """Make the call and ask `holds` of its value; `expected` says in words what it asks.

        Known mistakes are recognised by `through(value)`, as in `equals`.

        Raises
        ------
        CheckFailed
            If it does not hold, or the call does not return.
        """
        answer = self._returned(lambda: expected, through)
        try:
            held = bool(holds(answer.value))
        except UNFIT:
            # A question about an array has the answer no where the value is not an array.
            held = False
        if not held:
            raise self._fail(answer, expected, show(answer.value), through=through)
        self._unchanged(answer)
        return answer.value

    def raises(self, error: type[Exception]) -> None:
        """Make the call and expect it to raise `error`.

        Raises
        ------
        CheckFailed
            If it raises anything else, or nothing.
        """
        answer = self._function._answer(self._arguments)
        if answer.status is CallStatus.RETURNED:
            raise self._fail(answer, f"a {error.__name__} is raised", show(answer.value))
        if answer.status is not CallStatus.RAISED or answer.error != error.__name__:
            raise self._fail(answer, f"a {error.__name__} is raised", describe(answer))

    def _returned(self, expected: Callable[[], str], through: View | None = None) -> Answer:
        """Make the call; `expected` is asked for its text only if the call does not return."""
        answer = self._function._answer(self._arguments, through)
        if answer.status is not CallStatus.RETURNED:
            raise self._fail(answer, expected(), describe(answer))
        return answer

    def _unchanged(self, answer: Answer) -> None:
        if answer.changed:
            position = answer.changed[0]
            name = self._function._parameter_name(self._arguments, position)
            raise self._fail(
                answer,
                f"{name} is left as it was",
                f"{name} was changed in place",
                hint="Who owns the array that you were given?",
            )

    def _fail(
        self,
        answer: Answer,
        expected: str,
        got: str,
        hint: str = "",
        through: View | None = None,
    ) -> Exception:
        return self._function._fail(self._arguments, answer, expected, got, hint, through)


def expect(function: StudentFunction, *arguments: Any) -> Expectation:
    """Say which call of the student's function, or which constant, is to be looked at."""
    return Expectation(function, arguments)
