"""Naming mistakes: which misconception explains what a student's code answered, if one does.

It is decided when all checks of an exercise have run, from all calls of the function that failed. A
misconception predicts its own answer to every call, so one call that it would have answered
otherwise refutes it. A wrong name is worse than none.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property, partial
from itertools import permutations
from typing import Any, Final

import numpy as np

from autograder.calls.answer import Answer, CallStatus
from autograder.calls.script import SCRIPT
from autograder.calls.values import CONSTANT
from autograder.checking.answers import Answers, Candidate, Prediction
from autograder.checking.compare import difference, same
from autograder.checking.container import Container, as_asked
from autograder.checking.outcome import Misconception
from autograder.checking.reason import Reason, reason_of

__all__ = ["UNFIT", "Call", "CallEnd", "View", "names", "passes", "viewed"]

View = Callable[[Any], Any]

# Errors of a question about an answer of another kind, or of a shape that takes all the memory
# there is. Then the student's answer is wrong, not the kit.
UNFIT: Final = (TypeError, ValueError, AttributeError, LookupError, ArithmeticError, MemoryError)

_RTOL: Final = 1e-6
_ATOL: Final = 1e-9
_NEARER: Final = 100  # times: a mistake's answer has to be nearer than the right one by this much
_FITTED_NUMBERS: Final = 3  # that one fitted parameter has to explain, at least
_PAIRS: Final = 30  # of mistakes that are tried together for a function, at most
_SMALL: Final = 3  # failing calls of a function, in which checks of its own are looked for
_FITS: Final = 3  # failing calls to which a parameter is fitted, at most


class CallEnd(Enum):
    """The end of a call, as the check sees it."""

    ASKED = "asked"  # its answer was used, and nothing was said about it
    ACCEPTED = "accepted"
    SATISFIED = "satisfied"  # it has what the check asks for, and may differ in the rest
    FAILED = "failed"


@dataclass(eq=False)
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
    check : str
        The check that made it.
    place : str
        The line of the student's code where an error lies, even where no student is told.
    is_elsewhere : bool
        Whether that line is another exercise's.
    end : CallEnd
        What the check made of it.
    expected_error : str
        The error that it is right to raise, if it is.
    given : object
        The value as it came, where it was read in the containers that were asked for.
    container : Container or None
        The first of its containers that was not the one asked for.
    """

    function: str
    arguments: tuple[Any, ...]
    answer: Answer
    through: View | None
    seen: Answer
    size: int
    check: str = ""
    place: str = ""
    is_elsewhere: bool = False
    end: CallEnd = CallEnd.ASKED
    expected_error: str = ""
    given: Any = None
    container: Container | None = None

    @cached_property
    def subject(self) -> frozenset[str]:
        """The function that it asks about, or all names that a script calls."""
        if self.function != SCRIPT:
            return frozenset([self.function])
        steps = self.arguments[0]
        called = {step[1] for step in steps if step[0] == "call"}
        methods = {"." + step[2] for step in steps if step[0] == "method"}
        return frozenset(called | methods)

    @property
    def as_it_came(self) -> Answer:
        """The answer through the view, in the containers that it came in."""
        if self.given is None:
            return self.seen
        return viewed(replace(self.answer, value=self.given), self.through)

    @property
    def is_unwritten(self) -> bool:
        """Whether nothing was there to be called: no mistake can be seen in it."""
        return self.seen.status in (CallStatus.MISSING, CallStatus.TODO)

    @cached_property
    def reason(self) -> Reason | None:
        """The reason of its error."""
        return reason_of(self.answer)

    @cached_property
    def lacks_a_method(self) -> bool:
        """Whether a script ended at a method that the student's class does not have.

        A class may be right without it, as a submission may without a function of its own.
        """
        if self.function != SCRIPT or self.reason is None:
            return False
        asked = {step[2] for step in self.arguments[0] if step[0] in ("method", "stand_in")}
        return self.reason[:2] == ("AttributeError", "attribute") and self.reason[-1] in asked


class _Says(Enum):
    """The evidence of one call for or against a misconception."""

    NOTHING = "nothing"
    AGREES = "agrees"
    EXPLAINED = "explained"  # a failure, and exactly the misconception's
    UNEXPLAINED = "unexplained"  # a failure that may have another cause
    REFUTES = "refutes"


@dataclass(frozen=True)
class _Holds:
    """A misconception that nothing refutes, and the checks whose failure it explains."""

    candidate: Candidate
    checks: frozenset[str]


def names(calls: Sequence[Call], answers: Answers) -> dict[str, Misconception]:
    """Return the misconceptions by the names of the checks whose failure they explain.

    Parameters
    ----------
    calls : sequence of Call
        All calls of an exercise's functions that its checks made, whatever became of them.
    answers : Answers
        Has the right answers and the misconceptions.
    """
    return _Naming(calls, answers).names()


def _bare(subject: frozenset[str]) -> frozenset[str]:
    """Return a subject without the mark of constants."""
    return frozenset(name.removeprefix(CONSTANT) for name in subject)


def _subject_of(candidate: Candidate) -> frozenset[str]:
    return frozenset([candidate.home])


class _Naming:
    def __init__(self, calls: Sequence[Call], answers: Answers) -> None:
        self._calls = calls
        self._reference = answers.reference
        self._bank = answers.bank
        self._right: dict[Call, Answer | None] = {}
        self._predictions: dict[tuple[str, Call], Prediction | None] = {}
        self._alone: dict[str, frozenset[str]] = {}
        self._weighed: dict[Hashable, frozenset[str] | None] = {}

    def names(self) -> dict[str, Misconception]:
        found: dict[str, Misconception] = {}
        for subject in dict.fromkeys(
            call.subject for call in self._failed if not call.is_unwritten
        ):
            holding = self._holding(subject)
            if holding:
                best = self._best(holding, subject)
                found |= dict.fromkeys(best.checks, best.candidate.misconception)
            else:
                found |= self._two_at_once(subject)
        return {call.check: found[call.check] for call in self._failed if call.check in found}

    @cached_property
    def _failed(self) -> list[Call]:
        return [call for call in self._calls if call.end is CallEnd.FAILED]

    def _best(self, holding: Sequence[_Holds], subject: frozenset[str]) -> _Holds:
        """Return the one that explains most here, and then what is most of a kind with the rest."""
        most = max(len(one.checks) for one in holding)
        best = [one for one in holding if len(one.checks) == most]
        if len(best) == 1:
            return best[0]

        def rank(held: _Holds) -> tuple[int, ...]:
            candidate = held.candidate
            others = {call.subject for call in self._failed} - {subject}
            elsewhere = sum(len(self._explained(candidate, other) or ()) for other in others)
            return (
                self._explained(candidate, _subject_of(candidate)) is None,
                bool(candidate.nodes),
                -elsewhere,
                self._disagreements(candidate),
                candidate.home not in _bare(subject),
            )

        return min(best, key=rank)

    def _disagreements(self, candidate: Candidate) -> int:
        """Count the calls of the exercise that it would have answered otherwise."""
        if candidate.nodes:
            return 0
        [key] = candidate.keys
        said = (self._says(call, self._prediction(key, call)) for call in self._calls)
        return sum(one is _Says.REFUTES for one in said)

    def _holding(self, subject: frozenset[str]) -> list[_Holds]:
        first = next(call for call in self._failed if call.subject == subject)
        held = []
        for candidate in self._bank.candidates(first.function, first.arguments):
            checks = self._explained(candidate, subject)
            if checks and not self._is_refuted_at_home(candidate, subject):
                held.append(_Holds(candidate, checks))
        return held

    def _is_refuted_at_home(self, candidate: Candidate, subject: frozenset[str]) -> bool:
        """Tell whether the function that it replaces is right, or fails in another way."""
        home = _subject_of(candidate)
        homes = {call.subject for call in self._calls if _bare(call.subject) == home}
        return any(self._explained(candidate, one) is None for one in homes - {subject})

    def _explained(self, candidate: Candidate, subject: frozenset[str]) -> frozenset[str] | None:
        """Return the checks that it explains; None if a call of `subject` refutes it."""
        key = (candidate.keys, subject)
        if key not in self._weighed:
            calls = self._evidence(subject)
            if candidate.nodes:
                self._weighed[key] = self._fitted(candidate, subject, calls)
            else:
                [asked] = candidate.keys
                self._weighed[key] = self._weigh(
                    subject, calls, lambda call: self._prediction(asked, call)
                )
        return self._weighed[key]

    def _evidence(self, subject: frozenset[str]) -> list[Call]:
        """Return the calls that can speak for or against a mistake, the cheap refutations first."""
        own = [call for call in self._calls if _bare(call.subject) <= _bare(subject)]
        places = {call.place for call in own if call.seen.status is CallStatus.RAISED} - {""}
        # An error is its line's: where the same line fails in calls of another function, too, the
        # fault may be that one's.
        others = [call for call in self._calls if call.place in places and call not in own]
        return sorted(
            [*own, *others],
            key=lambda call: (call.end is not CallEnd.FAILED, call.size),
        )

    def _weigh(
        self,
        subject: frozenset[str],
        calls: Sequence[Call],
        predict: Callable[[Call], Prediction | None],
    ) -> frozenset[str] | None:
        spoken, explained = set(), set()
        for call in calls:
            said = self._says(call, predict(call), is_part=call.subject < subject)
            if said is _Says.REFUTES:
                return None
            if said in (_Says.EXPLAINED, _Says.UNEXPLAINED) and call.end is CallEnd.FAILED:
                spoken.add(call.check)
            if said is _Says.EXPLAINED:
                explained.add(call.check)
        return frozenset(explained if 2 * len(explained) >= len(spoken) else ())

    def _says(self, call: Call, prediction: Prediction | None, *, is_part: bool = False) -> _Says:
        """Compare one call with what a misconception would have answered."""
        silent = (CallStatus.MISSING, CallStatus.TODO, CallStatus.STOPPED)
        if prediction is None or prediction.answer.status in silent:
            return _Says.NOTHING
        if call.is_unwritten or call.is_elsewhere:
            return _Says.NOTHING
        if call.lacks_a_method and not _is_same_error(prediction, call):
            return _Says.NOTHING
        predicted, right = viewed(prediction.answer, call.through), self._right_answer(call)
        harmless = right is not None and passes(predicted, right)
        if call.end is CallEnd.ACCEPTED:
            return _Says.AGREES if harmless or _alike(predicted, call.seen) else _Says.REFUTES
        if call.end is CallEnd.SATISFIED and harmless and is_part:
            # Numbers drawn at random may differ, and tell nothing about a mistake.
            return _Says.NOTHING
        if call.seen.status is CallStatus.RAISED:
            if _is_same_error(prediction, call) or self._is_same_refusal(prediction, call):
                return _Says.AGREES if harmless else _Says.EXPLAINED
            return _Says.REFUTES if harmless else _Says.UNEXPLAINED
        if call.seen.status is not CallStatus.RETURNED:
            return _Says.REFUTES if harmless else _Says.UNEXPLAINED
        if not (_alike(predicted, call.seen) or _alike(predicted, call.as_it_came)):
            return _Says.REFUTES
        if call.end is not CallEnd.FAILED:
            return _Says.AGREES
        if harmless or (right is not None and not _is_nearer(predicted, right, call.seen)):
            # Right but for the last digits, or a mistake too small to tell.
            return _Says.UNEXPLAINED
        return _Says.EXPLAINED

    def _is_same_refusal(self, prediction: Prediction, call: Call) -> bool:
        """Tell whether both refuse a call by the error with which some calls are to be refused.

        Its message is everybody's own. A call that is to be refused may be so by another error.
        """
        return (
            prediction.answer.error == call.answer.error
            and prediction.reason is None
            and call.reason is None
            and (
                bool(call.expected_error)
                or any(
                    one.expected_error == call.answer.error
                    for one in self._calls
                    if one.subject == call.subject
                )
            )
        )

    def _right_answer(self, call: Call) -> Answer | None:
        if call not in self._right:
            try:
                value = self._reference.answer(call.function, call.arguments)
            except Exception:
                # It is right to raise here, or the answer key has no row: nothing to compare with.
                self._right[call] = None
            else:
                right = Answer(CallStatus.RETURNED, value)
                self._right[call] = viewed(right, call.through)
        return self._right[call]

    def _prediction(self, key: str, call: Call) -> Prediction | None:
        if (key, call) not in self._predictions:
            found = self._bank.prediction(key, call.function, call.arguments)
            self._predictions[key, call] = found
        return self._predictions[key, call]

    # Two mistakes at once

    def _two_at_once(self, subject: frozenset[str]) -> dict[str, Misconception]:
        """Return the names of two mistakes that hold together, each with checks of its own.

        A check in which both meet has the name of the one that lies in this very function.
        """
        first = next(call for call in self._failed if call.subject == subject)
        own = {
            candidate: self._explained_alone(candidate)
            for candidate in self._bank.candidates(first.function, first.arguments)
            if not candidate.nodes
        }
        pairs = [
            (one, other)
            for one, other in permutations([one for one in own if own[one]], 2)
            if own[one] - own[other] and own[other] - own[one]
        ]
        calls = self._evidence(subject)
        for one, other in pairs[:_PAIRS]:
            key = self._bank.pair(one, other)
            if key is None:
                continue
            checks = self._weigh(subject, calls, partial(self._prediction, key))
            if checks:
                here = one if one.home in _bare(subject) else other
                return {
                    check: next(
                        (two for two in (one, other) if check in own[two]), here
                    ).misconception
                    for check in checks
                }
        return {}

    def _explained_alone(self, candidate: Candidate) -> frozenset[str]:
        """Return the failing checks of the exercise that it explains, whatever refutes it."""
        [key] = candidate.keys
        if key not in self._alone:
            self._alone[key] = frozenset(
                call.check
                for call in self._small_failures
                if self._says(call, self._prediction(key, call)) is _Says.EXPLAINED
            )
        return self._alone[key]

    @cached_property
    def _small_failures(self) -> list[Call]:
        """A few failing calls of each function: the smallest, since every mistake is asked."""
        found = []
        for subject in dict.fromkeys(call.subject for call in self._failed):
            own = [call for call in self._failed if call.subject == subject]
            found += sorted(own, key=lambda call: call.size)[:_SMALL]
        return found

    # Families with a parameter that is fitted

    def _fitted(
        self, candidate: Candidate, subject: frozenset[str], calls: Sequence[Call]
    ) -> frozenset[str] | None:
        """Weigh a family with the value of its parameter that its own failures ask for."""
        failed = [call for call in calls if call.end is CallEnd.FAILED]
        for call in failed[:_FITS]:
            for value in self._values(candidate, call):
                fitted = _Fitted(candidate, value, self._prediction)
                explained = self._weigh(subject, calls, fitted.predict)
                if explained and fitted.numbers >= _FITTED_NUMBERS:
                    return explained
        return None

    def _values(self, candidate: Candidate, call: Call) -> list[float]:
        """Return the values of the parameter that come nearest to what the student answered."""
        got = _numbers(call.answer.value) if call.answer.status is CallStatus.RETURNED else None
        at_nodes = _at_nodes(candidate, call, self._prediction)
        if got is None or at_nodes is None or got.shape != at_nodes[0].shape:
            return []
        return _nearest(candidate.nodes, np.array(at_nodes), got)


class _Fitted:
    """One member of a family: what it would have answered, and how many numbers that rests on."""

    def __init__(
        self,
        candidate: Candidate,
        value: float,
        ask: Callable[[str, Call], Prediction | None],
    ) -> None:
        self._candidate = candidate
        self._value = value
        self._ask = ask
        self._moving: dict[Call, int] = {}

    @property
    def numbers(self) -> int:
        """How many of the numbers it was asked for depend on the parameter."""
        return sum(self._moving.values())

    def predict(self, call: Call) -> Prediction | None:
        """Return the answer between, or beyond, the nodes; an error if all nodes have it."""
        asked = [self._ask(key, call) for key in self._candidate.keys]
        if any(one is None or one.answer.status is not CallStatus.RETURNED for one in asked):
            return asked[0] if len({one and one.reason for one in asked}) == 1 else None
        at_nodes = _at_nodes(self._candidate, call, self._ask)
        if at_nodes is None:
            return None
        columns = np.array(at_nodes)
        moves = np.ptp(columns, axis=0) > _RTOL * np.max(np.abs(columns), axis=0, initial=0)
        self._moving[call] = int(np.sum(moves))
        powers = np.vander(self._candidate.nodes, increasing=True)
        weights = np.linalg.solve(powers.T, self._value ** np.arange(len(powers)))
        template = asked[0]
        assert template is not None
        value = _with_numbers(template.answer.value, iter((weights @ columns).tolist()))
        return Prediction(replace(template.answer, value=value))


def _at_nodes(
    candidate: Candidate, call: Call, ask: Callable[[str, Call], Prediction | None]
) -> list[np.ndarray] | None:
    """Return the numbers of the answers at all nodes; None if they are not of one form."""
    found: list[np.ndarray] = []
    for key in candidate.keys:
        prediction = ask(key, call)
        if prediction is None or prediction.answer.status is not CallStatus.RETURNED:
            return None
        numbers = _numbers(prediction.answer.value)
        if numbers is None or (found and numbers.shape != found[0].shape):
            return None
        found.append(numbers)
    return found


def _nearest(nodes: Sequence[float], at_nodes: np.ndarray, got: np.ndarray) -> list[float]:
    """Return where the polynomial through the nodes comes nearest to `got`, the best one first."""
    with np.errstate(all="ignore"):
        coefficients = np.linalg.solve(np.vander(nodes, increasing=True), at_nodes)
        coefficients[0] -= got
        if not np.all(np.isfinite(coefficients)):
            return []
        squared: np.ndarray = np.zeros(2 * len(nodes) - 1)
        for i, one in enumerate(coefficients):
            for j, other in enumerate(coefficients):
                squared[i + j] += one @ other
    slope = np.polynomial.Polynomial(squared).deriv()
    roots = [float(root.real) for root in slope.roots() if abs(root.imag) < 1e-6]
    return sorted(roots, key=lambda root: float(np.polynomial.Polynomial(squared)(root)))


# Comparing


def passes(answer: Answer, right: Answer) -> bool:
    """Tell whether a check that expects `right` would be content with `answer`.

    A mistake that passes on a call cannot explain a failure there, however alike the answers are. A
    right value in another container is no mistake.
    """
    if answer.status is not right.status or answer.changed != right.changed:
        return False
    if answer.status is CallStatus.RETURNED:
        value, _ = as_asked(right.value, answer.value)
        return difference(right.value, value) is None
    return answer.error == right.error


def viewed(answer: Answer, through: View | None) -> Answer:
    """Return `answer` with its value seen through `through`; as it is if that is not possible."""
    if answer.status is not CallStatus.RETURNED or through is None:
        return answer
    try:
        return replace(answer, value=through(answer.value))
    except UNFIT:
        return answer


def _alike(predicted: Answer, seen: Answer) -> bool:
    """Tell whether two calls ended alike, of which a check may have accepted one."""
    if predicted.status is not seen.status or predicted.changed != seen.changed:
        return False
    if predicted.status is CallStatus.RETURNED:
        one, other = _as_number(predicted.value), _as_number(seen.value)
        return same(one, other, rtol=_RTOL, atol=_ATOL)
    return predicted.status is CallStatus.RAISED and predicted.error == seen.error


def _as_number(value: Any) -> Any:
    """Return one truth, or one number in an array without axes, as Python has it."""
    is_one = isinstance(value, np.bool_) or (isinstance(value, np.ndarray) and value.ndim == 0)
    return value.item() if is_one else value


def _is_same_error(prediction: Prediction, call: Call) -> bool:
    """Tell whether the same operation failed for the same reason."""
    return (
        prediction.answer.status is CallStatus.RAISED
        and prediction.answer.changed == call.answer.changed
        and prediction.reason is not None
        and prediction.reason == call.reason
    )


def _is_nearer(predicted: Answer, right: Answer, seen: Answer) -> bool:
    """Tell whether the student's answer is the mistake's, and not the right one with an error.

    Where the numbers are the right ones, the mistake is in their form, and has to be the same form.
    """
    numbers = [_numbers(answer.value) for answer in (predicted, right, seen)]
    ours, rights, theirs = numbers
    if ours is None or rights is None or theirs is None or rights.shape != ours.shape:
        return True
    found = difference(right.value, predicted.value)
    if found is None or found.stage != "value":
        return (
            difference(predicted.value, seen.value) is None
            and difference(seen.value, predicted.value) is None
        )
    with np.errstate(all="ignore"):
        off = np.nan_to_num(np.abs(theirs - ours)).max(initial=0.0)
        effect = np.nan_to_num(np.abs(ours - rights), nan=np.inf).max(initial=0.0)
    return bool(off * _NEARER <= effect)


def _numbers(value: Any) -> np.ndarray | None:
    """Return all numbers of a value in order, as one array; None if it holds anything else."""
    parts = list(_parts(value))
    if any(part is None for part in parts):
        return None
    return np.concatenate([np.empty(0), *(part for part in parts if part is not None)])


def _parts(value: Any) -> Iterator[np.ndarray | None]:
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        yield value.ravel().astype(float)
    elif isinstance(value, (int, float, np.number, np.bool_)):
        yield np.array([float(value)])
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _parts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _parts(item)
    else:
        yield None


def _with_numbers(value: Any, numbers: Iterator[float]) -> Any:
    """Return a value of the same form with these numbers in it."""
    if isinstance(value, np.ndarray):
        drawn = [next(numbers) for _ in range(value.size)]
        return np.array(drawn).reshape(value.shape)
    if isinstance(value, (list, tuple)):
        return type(value)(_with_numbers(item, numbers) for item in value)
    if isinstance(value, dict):
        return {key: _with_numbers(item, numbers) for key, item in value.items()}
    return next(numbers)
