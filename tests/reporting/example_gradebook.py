"""Gradebooks for the tests of reports; what grading makes is made by its own functions here."""

from collections.abc import Sequence
from dataclasses import replace

from autograder.checking.outcome import CheckStatus, Lines, Misconception, Outcome
from autograder.course import load_course
from autograder.grading import grader
from autograder.grading.batch import run_record
from autograder.grading.intake import Submission
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    Gradebook,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.grading.seed import Seed
from autograder.isolation import IsolationError, LayerReport
from tests.student_folder import ROOT

EXERCISES = (
    ("e02_shapes", "Shapes", 15.0),
    ("e04_sigmoid", "The sigmoid", 15.0),
    ("e07_dense", "The dense layer", 20.0),
    ("e10_parameters", "Counting parameters", 15.0),
    ("e12_cost", "The cost", 15.0),
    ("e15_backprop", "Backpropagation", 20.0),
)

# As a run writes it, on a day that does not change.
RECORD = {
    **run_record(load_course(ROOT), Seed("tests"), 2, LayerReport("strict", {"seccomp": ""})),
    "date": "2025-11-21 09:30 UTC",
}

BIAS_LEFT_OUT = Misconception(
    "bias_left_out", "The bias is left out", "What does the neuron do with silent inputs?"
)
NOT_SQUASHED = Misconception("not_squashed", "Nothing is squashed", "Can activations exceed 1?")
SUMMED = Misconception(
    "sum_over_examples",
    "The costs are summed, not averaged",
    "Twice the examples: is the network twice as wrong?",
)

PASSED = Outcome(CheckStatus.PASS)
TO_WRITE = Outcome(CheckStatus.TODO, note="e15 gradients is not written yet")
BLOCKED = Outcome(CheckStatus.BLOCKED, note="e04_sigmoid is not right yet; fix it first")
KIT_FAILED = Outcome(CheckStatus.ERROR, note="KitFault: the worker could not be started")


def failed(
    misconception: Misconception | None = None,
    *,
    called: str = "dense_forward(W (2, 3) = [[1.0, 0.5, -2.0], [0.0, 1.0, 1.0]], b (2, 1))",
    expected: str = "array (2, 1): [[0.268941], [0.880797]]",
    got: str = "array (2, 1): [[0.5], [0.731059]]",
    hint: str = "What exactly goes into the sigmoid?",
) -> Outcome:
    """Return a failure, its hint worded as the checks word it."""
    if misconception is not None:
        hint = f"{misconception.hint}  [{misconception.name}]"
    return Outcome(CheckStatus.FAIL, Lines(called, expected, got, hint), misconception)


def check(
    outcome: Outcome,
    *,
    exercise: str = "e07_dense",
    name: str = "test_worked_example",
    sentence: str = "The worked example is right.",
    hidden: bool = False,
    possible: float = 5.0,
) -> CheckResult:
    """Return one check."""
    return CheckResult(exercise, name, sentence, hidden, possible, outcome, 0.0012)


def exercise_result(
    exercise: str, outcomes: Sequence[Outcome], *, supplied: tuple[str, ...] = ()
) -> ExerciseResult:
    """Return an exercise whose points are spread evenly over its checks."""
    possible = {name: points for name, _, points in EXERCISES}[exercise]
    checks = tuple(
        check(
            outcome,
            exercise=exercise,
            name=f"test_check_{place}",
            sentence=f"Check {place} of {exercise} holds.",
            possible=possible / len(outcomes),
        )
        for place, outcome in enumerate(outcomes, start=1)
    )
    return ExerciseResult(exercise, possible, checks, supplied)


def graded(student: str, **outcomes: Sequence[Outcome]) -> SubmissionResult:
    """Return a graded submission: every exercise right but those given by keyword."""
    return SubmissionResult(
        student,
        source=f"{student}.zip",
        status=SubmissionStatus.GRADED,
        exercises=tuple(
            exercise_result(exercise, outcomes.get(exercise, (PASSED, PASSED)))
            for exercise, _, _ in EXERCISES
        ),
        seconds=0.08,
    )


def refused(student: str, reason: str = "the archive is encrypted") -> SubmissionResult:
    """Return a submission in which nothing could be graded."""
    return grader.refused(Submission(student, f"{student}.zip", problem=reason))


def ungraded(student: str, reason: str = "the worker could not be started") -> SubmissionResult:
    """Return a submission that the kit failed on."""
    result = grader.ungraded(Submission(student, f"{student}.zip"), IsolationError(reason))
    return replace(result, fault="")  # the traceback is for the log, not for reports


def gradebook(*results: SubmissionResult) -> Gradebook:
    """Return a gradebook of these results."""
    return Gradebook(
        title="Nudge: the basics of neural networks",
        exercises=EXERCISES,
        results=results,
        record=RECORD,
        seconds=1.9,
    )
