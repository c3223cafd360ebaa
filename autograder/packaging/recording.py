"""Records the answer key: for every public call, the right answer and each misconception's."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from autograder.calls.answer import Answer, Caller, CallStatus
from autograder.calls.script import functions_called, is_long
from autograder.calls.values import CONSTANT, copied
from autograder.checking.answer_key import (
    call_digest,
    packed,
    packed_candidate,
    packed_prediction,
)
from autograder.checking.answers import Answers, NoBank, ReferenceSource, predictions
from autograder.checking.compare import same
from autograder.checking.container import as_asked
from autograder.checking.context import PUBLIC_SEED
from autograder.checking.display import show_call
from autograder.checking.naming import passes
from autograder.checking.outcome import CheckStatus, KitFault
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext
from autograder.reference.sources import Sources

__all__ = ["Recording", "record_answer_keys"]

_Call = tuple[str, tuple[Any, ...]]

_MOST_NUMBERS: Final = 20_000  # in the wrong answers of one call


def record_answer_keys(
    course: Course, public: Course, small_but: Collection[str] | None = None
) -> dict[str, str]:
    """Return the text of each exercise's answer key, by exercise id.

    Parameters
    ----------
    course : Course
        The course with the solutions and the misconceptions.
    public : Course
        A folder with the same manifest and only the public checks: the calls of hidden checks
        must leave no trace in a key.
    small_but : collection of str, optional
        If given, wrong answers of very many numbers are left out, but for calls of these digests:
        those of every mistake in a network for digits take megabytes.

    Raises
    ------
    KitFault
        If a solution does not pass a public check.
    """
    sources = Sources(course)
    keys = {}
    runner = CheckRunner(public, public.exercises)
    for exercise in public.exercises:
        recording = Recording(sources)
        for result in runner.run(recording, [exercise]):
            # Without its framework, an extra has right answers in the key, and no wrong ones.
            if result.outcome.status not in (CheckStatus.PASS, CheckStatus.SKIPPED):
                text = result.outcome.lines or result.outcome.note
                raise KitFault(f"the solution of {exercise.id} fails {result.check}:\n{text}")
        key = _key(sources, exercise, recording.calls, small_but)
        # Without indent, for that is many times as fast.
        keys[exercise.id] = json.dumps(key) + "\n"
    return keys


class Recording(ModuleContext):
    """The solution as a student, with every call written down.

    Attributes
    ----------
    calls : dict of str to (function, arguments)
        The calls of the student's functions and of the reference's, by digest.
    asked : set of str
        The student's names that were asked for.
    """

    def __init__(self, sources: Sources) -> None:
        solutions = ModuleSet(sources.course.root / "solutions")
        super().__init__(sources, PUBLIC_SEED, lambda exercise: solutions.exercise(exercise.id))
        self.calls: dict[str, _Call] = {}
        self.asked: set[str] = set()

    def _caller(self, exercise: Exercise) -> Caller:
        return _RecordingCaller(self, super()._caller(exercise))

    def _answers(self, exercise: Exercise) -> Answers:
        answers = super()._answers(exercise)
        recorded = _RecordingReference(self, answers.reference)
        return replace(answers, reference=recorded, bank=NoBank())

    def note(self, function: str, arguments: Sequence[Any]) -> None:
        """Write one call down."""
        kept = tuple(copied(argument) for argument in arguments)
        self.calls[call_digest(function, kept)] = (function, kept)


class _RecordingCaller:
    def __init__(self, recording: Recording, caller: Caller) -> None:
        self._recording = recording
        self._caller = caller

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        self._recording.note(function, arguments)
        if function.startswith(CONSTANT):
            self._recording.asked.add(function.removeprefix(CONSTANT))
        else:
            self._recording.asked.update(functions_called(function, arguments))
        return self._caller.call(function, arguments)


class _RecordingReference:
    def __init__(self, recording: Recording, reference: ReferenceSource) -> None:
        self._recording = recording
        self._reference = reference

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        self._recording.note(function, arguments)
        return self._reference.answer(function, arguments)

    def parameter_names(self, function: str) -> Sequence[str]:
        return self._reference.parameter_names(function)


def _key(
    sources: Sources,
    exercise: Exercise,
    calls: dict[str, _Call],
    small_but: Collection[str] | None,
) -> dict[str, Any]:
    answers = sources.answers(exercise)
    known = sources.bank(exercise).known
    names = {
        function: answers.reference.parameter_names(function) for function, _ in calls.values()
    }
    return {
        "exercise": exercise.id,
        "points": answers.points,
        "parameters": {function: list(found) for function, found in names.items() if found},
        "misconceptions": {
            key: packed_candidate(list(group))
            for key, group in groupby(known, lambda one: one.misconception.id)
        },
        "calls": {
            digest: _recorded(
                answers,
                function,
                arguments,
                names[function],
                small_but is None or digest in small_but,
            )
            for digest, (function, arguments) in calls.items()
        },
    }


def _recorded(
    answers: Answers,
    function: str,
    arguments: Sequence[Any],
    names: Sequence[str],
    is_whole: bool,
) -> dict[str, Any]:
    """Return one call's row: how it reads, the right answer, the wrong ones that differ."""
    row: dict[str, Any] = {"call": show_call(function, names, arguments), "wrong": {}}
    if is_long(function, arguments):
        return row
    try:
        right = Answer(CallStatus.RETURNED, answers.reference.answer(function, arguments))
        row["expected"] = packed(right.value)
    except Exception as error:
        # A call that is right to raise: `expect(...).raises(ValueError)`.
        right = Answer(CallStatus.RAISED, text=str(error), error=type(error).__name__)
    silent = []
    numbers = 0
    for key, _, prediction in predictions(answers.bank, function, arguments):
        if prediction is None or prediction.answer.status is CallStatus.MISSING:
            silent.append(key)
        elif not (passes(prediction.answer, right) and _to_the_digit(prediction.answer, right)):
            row["wrong"][key] = packed_prediction(prediction)
            numbers += _numbers(row["wrong"][key].get("value", {}))
            if numbers > _MOST_NUMBERS and not is_whole:
                return row | {"wrong": {}}
    return row | ({"silent": silent} if silent else {})


def _numbers(value: Mapping[str, Any]) -> int:
    arrays = value.get("arrays", ())
    return sum(len(array["data"]) for array in arrays) + len(value.get("floats", ()))


def _to_the_digit(answer: Answer, right: Answer) -> bool:
    """Tell whether only the last digits differ.

    A check may look through a view that makes much of a small number, which nobody sees here.
    """
    value, _ = as_asked(right.value, answer.value)
    return same(right.value, value, rtol=1e-12, atol=0.0)
