"""Declaring a check, and finding those that a check file declares."""

import inspect
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from autograder.checking.outcome import CheckStatus, KitFault, Outcome, broken_groups
from autograder.course import Course, Exercise

__all__ = [
    "ASKED_FOR",
    "Check",
    "CourseCheck",
    "as_check",
    "check",
    "checks_in",
    "declared",
    "is_oracle",
    "load_checks",
    "oracle",
    "points_earned",
]

ASKED_FOR: Final = ("student", "reference", "probe")

_CHECK: Final = "__nudge_check__"
_ORACLE: Final = "__nudge_oracle__"
_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Check:
    """A check's declaration of itself.

    Attributes
    ----------
    sentence : str
        The meaning of right, in one sentence that the student reads.
    points : float
        Its share of the exercise's points, relative to the exercise's other checks.
    hint : str
        The question shown when no misconception explains the failure.
    package : str
        The package it needs besides those of every course; empty if none.
    named : bool
        Whether a failure is compared with the misconceptions.
    group : str
        The claim that it guards together with other checks of the exercise; empty if it stands
        alone.
    new_since : str
        The last release whose stubs did not have the function yet; empty if all have it.
    of : str
        The function that it examines, where that is one of several that it asks for.
    hint_of_time : str
        The question where a call met a limit; empty for the one that all checks have.
    """

    sentence: str
    points: float
    hint: str
    package: str = ""
    named: bool = True
    group: str = ""
    new_since: str = ""
    of: str = ""
    hint_of_time: str = ""


@dataclass(frozen=True)
class CourseCheck:
    """A check of an exercise, ready to be run.

    Attributes
    ----------
    exercise : Exercise
        The exercise.
    name : str
        The function's name, unique within the exercise.
    declared : Check
        What it declares about itself.
    function : callable
        Takes some of `student`, `reference` and `probe`.
    """

    exercise: Exercise
    name: str
    declared: Check
    function: Callable[..., Any]

    @cached_property
    def asked_for(self) -> tuple[str, ...]:
        """Which of the three objects it takes; looked up once, and asked for each submission."""
        return tuple(inspect.signature(self.function).parameters)


def check(
    sentence: str,
    *,
    points: float,
    hint: str,
    package: str = "",
    named: bool = True,
    group: str = "",
    new_since: str = "",
    of: str = "",
    hint_of_time: str = "",
) -> Callable[[_Function], _Function]:
    """Declare a function of `student`, `reference` and `probe` to be a check.

    Parameters
    ----------
    sentence : str
        The meaning of right, in one sentence.
    points : float
        Its share of the exercise's points, above 0.
    hint : str
        One question that helps; never the line to type.
    package : str
        One of the exercise's `packages`, if the check needs it; without it the check is skipped.
    named : bool
        Whether a failure is compared with the misconceptions: not where each would have to train a
        network, and smaller checks name them all.
    group : str
        A name that checks of one claim share, such as a worked example and its twin with fresh
        numbers: their points are earned if all of them pass.
    new_since : str
        The last release whose stubs did not have the function that is checked, such as `0.1.0`.
        A file made by that release has it to write: the check is todo there, and says why.
    of : str
        The one function of the exercise that it examines; without it, all that it asks for.
    hint_of_time : str
        The question where a call met a limit, if the check is about how much work an answer takes;
        without it, one about loops and whole arrays.

    Raises
    ------
    ValueError
        If the sentence or the hint is empty, or the points are not above 0.
    """
    if not sentence.strip() or not hint.strip():
        raise ValueError("a check needs a sentence and a hint")
    if points <= 0:
        raise ValueError(f"a check's points must be above 0, not {points}")

    def declare(function: _Function) -> _Function:
        known = Check(sentence, points, hint, package, named, group, new_since, of, hint_of_time)
        setattr(function, _CHECK, known)
        return function

    return declare


def oracle(function: _Function) -> _Function:
    """Declare a function `f(reference, ...)` that checks can ask for as `reference.f(...)`.

    An oracle stands between the hidden markers; a handout has its recorded answers alone.
    """
    setattr(function, _ORACLE, True)
    return function


def declared(function: Any) -> Check | None:
    """Return the declaration of a check, or None if `function` is no check."""
    found = getattr(function, _CHECK, None)
    return found if isinstance(found, Check) else None


def is_oracle(function: Any) -> bool:
    """Tell whether `function` was declared an oracle."""
    return getattr(function, _ORACLE, False) is True


def points_earned(ended: Sequence[tuple[Check, Outcome | None]]) -> float:
    """Return the points of the checks that passed, without those whose group is broken."""
    broken = broken_groups((check.group, found) for check, found in ended)
    return sum(
        check.points
        for check, found in ended
        if found and found.status is CheckStatus.PASS and check.group not in broken
    )


def load_checks(course: Course, exercise: Exercise) -> tuple[CourseCheck, ...]:
    """Return the checks of an exercise in file order, from its check file as it is now.

    Raises
    ------
    KitFault
        If the file cannot be run, or has a check that cannot be one.
    """
    path = course.checks(exercise)
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    try:
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))
    except Exception as error:
        raise KitFault(
            f"{path.parent.name}/{path.name} cannot be run: {type(error).__name__}: {error}"
        ) from error
    return checks_in(exercise, vars(module))


def checks_in(exercise: Exercise, namespace: Mapping[str, Any]) -> tuple[CourseCheck, ...]:
    """Return the checks among the names of a check file, in file order.

    Raises
    ------
    KitFault
        If one of them cannot be a check.
    """
    return tuple(
        as_check(exercise, name, value)
        for name, value in namespace.items()
        if name.startswith("test_") and callable(value)
    )


def as_check(exercise: Exercise, name: str, function: Any) -> CourseCheck:
    """Return a function of a check file as a check.

    Raises
    ------
    KitFault
        If it cannot be one; says why.
    """
    place = f"{name} in test_{exercise.id}.py"
    known = declared(function)
    if known is None:
        raise KitFault(f"{place} has no @check: say what it checks, and its points")
    if why := _why_refused(function):
        raise KitFault(f"{place} {why}")
    return CourseCheck(exercise, name, known, function)


def _why_refused(function: Any) -> str:
    more = [other for other in inspect.signature(function).parameters if other not in ASKED_FOR]
    if more:
        return (
            f"asks for {', '.join(more)}; a check may ask for {', '.join(ASKED_FOR[:-1])} "
            f"and {ASKED_FOR[-1]}, and nothing else"
        )
    if hasattr(function, "pytestmark") or "pytestmark" in getattr(function, "__globals__", ()):
        return "has a mark of pytest; checks also run without pytest, so take it away"
    later = (inspect.iscoroutinefunction, inspect.isgeneratorfunction, inspect.isasyncgenfunction)
    if any(is_later(function) for is_later in later):
        return "does not run when it is called; a check is a plain function"
    return ""
