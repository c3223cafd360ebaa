"""Each check has a verdict, and never a fault of the kit, whatever a student's functions return."""

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.values import Unusable, plain
from autograder.calls.wire import encode
from autograder.checking.answers import Answers, NoBank
from autograder.checking.context import CheckContext
from autograder.checking.outcome import CheckStatus
from autograder.checking.probe import Probe
from autograder.checking.student import Student
from autograder.course import Course, Exercise
from autograder.grading.check_runner import CheckRunner
from autograder.grading.results import CheckResult
from autograder.reference.sources import Sources

Change = Callable[[Any], Any]
Examined = Callable[[Change, int], tuple[CheckResult, ...]]

# In place of everything that is returned.
WHOLE: dict[str, Any] = {
    "None": None,
    "a bool": True,
    "text": "0.5",
    "the largest int": 2**63 - 1,
    "nan": float("nan"),
    "infinity": float("inf"),
    "an empty list": [],
    "an empty tuple": (),
    "an empty dict": {},
    "long keys": {"k" * 100_000 + str(number): 1.0 for number in range(20)},
    "lists in lists": [[[1.0], []], [None, "x"]],
    "many lists": [[]] * 1000,
    "a 0-d array": np.array(1.0),
    "an empty array": np.zeros(0),
    "no rows": np.zeros((0, 3)),
    "three axes": np.ones((2, 3, 4)),
    "bytes": np.arange(4, dtype=np.int8),
    "bools": np.array([True, False]),
}
_LONG = 20_000  # a column and a row of these span 3.2 GB


def _leaves(change: Change) -> Change:
    """Return what changes every number and array of a value, and leaves its containers."""

    def changed(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(changed(item) for item in value)
        if isinstance(value, dict):
            return {key: changed(item) for key, item in value.items()}
        return change(value)

    return changed


def _ends(change: Change) -> Change:
    """Return what changes every list and tuple of a value by `change`."""

    def changed(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return type(value)(change([changed(item) for item in value]))
        if isinstance(value, dict):
            return dict(change([*value.items()]))
        return value

    return changed


def _alternating(*values: Any) -> Change:
    """Return what puts these values in turn in place of the leaves."""

    def change(value: Any) -> Any:
        turn = iter(range(10_000))
        return _leaves(lambda _: values[next(turn) % len(values)])(value)

    return change


INSIDE: dict[str, Change] = {
    "None for leaves": _leaves(lambda _: None),
    "text for leaves": _leaves(lambda _: "x"),
    "ints for leaves": _leaves(lambda _: -(2**62)),
    "infinite leaves": _leaves(lambda leaf: np.full(np.shape(leaf), np.inf)),
    "leaves of nan": _leaves(lambda leaf: np.full(np.shape(leaf), np.nan)),
    "leaves of 0": _leaves(lambda leaf: np.zeros(np.shape(leaf))),
    "small unsigned leaves": _leaves(lambda leaf: np.full(np.shape(leaf), 255, np.uint8)),
    "leaves on their side": _leaves(np.transpose),
    "one axis more": _leaves(lambda leaf: np.asarray(leaf)[None]),
    "empty leaves": _leaves(lambda _: np.zeros(0)),
    "lists for arrays": _leaves(lambda leaf: np.asarray(leaf).tolist()),
    "long columns": _leaves(lambda _: np.ones((_LONG, 1))),
    "long rows": _leaves(lambda _: np.ones((1, _LONG))),
    "columns and rows": _alternating(np.ones((_LONG, 1)), np.ones((1, _LONG))),
    "layers that span": _alternating(np.ones((_LONG, 9)), np.ones((1, _LONG))),
    "shorter": _ends(lambda items: items[:-1]),
    "longer": _ends(lambda items: [*items, *items[-1:]]),
    "backwards": _ends(lambda items: items[::-1]),
}


def _always(value: Any) -> Change:
    return lambda _: value


CHANGES: dict[str, Change] = {**{name: _always(WHOLE[name]) for name in WHOLE}, **INSIDE}


class Hostile:
    """Answers correctly until its time has come, then with changed values."""

    def __init__(self, sources: Sources, exercise: Exercise, known: dict[bytes, Answer]) -> None:
        self._reference = sources.reference(exercise)
        self._exercise = exercise
        self._known = known
        self.change: Change = lambda value: value
        self.right_calls = 0

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        """Return the right answer, changed."""
        encode(list(arguments))  # it has to be possible to send them
        self.right_calls -= 1
        answer = self._right(function, arguments)
        if self.right_calls >= 0 or answer.status is not CallStatus.RETURNED:
            return answer
        try:
            return Answer(CallStatus.RETURNED, plain(self.change(answer.value)))
        except Unusable as refusal:
            return Answer(CallStatus.UNUSABLE, text=str(refusal))

    def _right(self, function: str, arguments: Sequence[Any]) -> Answer:
        key = pickle.dumps((self._exercise.id, function, arguments))
        if key not in self._known:
            try:
                value = self._reference.answer(function, arguments)
                self._known[key] = Answer(CallStatus.RETURNED, value)
            except ValueError as error:
                self._known[key] = Answer(CallStatus.RAISED, error="ValueError", text=str(error))
        return self._known[key]


class HostileContext(CheckContext):
    """Everybody's functions answer as one change says."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(sources.answers)
        self._sources = sources
        self._known: dict[bytes, Answer] = {}
        self._change: Change = lambda value: value
        self._right_calls = 0

    def begin(self, change: Change, right_calls: int) -> None:
        """Say how each check is answered from now on."""
        self._change, self._right_calls = change, right_calls

    def student(self, exercise: Exercise) -> Student:
        """Return the student; a new one for each check, whose first calls are right."""
        self._students.clear()
        return super().student(exercise)

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the same inputs every time."""
        return Probe(f"hostile/{exercise.id}/{check}")

    def _caller(self, exercise: Exercise) -> Caller:
        caller = Hostile(self._sources, exercise, self._known)
        caller.change, caller.right_calls = self._change, self._right_calls
        return caller

    def _answers(self, exercise: Exercise) -> Answers:
        return replace(super()._answers(exercise), bank=NoBank())


@pytest.fixture(scope="module")
def verdicts(course: Course) -> Examined:
    """Return what examines a change, and says how each check ended."""
    context = HostileContext(Sources(course))
    exercises = [exercise for exercise in course.written if not exercise.packages]
    runner = CheckRunner(course, exercises)

    def examined(change: Change, right_calls: int) -> tuple[CheckResult, ...]:
        context.begin(change, right_calls)
        results = runner.run(context, exercises)
        print(*(result.outcome.trace for result in results))
        return results

    return examined


def test_right_answers_pass(verdicts: Examined) -> None:
    found = verdicts(lambda value: value, 0)
    assert {result.outcome.status for result in found} == {CheckStatus.PASS}


@pytest.mark.parametrize("right_calls", [0, 1])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_no_answer_makes_a_check_fail_by_itself(
    verdicts: Examined, change: Change, right_calls: int
) -> None:
    found = verdicts(change, right_calls)
    assert [one.check for one in found if one.outcome.status is CheckStatus.ERROR] == []
    # Nor does it fill the page.
    told = {one.check: one.outcome.lines for one in found if one.outcome.lines is not None}
    assert [check for check, lines in told.items() if len(str(lines)) > 6_000] == []
