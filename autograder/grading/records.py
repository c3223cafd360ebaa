"""Results as records, the one form in which the store and gradebook.json hold them.

msgspec turns a record into data and back, and refuses data of any other kind than a record says:
nothing is coerced. The names of the fields are the keys of the JSON.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, TypeVar

import msgspec

from autograder.checking.outcome import CheckStatus, Lines, Misconception, Outcome
from autograder.grading.results import (
    MOST_UNDER_LOAD,
    CheckResult,
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
)

__all__ = [
    "Number",
    "RecordError",
    "exercise_from",
    "exercise_row",
    "gradebook_from",
    "parsed",
    "record",
    "submission_from",
    "submission_row",
]

Number = Annotated[float, msgspec.Meta(ge=0, le=1e12)]  # finite, so that it can be added up

Record = TypeVar("Record")


class RecordError(ValueError):
    """Data is not the record that it should be; says where."""


class _CheckRecord(msgspec.Struct):
    name: str
    sentence: str
    hidden: bool
    state: CheckStatus
    points: Number | None
    possible: Number
    lines: Lines | None
    misconception: Misconception | None
    note: str
    seconds: Number
    met_load: bool = False  # 0.1.0 has no such key
    group: str = ""  # nor this
    stopped: bool = False  # nor this
    for_container: bool = False  # nor this
    supplied: tuple[str, ...] = ()  # nor this one


class _ExerciseRecord(msgspec.Struct):
    id: str
    points: Number | None
    possible: Number
    supplied: tuple[str, ...]
    checks: tuple[_CheckRecord, ...]
    under_load: Annotated[int, msgspec.Meta(ge=0, le=MOST_UNDER_LOAD)] = 0  # 0.1.0 has no such key


class _SubmissionRecord(msgspec.Struct):
    student: str
    source: str
    status: SubmissionStatus = msgspec.field(name="standing")
    reason: str
    notes: tuple[str, ...]
    total: Number | None
    possible: Number
    stdout: str
    stderr: str
    seconds: Number
    exercises: tuple[_ExerciseRecord, ...]


class _TitleRecord(msgspec.Struct):
    id: str
    title: str
    possible: Number


class _GradebookRecord(msgspec.Struct):
    title: str
    record: dict[str, str]
    seconds: Number
    exercises: tuple[_TitleRecord, ...]
    submissions: tuple[_SubmissionRecord, ...]


def submission_row(
    result: SubmissionResult,
    *,
    total: float | None,
    possible: float,
    points: Callable[[ExerciseResult], float | None],
) -> dict[str, Any]:
    """Return a submission as JSON has it.

    Parameters
    ----------
    result : SubmissionResult
        The submission; its `fault` is for the kit's author and is left out.
    total, possible : float
        The points earned, None where there is no mark, and those of a perfect submission.
    points : callable
        Gives the points that an exercise counts for, None where there is no mark.
    """
    exercises = tuple(_exercise(exercise, points(exercise)) for exercise in result.exercises)
    bare = replace(result, exercises=())
    held = msgspec.convert(bare, _SubmissionRecord, from_attributes=True)
    held.total, held.possible, held.exercises = total, possible, exercises
    return dict(msgspec.to_builtins(held))


def exercise_row(exercise: ExerciseResult) -> dict[str, Any]:
    """Return an exercise as JSON has it."""
    return dict(msgspec.to_builtins(_exercise(exercise, exercise.points)))


def _exercise(exercise: ExerciseResult, points: float | None) -> _ExerciseRecord:
    checks = tuple(map(_check, exercise.checks))
    return _ExerciseRecord(
        exercise.exercise,
        points,
        exercise.possible,
        exercise.supplied,
        checks,
        exercise.under_load,
    )


def _check(check: CheckResult) -> _CheckRecord:
    outcome = check.outcome
    return _CheckRecord(
        check.check,
        check.sentence,
        check.hidden,
        outcome.status,
        None if outcome.status is CheckStatus.ERROR else check.points,
        check.possible,
        outcome.lines,
        outcome.misconception,
        outcome.note,
        check.seconds,
        check.met_load,
        check.group,
        outcome.stopped,
        outcome.for_container,
        check.supplied,
    )


def parsed(text: object, kind: type[Record]) -> Record:
    """Return a JSON text as a record; raise RecordError if it is anything else."""
    try:
        return record(json.loads(record(text, str)), kind)
    except (ValueError, RecursionError) as error:
        raise RecordError(str(error)) from None


def record(data: object, kind: type[Record]) -> Record:
    """Return data of JSON as a record; raise RecordError if it is another kind of data."""
    try:
        return msgspec.convert(data, kind)
    except (msgspec.ValidationError, UnicodeError) as error:
        raise RecordError(str(error)) from None


def gradebook_from(whole: object) -> Gradebook:
    """Return the gradebook of a JSON object; raise RecordError if it is not one.

    Points and totals, which follow from the rest, are computed again.
    """
    held = record(whole, _GradebookRecord)
    return Gradebook(
        title=held.title,
        exercises=tuple((item.id, item.title, item.possible) for item in held.exercises),
        results=tuple(map(_submission_result, held.submissions)),
        record=held.record,
        seconds=held.seconds,
    )


def submission_from(text: object) -> SubmissionResult:
    """Return the submission of a JSON text; raise RecordError if it is not one."""
    return _submission_result(parsed(text, _SubmissionRecord))


def exercise_from(text: object) -> ExerciseResult:
    """Return the exercise of a JSON text; raise RecordError if it is not one."""
    return _exercise_result(parsed(text, _ExerciseRecord))


def _submission_result(held: _SubmissionRecord) -> SubmissionResult:
    fields = msgspec.structs.asdict(held)
    del fields["total"], fields["possible"]
    fields["exercises"] = tuple(map(_exercise_result, held.exercises))
    return SubmissionResult(**fields)


def _exercise_result(held: _ExerciseRecord) -> ExerciseResult:
    checks = tuple(
        CheckResult(
            exercise=held.id,
            check=check.name,
            sentence=check.sentence,
            hidden=check.hidden,
            possible=check.possible,
            outcome=Outcome(
                check.state,
                check.lines,
                check.misconception,
                check.note,
                stopped=check.stopped,
                for_container=check.for_container,
            ),
            seconds=check.seconds,
            met_load=check.met_load,
            group=check.group,
            supplied=check.supplied,
        )
        for check in held.checks
    )
    return ExerciseResult(held.id, held.possible, checks, held.supplied, held.under_load)
