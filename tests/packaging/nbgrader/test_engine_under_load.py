"""The engine grades at once again what load may have lowered: nbgrader has no next run."""

from collections.abc import Sequence

from autograder.checking.outcome import CheckStatus, Outcome
from autograder.grading.grader import Grader, ungraded
from autograder.grading.intake import Submission
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.packaging.nbgrader.engine import Engine

E04, E07 = "e04_sigmoid", "e07_dense"
SUBMISSION = Submission("ada", "ada")


def exercise(name: str, *, right: bool, under_load: int) -> ExerciseResult:
    outcome = Outcome(CheckStatus.PASS if right else CheckStatus.FAIL)
    check = CheckResult(name, "test_a", "It holds.", False, 4.0, outcome, 0.0, under_load > 0)
    return ExerciseResult(name, 4.0, (check,), under_load=under_load)


class Loaded(Grader):
    """A grader in which e07 meets load as often as is said; it notes what it graded."""

    def __init__(self, times: int, *, fails: bool = False) -> None:
        self._times = times
        self._fails = fails
        self.graded: list[tuple[tuple[str, ...], tuple[str, ...]]] = []

    def grade_submission(
        self,
        submission: Submission,
        exercises: Sequence[str] | None = None,
        known: Sequence[ExerciseResult] = (),
    ) -> SubmissionResult:
        self.graded.append((tuple(exercises or ()), tuple(mark.exercise for mark in known)))
        if self._fails and len(self.graded) > 1:
            return ungraded(submission, ValueError("no"))
        is_loaded = len(self.graded) <= self._times
        e07 = exercise(E07, right=not is_loaded, under_load=int(is_loaded))
        first = exercise(E04, right=True, under_load=0)
        return SubmissionResult("ada", "ada", SubmissionStatus.GRADED, exercises=(first, e07))


def graded_by(grader: Loaded) -> SubmissionResult:
    """Return what the engine makes of what its grader finds."""
    engine = object.__new__(Engine)
    engine._grader = grader
    return engine._graded(SUBMISSION, (E04, E07))


def test_what_met_load_is_graded_again_and_nothing_else() -> None:
    grader = Loaded(times=1)
    _, e07 = graded_by(grader).exercises
    assert (e07.points, e07.under_load) == (4.0, 0)
    assert grader.graded == [((E04, E07), ()), ((E07,), (E04,))]


def test_it_is_graded_three_times_at_most() -> None:
    grader = Loaded(times=9)
    e04, e07 = graded_by(grader).exercises
    assert (e04.points, e07.points, e07.under_load) == (4.0, 0.0, 3)
    assert len(grader.graded) == 3


def test_a_fault_of_the_kit_in_between_is_told() -> None:
    assert graded_by(Loaded(times=9, fails=True)).status is SubmissionStatus.UNGRADED
