"""Which checks belong to which cell: a check follows the last answer that it asks for."""

import ast
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from autograder.checking.calls import Answer
from autograder.checking.check import Check
from autograder.checking.examination import PUBLIC_SEED
from autograder.checking.frameworks import Needs
from autograder.checking.in_notebook import UNITS, Group, whole_units
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Prediction
from autograder.checking.outcome import KitFault, Skipped, State
from autograder.checking.probe import Probe
from autograder.checking.reference import Reference
from autograder.checking.script import functions_called
from autograder.checking.sources import Sources
from autograder.checking.student import Student
from autograder.checking.values import CONSTANT
from autograder.course import Course, CourseError, Exercise, ModuleSet
from autograder.grading.examiner import Examiner
from autograder.grading.results import CheckResult

__all__ = ["CheckNeeds", "cell_name", "check_needs", "grouped", "names_defined"]


@dataclass(frozen=True)
class CheckNeeds:
    """A check, what it is worth in its course, and the student's names that it asks for."""

    name: str
    points: float
    hidden: bool
    names: frozenset[str]


def check_needs(course: Course) -> dict[str, tuple[CheckNeeds, ...]]:
    """Return the checks of every exercise, hidden ones included, by exercise id.

    What a check asks for is found by running it on the solution. The packages of an extra may
    be missing here, so its checks are not run: each follows the last answer.

    Raises
    ------
    KitFault
        If a solution does not pass one of its checks.
    """
    sources = Sources(course)
    found = {}
    with Examiner(course, course.exercises) as examiner:
        for exercise in course.exercises:
            watching = _Watching(sources)
            results = examiner.examine(watching, [exercise])
            if exercise.extra:
                names = frozenset(sources.public_functions(exercise))
                found[exercise.id] = tuple(
                    CheckNeeds(result.check, result.possible, result.hidden, names)
                    for result in results
                )
                continue
            found[exercise.id] = tuple(_needs(result, watching.asked) for result in results)
    return found


def grouped(
    exercise: Exercise, checks: Sequence[CheckNeeds], cells: Sequence[str]
) -> Mapping[int, Group]:
    """Return the groups of an exercise's checks by the index of the cell that each one follows.

    A check belongs to the last cell that defines a name it asks for. Where this leaves a cell
    with hidden checks alone, they go with the checks after them: a student is to see at every
    grade cell how the answer stands.

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
    at: dict[int, list[CheckNeeds]] = {}
    for check in checks:
        places = [index for index, names in enumerate(defined) if names & check.names]
        if not places:
            raise CourseError(f"{exercise.id}: {check.name} asks for no function of the exercise")
        at.setdefault(places[-1], []).append(check)
    for index in sorted(at):
        if all(check.hidden for check in at[index]):
            public = [other for other in sorted(at) if not all(c.hidden for c in at[other])]
            if not public:
                raise CourseError(f"{exercise.id}: all its checks are hidden; make some public")
            target = next((other for other in public if other > index), public[-1])
            at[target] += at.pop(index)
    # In the order of the check file, whatever joined later.
    members = {index: [check for check in checks if check in own] for index, own in at.items()}
    worth = _exact([sum(check.points for check in members[index]) for index in sorted(members)])
    return {
        index: Group(
            f"{exercise.short}_{cell_name(cells[index])}",
            exercise.id,
            points,
            tuple(check.name for check in members[index]),
            tuple(check.name for check in members[index] if check.hidden),
        )
        for index, points in zip(sorted(members), worth, strict=True)
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
    names: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
    return names


def _needs(result: CheckResult, asked: Mapping[str, Iterable[str]]) -> CheckNeeds:
    if result.outcome.state is not State.PASS:
        text = result.outcome.lines or result.outcome.note
        raise KitFault(f"the solution of {result.exercise} fails {result.check}:\n{text}")
    names = frozenset(asked.get(result.sentence, ()))
    return CheckNeeds(result.check, result.possible, result.hidden, names)


class _Watching:
    """The solution in the student's place, with a note of what each check asks for."""

    def __init__(self, sources: Sources) -> None:
        self.asked: dict[str, set[str]] = {}
        self._sources = sources
        self._solutions = ModuleSet(sources.course.root / "solutions")

    def student(self, exercise: Exercise) -> Student:
        """Return the solution as a student."""
        own = InProcessCaller(f"{exercise.id}.py", lambda: self._solutions.exercise(exercise.id))
        kind = _UnaskedStudent if exercise.extra else _WatchedStudent
        return kind(own, self._sources.reference(exercise), self.asked)

    def reference(self, exercise: Exercise) -> Reference:
        """Return the solution as the reference."""
        return Reference(self._sources.reference(exercise))

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the public inputs."""
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")


class _WatchedStudent(Student):
    def __init__(self, own: InProcessCaller, reference: Any, asked: dict[str, set[str]]) -> None:
        self._watched = _WatchedCaller(own)
        self._asked = asked
        super().__init__(self._watched, _NoBank(), reference)

    def _begin(self, check: Check, needs: Needs | None = None) -> Student:
        self._watched.names = self._asked.setdefault(check.sentence, set())
        return super()._begin(check, needs)


class _UnaskedStudent(_WatchedStudent):
    def _begin(self, check: Check, needs: Needs | None = None) -> Student:
        raise Skipped("an extra's checks are not run for this")


class _WatchedCaller:
    def __init__(self, own: InProcessCaller) -> None:
        self.names: set[str] = set()
        self._own = own

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        if function.startswith(CONSTANT):
            self.names.add(function.removeprefix(CONSTANT))
        else:
            self.names.update(functions_called(function, arguments))
        return self._own.call(function, arguments)


class _NoBank:
    def predictions(
        self, function: str, arguments: Sequence[Any], only: str | None = None
    ) -> tuple[Prediction, ...]:
        return ()
