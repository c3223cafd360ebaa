"""Grading one submission, with error carried forward where that is fairer."""

import time
import traceback
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from autograder.checking.outcome import CheckStatus, KitFault
from autograder.course import Course, Exercise, load_course
from autograder.grading.bounded import Journal, RunBounds, limit_threads
from autograder.grading.check_runner import CheckRunner
from autograder.grading.intake import Submission
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.grading.sandboxes import Sandboxes, SandboxState, SubmissionSandbox
from autograder.grading.seed import Seed
from autograder.grading.supplied_functions import FunctionOrder, carried_forward
from autograder.isolation import IsolationError
from autograder.isolation.usage import Spent
from autograder.reference.course_datasets import use_datasets_of
from autograder.reference.sources import Sources

__all__ = ["Grader", "GraderSetup", "GradingTask", "function_names", "refused", "ungraded"]

_KIT_FAULT = "a fault of the kit, not of the student"


@dataclass(frozen=True)
class GradingTask:
    """A submission to grade; the arguments of `Grader.grade_submission`."""

    submission: Submission
    exercises: tuple[str, ...] | None = None
    known: tuple[ExerciseResult, ...] = ()


@dataclass(frozen=True)
class GraderSetup:
    """The settings with which a grader is opened, in this process or another.

    Every field except root, exercises and seed is a setting that a mark's key contains.
    """

    root: Path
    exercises: tuple[str, ...]
    seed: Seed
    isolation: str = "strict"

    def open(self) -> "Grader":
        """Return a grader, not yet entered."""
        use_datasets_of(self.root)
        course = load_course(self.root)
        exercises = [course.exercise(name) for name in self.exercises]
        return Grader(course, exercises, self.seed, self.isolation)

    def lost(self, task: GradingTask, error: KitFault) -> SubmissionResult:
        """Return the result of a submission whose graders were lost."""
        return ungraded(task.submission, error)


class Grader:
    """Grades submissions one after the other; holds the checks and the sandboxes open.

    Parameters
    ----------
    course : Course
        The course.
    exercises : sequence of Exercise
        The exercises to grade.
    seed : Seed
        The seed of all inputs.
    isolation : str
        How submissions are isolated: `strict` or `process`.
    """

    def __init__(
        self,
        course: Course,
        exercises: Sequence[Exercise],
        seed: Seed,
        isolation: str = "strict",
    ) -> None:
        self._course = course
        self._exercises = tuple(exercises)
        self._seed = seed
        self._sources = Sources(course)
        self._checks = CheckRunner(course, exercises)
        self._sandboxes = Sandboxes(course, isolation)

    def __enter__(self) -> Self:
        limit_threads()
        self._sandboxes.enter()
        return self

    def __exit__(self, *_: object) -> None:
        self._sandboxes.leave()

    def __call__(self, task: GradingTask, journal: Journal) -> SubmissionResult:
        """Grade within the bounds of a process that is watched."""
        return self.grade_submission(task.submission, task.exercises, task.known, journal)

    def grade_submission(
        self,
        submission: Submission,
        exercises: Sequence[str] | None = None,
        known: Sequence[ExerciseResult] = (),
        journal: Journal | None = None,
    ) -> SubmissionResult:
        """Grade a submission, in all exercises or in some; it always returns a result.

        Parameters
        ----------
        submission : Submission
            The submission.
        exercises : sequence of str, optional
            The ids of the exercises to grade; by default all exercises of the grader.
        known : sequence of ExerciseResult
            The marks of the others, which decide whether error is carried forward and are part
            of the result.
        journal : Journal, optional
            What bounds the checks; without it they are not bounded.
        """
        begun = time.perf_counter()
        if submission.problem:
            return refused(submission)
        wanted = [item for item in self._exercises if exercises is None or item.id in exercises]
        try:
            result = self._graded(submission, wanted, known, journal or Journal())
        except Exception as error:
            result = ungraded(submission, error)
        result = replace(result, seconds=time.perf_counter() - begun)
        if result.status is SubmissionStatus.UNGRADED:
            self._renew()
        return result

    def _graded(
        self,
        submission: Submission,
        exercises: Sequence[Exercise],
        known: Sequence[ExerciseResult],
        journal: Journal,
    ) -> SubmissionResult:
        before: SandboxState | None = journal.progress.state
        if before is not None:
            # While a check was lost, the student's code may have run, or waited for the machine.
            waited = journal.progress.waited
            before.budget.spend(Spent(wall=waited, held_up=waited))
        run = SubmissionSandbox(self._sandboxes, submission, self._sources, self._seed, before)
        journal.state, journal.most = lambda: run.state, self._course.limits.submission_seconds
        results = {result.exercise: result for result in known}
        usual = [exercise for exercise in exercises if not exercise.packages]
        # Frameworks may take all the time that there is: they come when the rest has its marks.
        alone = [exercise for exercise in exercises if exercise.packages]
        for group in ([usual] if usual else []) + [[exercise] for exercise in alone]:
            about = group[0] if group[0].packages else None
            checks = self._checked(run, group, journal, results, about=about)
            results |= {exercise.id: _exercise_result(exercise, checks) for exercise in group}
            for exercise in group:
                if f"exercises.{exercise.id}" not in submission.modules:
                    continue  # nothing is there that anything could be supplied to
                better = self._better_mark(exercise, results, run, journal)
                results[exercise.id] = replace(better, under_load=int(better.lost_to_load))
        ordered = [results[item.id] for item in self._exercises if item.id in results]
        all_checks = [check for result in ordered for check in result.checks]
        faults = [check for check in all_checks if check.outcome.status is CheckStatus.ERROR]
        return SubmissionResult(
            student=submission.student,
            source=submission.source,
            status=SubmissionStatus.UNGRADED if faults else SubmissionStatus.GRADED,
            reason=f"{_KIT_FAULT}: {_fault_line(faults[0])}" if faults else "",
            notes=submission.notes,
            exercises=tuple(ordered),
            stdout=run.state.output.stdout,
            stderr=run.state.output.stderr,
            fault="\n".join(f"{_fault_line(check)}\n{check.outcome.trace}" for check in faults),
            used_up=run.used_up or journal.used_up,
        )

    def _checked(
        self,
        run: SubmissionSandbox,
        exercises: Sequence[Exercise],
        journal: Journal,
        known: Mapping[str, ExerciseResult],
        supplied: Sequence[str] = (),
        about: Exercise | None = None,
        replaced: Sequence[str] = (),
        only: Container[str] | None = None,
    ) -> tuple[CheckResult, ...]:
        """Run the checks of some exercises in a process of their own."""
        with run.context(supplied, about, replaced) as context:
            for name, result in known.items():
                if result.in_float32:
                    context.note_float32(name)
            # A student's code may print the inputs of a hidden check.
            return self._checks.run(
                context,
                exercises,
                lambda: context.session.withhold(True),
                RunBounds(journal, (*supplied, *replaced)),
                lambda: context.session.lost_to_load,
                only,
            )

    def _renew(self) -> None:
        """Open the sandboxes again: the fault may have ended them, and other submissions follow."""
        try:
            self._sandboxes.leave()
            self._sandboxes.enter()
        except (IsolationError, OSError):
            # The next submission meets the same fault, and its result says so.
            return

    def _better_mark(
        self,
        exercise: Exercise,
        results: Mapping[str, ExerciseResult],
        run: SubmissionSandbox,
        journal: Journal,
    ) -> ExerciseResult:
        """Return the better mark: with their own earlier exercises, or with some supplied."""
        own = results[exercise.id]
        if own.is_right or own.has_error:
            return own
        supplied = self._to_supply(exercise, results, run)
        if supplied:
            own = self._with_earlier_exercises(own, exercise, supplied, run, journal, results)
        return self._with_earlier_functions(own, exercise, supplied, results, run, journal)

    def _to_supply(
        self,
        exercise: Exercise,
        results: Mapping[str, ExerciseResult],
        run: SubmissionSandbox,
    ) -> tuple[str, ...]:
        """Return the earlier exercises to supply."""
        needed = self._course.needed_by(exercise)
        return tuple(
            earlier.id
            for earlier in needed
            if (
                earlier.id not in results
                or not results[earlier.id].is_right
                # Where time ran out, an earlier exercise that is right may have been slow: the last
                # one, which calls the others for what this exercise asks.
                or (earlier is needed[-1] and run.was_slow(exercise))
            )
            and (self._sources.public_functions(earlier) or earlier.classes)
        )

    def _with_earlier_exercises(
        self,
        own: ExerciseResult,
        exercise: Exercise,
        supplied: tuple[str, ...],
        run: SubmissionSandbox,
        journal: Journal,
        known: Mapping[str, ExerciseResult],
    ) -> ExerciseResult:
        """Return the better mark of two: their own, or with earlier exercises supplied."""
        checks = self._checked(run, [exercise], journal, known, supplied, about=exercise)
        again = _exercise_result(exercise, checks, supplied)
        better = _better_of(own, again)
        # Without the loss the other mark might have been the better one.
        lost = {check.check for check in (*own.checks, *again.checks) if check.met_load}
        marked = (replace(check, met_load=check.check in lost) for check in better.checks)
        return replace(better, checks=tuple(marked)) if lost else better

    def _with_earlier_functions(
        self,
        own: ExerciseResult,
        exercise: Exercise,
        supplied: tuple[str, ...],
        results: Mapping[str, ExerciseResult],
        run: SubmissionSandbox,
        journal: Journal,
    ) -> ExerciseResult:
        """Return a mark in which each check counts that passes with earlier functions supplied."""
        if own.is_right or own.has_error:
            return own
        # One that is right and slow is supplied only where that helped.
        earlier = tuple(
            name
            for name in supplied
            if name in own.supplied or name not in results or not results[name].is_right
        )

        def ask(functions: tuple[str, ...], names: frozenset[str]) -> tuple[CheckResult, ...]:
            return self._checked(
                run, [exercise], journal, results, earlier, exercise, functions, names
            )

        order = FunctionOrder.of(self._sources, exercise)
        checks = self._checks.paid(carried_forward(order, own.checks, ask))
        if any(check.supplied for check in checks):
            # These checks had the earlier exercises supplied as well, where there are any.
            return replace(own, checks=checks, supplied=earlier)
        return replace(own, checks=checks)


def function_names(sources: Sources) -> dict[str, tuple[str, ...]]:
    """Return the names of each exercise's functions, by its id."""
    return {
        exercise.id: tuple(sources.public_functions(exercise))
        for exercise in sources.course.exercises
    }


def _exercise_result(
    exercise: Exercise, checks: Sequence[CheckResult], supplied: tuple[str, ...] = ()
) -> ExerciseResult:
    own = tuple(check for check in checks if check.exercise == exercise.id)
    return ExerciseResult(exercise.id, exercise.points, own, supplied)


def _better_of(own: ExerciseResult, again: ExerciseResult) -> ExerciseResult:
    # An extra has no points, only checks.
    marks = [(result.points, result.passed) for result in (own, again)]
    if marks[0] == marks[1]:
        # The one that names more mistakes says more; a blocked check says nothing about the
        # exercise.
        is_blocked = any(check.outcome.status is CheckStatus.BLOCKED for check in own.checks)
        return again if is_blocked or _named(again) > _named(own) else own
    return own if marks[0] > marks[1] else again


def _named(result: ExerciseResult) -> int:
    """Count the different mistakes that a result names."""
    found = (check.outcome.misconception for check in result.checks)
    return len({misconception.id for misconception in found if misconception is not None})


def refused(submission: Submission) -> SubmissionResult:
    """Return the result of a submission in which nothing can be graded."""
    return SubmissionResult(
        student=submission.student,
        source=submission.source,
        status=SubmissionStatus.REFUSED,
        reason=submission.problem,
        notes=submission.notes,
    )


def ungraded(submission: Submission, error: Exception) -> SubmissionResult:
    """Return the result of a submission on which the kit failed with `error`."""
    kind = "" if isinstance(error, (KitFault, IsolationError)) else f"{type(error).__name__}: "
    return SubmissionResult(
        student=submission.student,
        source=submission.source,
        status=SubmissionStatus.UNGRADED,
        reason=f"{_KIT_FAULT}: {kind}{error}",
        notes=submission.notes,
        fault="".join(traceback.format_exception(error)),
    )


def _fault_line(check: CheckResult) -> str:
    return f"{check.exercise} {check.check}: {check.outcome.note}"
