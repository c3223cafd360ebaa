"""Recording the answer key: what is right and what each mistake gives, for every public call."""

import json
from collections.abc import Sequence
from typing import Any

from autograder.checking.answer_key import packed, packed_answer
from autograder.checking.calls import Answer, Ending
from autograder.checking.digest import call_digest
from autograder.checking.examination import PUBLIC_SEED
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Prediction, passes
from autograder.checking.outcome import KitFault, State
from autograder.checking.probe import Probe
from autograder.checking.reference import LiveReference, Reference
from autograder.checking.script import is_long
from autograder.checking.show import show_call
from autograder.checking.sources import Sources
from autograder.checking.student import Student
from autograder.checking.values import copied
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.examiner import Examiner

__all__ = ["record_answer_keys"]

_Call = tuple[str, tuple[Any, ...]]


def record_answer_keys(course: Course, public: Course) -> dict[str, str]:
    """Return the text of each exercise's answer key, by exercise id.

    Parameters
    ----------
    course : Course
        Where the solutions and the misconceptions are.
    public : Course
        A folder with the same manifest and the public checks alone: what hidden checks ask
        must leave no trace in a key.

    Raises
    ------
    KitFault
        If a solution does not pass a public check.
    """
    sources = Sources(course)
    keys = {}
    with Examiner(public, public.exercises) as examiner:
        for exercise in public.exercises:
            recording = _Recording(sources, ModuleSet(course.root / "solutions"))
            for result in examiner.examine(recording, [exercise]):
                # Without a framework here its right answers are kept, and no known mistakes.
                if result.outcome.state not in (State.PASS, State.SKIPPED):
                    text = result.outcome.lines or result.outcome.note
                    raise KitFault(f"the solution of {exercise.id} fails {result.check}:\n{text}")
            key = _key(sources, exercise, recording.calls)
            keys[exercise.id] = json.dumps(key, indent=1) + "\n"
    return keys


class _Recording:
    """The solution in the student's place, with every call written down."""

    def __init__(self, sources: Sources, solutions: ModuleSet) -> None:
        self.calls: dict[str, _Call] = {}
        self._sources = sources
        self._solutions = solutions

    def student(self, exercise: Exercise) -> Student:
        """Return the solution as a student."""
        own = InProcessCaller(
            f"{exercise.id}.py",
            lambda: self._solutions.exercise(exercise.id),
            exercise.packages,
        )
        reference = self._sources.reference(exercise)
        return Student(_RecordingCaller(self, own), _NoBank(), reference)

    def reference(self, exercise: Exercise) -> Reference:
        """Return the solution as the reference."""
        return Reference(_RecordingReference(self, self._sources.reference(exercise)))

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the public inputs."""
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")

    def note(self, function: str, arguments: Sequence[Any]) -> None:
        """Write one call down."""
        kept = tuple(copied(argument) for argument in arguments)
        self.calls[call_digest(function, kept)] = (function, kept)


class _RecordingCaller:
    def __init__(self, recording: _Recording, caller: InProcessCaller) -> None:
        self._recording = recording
        self._caller = caller

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        self._recording.note(function, arguments)
        return self._caller.call(function, arguments)


class _RecordingReference:
    def __init__(self, recording: _Recording, reference: LiveReference) -> None:
        self._recording = recording
        self._reference = reference

    def answer(self, function: str, arguments: Sequence[Any]) -> Any:
        self._recording.note(function, arguments)
        return self._reference.answer(function, arguments)

    def parameter_names(self, function: str) -> Sequence[str]:
        return self._reference.parameter_names(function)


class _NoBank:
    def predictions(
        self, function: str, arguments: Sequence[Any], only: str | None = None
    ) -> tuple[Prediction, ...]:
        return ()


def _key(sources: Sources, exercise: Exercise, calls: dict[str, _Call]) -> dict[str, Any]:
    reference = sources.reference(exercise)
    bank = sources.bank(exercise)
    names = {function: reference.parameter_names(function) for function, _ in calls.values()}
    return {
        "exercise": exercise.id,
        "points": sum(check.points for check in sources.checks(exercise).values()),
        "parameters": {function: list(found) for function, found in names.items() if found},
        "misconceptions": {
            wrong.misconception.id: {
                "name": wrong.misconception.name,
                "hint": wrong.misconception.hint,
            }
            for wrong in bank.wrongs
        },
        "calls": {
            digest: _recorded(sources, exercise, call, show_call(call[0], names[call[0]], call[1]))
            for digest, call in calls.items()
        },
    }


def _recorded(sources: Sources, exercise: Exercise, call: _Call, shown: str) -> dict[str, Any]:
    """Return one call's row: how it reads, the right answer, the wrong ones that differ."""
    function, arguments = call
    reference = sources.reference(exercise)
    row: dict[str, Any] = {"call": shown, "wrong": {}}
    if is_long(function, arguments):
        return row
    try:
        right = Answer(Ending.RETURNED, reference.answer(function, arguments))
        row["expected"] = packed(right.value)
    except Exception as error:
        # A call that is right to raise: `expect(...).raises(ValueError)`.
        right = Answer(Ending.RAISED, text=str(error), error=type(error).__name__)
    row["wrong"] = {
        prediction.misconception.id: packed_answer(prediction.answer)
        for prediction in sources.bank(exercise).predictions(function, arguments)
        if prediction.answer.ending is not Ending.MISSING and not passes(prediction.answer, right)
    }
    return row
