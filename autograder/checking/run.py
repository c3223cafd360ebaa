"""Running one check: the one way, in a student's pytest, a notebook, grading and selftest."""

import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from autograder.calls.performer import is_interrupt
from autograder.calls.stub import todo_hint
from autograder.checking.check import CourseCheck
from autograder.checking.context import CheckContext
from autograder.checking.frameworks import Needs
from autograder.checking.outcome import (
    IN_FLOAT32,
    CheckFailed,
    CheckStatus,
    KitFault,
    Lines,
    NotWritten,
    Outcome,
    Skipped,
)
from autograder.course import Exercise

__all__ = ["TOOK_TOO_MUCH_MEMORY", "run_check", "run_checks", "unchecked", "with_names"]

TOOK_TOO_MUCH_MEMORY: Final = "took more memory than there is for it"


def run_check(check: CourseCheck, context: CheckContext) -> Outcome:
    """Call a check with its three objects and return its outcome.

    Parameters
    ----------
    check : CourseCheck
        The check.
    context : CheckContext
        Whose code is checked, against what, with which inputs.

    Returns
    -------
    Outcome
        The state and the four lines. An error of the kit itself is an outcome too; Ctrl-C alone
        goes on. The name of the mistake comes with `with_names`, when all checks have run. A pass
        with lines has met right numbers in another container; `container.paid_once` decides which
        check of the exercise pays for that.
    """
    exercise = check.exercise
    needs = Needs(exercise, check.declared, graded=context.is_graded)
    given: dict[str, Callable[[], object]] = {
        "student": lambda: context.student(exercise)._begin(
            check.declared, needs, check.name, lambda: context.needs_float32(exercise)
        ),
        "reference": lambda: context.reference(exercise),
        "probe": lambda: context.probe(exercise, check.name),
    }
    try:
        # A check's sums over a student's answer may warn; nobody can act on that.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            returned = check.function(**{name: given[name]() for name in check.asked_for})
        if returned is not None:
            raise KitFault(f"{check.name} returned {returned!r}; a check asserts by `expect`")
    except NotWritten as stub:
        own = stub.todo.startswith(f"{exercise.short} ")
        lines = Lines("", "", "", todo_hint(stub.todo, stub.new_since))
        return Outcome(CheckStatus.TODO if own else CheckStatus.BLOCKED, lines, note=str(stub))
    except CheckFailed as failure:
        return Outcome(CheckStatus.FAIL, failure.lines, stopped=failure.stopped)
    except Skipped as why:
        return Outcome(CheckStatus.SKIPPED, note=str(why))
    except BaseException as error:
        if is_interrupt(error):
            raise
        if isinstance(error, MemoryError) and context.student(exercise)._sent_much:
            return unchecked(TOOK_TOO_MUCH_MEMORY)
        note = str(error) if isinstance(error, KitFault) else f"{type(error).__name__}: {error}"
        if isinstance(error, MemoryError):
            note += "; judging_mb in course.toml says how much memory there is for it"
        return Outcome(
            CheckStatus.ERROR, note=note, trace="".join(traceback.format_exception(error))
        )
    student = context.student(exercise)
    # A framework computes in float32 by itself.
    note = IN_FLOAT32 if student._was_in_float32 and not exercise.packages else ""
    if note:
        context.note_float32(exercise.id)
    return Outcome(CheckStatus.PASS, student._met_container, note=note)


def unchecked(why: str) -> Outcome:
    """Return the outcome of a check whose own work met a limit: it "took more than 5 s"."""
    lines = Lines(
        "what this check asks for",
        "an answer of the shape and type that was asked for",
        f"checking this answer {why}",
        "How many numbers should an answer have, and how many does each of yours have?",
    )
    return Outcome(CheckStatus.FAIL, lines, stopped=True)


def run_checks(checks: Sequence[CourseCheck], context: CheckContext) -> dict[str, Outcome]:
    """Run checks of one exercise and return their outcomes by name, with names of mistakes."""
    outcomes = {check.name: run_check(check, context) for check in checks}
    return with_names(checks[0].exercise, outcomes, context) if checks else {}


def with_names(
    exercise: Exercise, outcomes: Mapping[str, Outcome], context: CheckContext
) -> dict[str, Outcome]:
    """Return the outcomes of an exercise's checks, all of which ran, with the names of mistakes.

    A failure that no misconception of this very exercise explains is BLOCKED where an earlier
    exercise may be its cause.
    """
    failed = {
        name: outcome
        for name, outcome in outcomes.items()
        if outcome.status is CheckStatus.FAIL and not outcome.for_container
    }
    if not failed:
        return dict(outcomes)
    try:
        found = context.student(exercise)._misconceptions()
    except MemoryError:
        found = {}  # no name is worth a mark
    decided = {
        name: outcome.named(found[name])
        if name in found
        else _or_blocked(outcome, exercise, context)
        for name, outcome in failed.items()
    }
    return {**outcomes, **decided}


def _or_blocked(outcome: Outcome, exercise: Exercise, context: CheckContext) -> Outcome:
    wrong = context.blocked_by(exercise)
    if wrong is None:
        return outcome
    note = f"{wrong.id} is not right yet; fix it first"
    return Outcome(CheckStatus.BLOCKED, outcome.lines, note=note)
