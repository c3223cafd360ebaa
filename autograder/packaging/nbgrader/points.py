"""Where the points of a gradebook are not those of the course as it is now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.checking.in_notebook import Group
from autograder.checking.outcome import KitFault
from autograder.course import Course, CourseError, Exercise
from autograder.grading.check_runner import graded_checks
from autograder.packaging.nbgrader.autograded import SourceCell
from autograder.packaging.notebook.cells import groups_of_today

__all__ = ["OtherPoints", "other_points", "told"]

_SAME = 0.005  # half of what a mark is rounded to


@dataclass(frozen=True)
class OtherPoints:
    """A grade cell that is worth something else in the course now.

    Attributes
    ----------
    exercise, cell : str
        Their ids.
    here : float or None
        Its points in the gradebook; None if the release has no such cell.
    today : float or None
        Its points in the course now; None if the course has no such cell.
    """

    exercise: str
    cell: str
    here: float | None
    today: float | None


def other_points(
    course: Course, notebooks: Mapping[str, Sequence[SourceCell]], groups: Collection[Group]
) -> Iterator[OtherPoints]:
    """Yield the grade cells of notebooks whose points the course has changed, or the gradebook.

    Parameters
    ----------
    course : Course
        The course as it is now.
    notebooks : mapping of str to sequence of SourceCell
        By exercise, the cells that the gradebook has.
    groups : collection of Group
        The checks of these cells.
    """
    for exercise, cells in notebooks.items():
        own = [group for group in groups if group.exercise == exercise]
        try:
            today = _points_today(course, course.exercise(exercise), own)
        except (KitFault, CourseError):
            # A check that fails by itself is told where it grades, and keeps nobody's mark.
            continue
        here = {cell.id: cell.points for cell in cells if cell.grade}
        for cell in {**here, **today}:
            # An instructor may have added cells of another kind.
            if cell not in today and not cell.startswith(f"{course.exercise(exercise).short}_"):
                continue
            then, now = here.get(cell), today.get(cell)
            if then is None or now is None or abs(then - now) > _SAME:
                yield OtherPoints(exercise, cell, then, now)


def _points_today(course: Course, exercise: Exercise, groups: Sequence[Group]) -> dict[str, float]:
    """Return what the cells of an exercise are worth in the course, those it would have now."""
    worth = {graded.check.name: graded.possible for graded in graded_checks(course, exercise)}
    if {name for group in groups for name in group.checks} == worth.keys():
        return {group.id: sum(worth[name] for name in group.checks) for group in groups}
    return {group.id: group.points for group in groups_of_today(course, exercise.id)}


def told(found: Iterable[OtherPoints]) -> str:
    """Return one sentence about points that differ; empty if none do."""
    by_exercise: dict[str, list[OtherPoints]] = {}
    for one in found:
        by_exercise.setdefault(one.exercise, []).append(one)
    said = [f"{exercise}: {', '.join(map(_cell, own))}" for exercise, own in by_exercise.items()]
    if not said:
        return ""
    return (
        f"the gradebook has other points than the course now. {'; '.join(said)}. Marks are shares "
        "of the gradebook's points; for the course's, make the notebooks and the assignment again"
    )


def _cell(one: OtherPoints) -> str:
    if one.today is None:
        return f"{one.cell} {one.here:.4g} (now gone)"
    here = "not there" if one.here is None else f"{one.here:.4g}"
    return f"{one.cell} {here} (now {one.today:.4g})"
