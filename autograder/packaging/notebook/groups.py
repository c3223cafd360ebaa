"""Assigns checks to cells: a check follows the last answer that it asks for."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.checking.check import CourseCheck
from autograder.checking.in_notebook import UNITS, Group, whole_units
from autograder.checking.outcome import CheckStatus, KitFault
from autograder.checking.run import run_check
from autograder.course import Course, CourseError, Exercise
from autograder.grading.check_runner import graded_checks
from autograder.packaging.recording import Recording
from autograder.packaging.stubs import names_of
from autograder.reference.sources import Sources

__all__ = ["CheckNeeds", "cell_name", "check_needs", "grouped", "names_defined", "needs_of"]


@dataclass(frozen=True)
class CheckNeeds:
    """A check, its points in the course, and the student's names that it asks for.

    With it comes the claim that it guards together with other checks, if there is one.
    """

    name: str
    points: float
    hidden: bool
    names: frozenset[str]
    group: str = ""


def check_needs(course: Course) -> dict[str, tuple[CheckNeeds, ...]]:
    """Return the checks of every exercise, hidden ones included, by exercise id.

    Running a check on the solution shows the names it asks for. The packages of an extra may
    be missing here, so its checks are not run: each follows the last answer.

    Raises
    ------
    KitFault
        If a solution does not pass one of its checks.
    """
    sources = Sources(course)
    return {exercise.id: needs_of(sources, exercise) for exercise in course.exercises}


def needs_of(sources: Sources, exercise: Exercise) -> tuple[CheckNeeds, ...]:
    """Return the checks of one exercise; see `check_needs`."""
    return tuple(
        CheckNeeds(
            graded.check.name,
            graded.possible,
            graded.hidden,
            _names(sources, graded.check),
            graded.check.declared.group,
        )
        for graded in graded_checks(sources.course, exercise)
    )


def grouped(
    exercise: Exercise, checks: Sequence[CheckNeeds], cells: Sequence[str]
) -> Mapping[int, Group]:
    """Return the groups of an exercise's checks by the index of the cell that each one follows.

    A check belongs to the last cell that defines a name it asks for; checks of one claim belong
    together, to the last of their cells. If a cell would get only hidden checks, they join the
    checks after them: at every grade cell a student sees how the answer stands.

    Parameters
    ----------
    exercise : Exercise
        The exercise.
    checks : sequence of CheckNeeds
        All its checks.
    cells : sequence of str
        Its code cells, as the solution has them.

    Raises
    ------
    CourseError
        If a check asks for nothing that a cell defines, or no check is public.
    """
    defined = [frozenset(names_defined(cell)) for cell in cells]
    places = []
    for check in checks:
        asked = [index for index, names in enumerate(defined) if names & check.names]
        if not asked:
            raise CourseError(f"{exercise.id}: {check.name} asks for no function of the exercise")
        places.append(asked[-1])
    last = {check.group: 0 for check in checks}
    for check, index in zip(checks, places, strict=True):
        last[check.group] = max(last[check.group], index)
    placed = [
        (check, last[check.group] if check.group else index)
        for check, index in zip(checks, places, strict=True)
    ]
    public = sorted({index for check, index in placed if not check.hidden})
    if not public:
        raise CourseError(f"{exercise.id}: all its checks are hidden; make some public")
    members: dict[int, list[CheckNeeds]] = {index: [] for index in public}
    for check, index in placed:
        members[next((later for later in public if later >= index), public[-1])].append(check)
    worth = _exact([sum(check.points for check in own) for own in members.values()])
    return {
        index: Group(
            f"{exercise.short}_{cell_name(cells[index])}",
            exercise.id,
            points,
            tuple(check.name for check in own),
            tuple(check.name for check in own if check.hidden),
        )
        for (index, own), points in zip(members.items(), worth, strict=True)
    }


def _exact(points: Sequence[float]) -> list[float]:
    """Return points, moved by less than a millionth, that add up without a rounding error.

    A gradebook that adds sixty of them would show 59.00000000000002 for 59.
    """
    units = [whole_units(one) for one in points]
    units[-1] += whole_units(sum(points)) - sum(units)
    return [one / UNITS for one in units]


def cell_name(source: str) -> str:
    """Return what a cell is called in ids: the names that it defines, `AND_OR_NOT_NOR`."""
    return "_".join(names_defined(source))


def names_defined(source: str) -> list[str]:
    """Return the functions, classes and constants that a cell defines, in its order."""
    return [name for node in ast.parse(source).body for name in names_of(node)]


def _names(sources: Sources, check: CourseCheck) -> frozenset[str]:
    """Return the names that a check asks for of the solution."""
    if check.exercise.extra:
        return frozenset(sources.public_functions(check.exercise))
    recording = Recording(sources)
    outcome = run_check(check, recording)
    if outcome.status is not CheckStatus.PASS:
        text = outcome.lines or outcome.note
        raise KitFault(f"the solution of {check.exercise.id} fails {check.name}:\n{text}")
    return frozenset(recording.asked)
