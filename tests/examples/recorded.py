"""The marks and names of the kit's own code, as lines of text: recorded, and found again.

`recorded_marks.json` holds a line for each student's exercise of the example class (points, what
was supplied, and each check that did not pass, with its state and the misconception's id), the
same of each alternative and of each misconception alone, and the points of each check.

After a change that is meant to change them, `python -m tests.examples.recorded` writes the table
again, and its diff shows what became different.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from autograder.checking.misconception import Wrong
from autograder.course import Course, Exercise, ModuleSet, load_course
from autograder.grading.check_runner import CheckRunner
from autograder.grading.course_selftest import ModuleContext, ShortContext
from autograder.grading.results import CheckResult, ExerciseResult, Gradebook
from autograder.grading.seed import Seed
from autograder.reference.sources import LiveBank, Sources
from tests.without_store import grade_folder

__all__ = ["SEED", "Found", "changes", "class_marks", "class_points", "graded", "verdicts"]

ROOT: Final = Path(__file__).parents[2]
SEED: Final = "recorded"

_TABLE: Final = Path(__file__).with_name("recorded_marks.json")


def _recorded(kind: str) -> dict[str, Any]:
    """Return what is recorded: lines of class or misconceptions, or points."""
    table: dict[str, Any] = json.loads(_TABLE.read_text(encoding="utf-8"))
    return dict(table[kind])


def verdicts(course: Course, exercise: Exercise) -> list[dict[str, str]]:
    """Return, for each misconception of an exercise, the states of the checks that did not pass.

    They are those that are recorded, or today's of an extra, which has none.
    """
    lines = Found(course, [exercise]).misconceptions() if exercise.packages else None
    return [
        dict(re.findall(r"(\w+): (\w+)", line))
        for key, line in (lines or _recorded("misconceptions")).items()
        if key.startswith(f"{exercise.id} ")
    ]


def class_points() -> dict[tuple[str, str], float]:
    """Return the recorded points by student and exercise."""
    pairs = ((name.rsplit(" ", 1), line) for name, line in _recorded("class").items())
    return {(who, which): float(re.split("[ :]", line)[0]) for (who, which), line in pairs}


def changes(kind: str, now: Mapping[str, object]) -> dict[str, tuple[object, object]]:
    """Return what differs from the table: by name, what is recorded and what was found now."""
    before = _recorded(kind)
    names = [*before, *(name for name in now if name not in before)]
    pairs = {name: (before.get(name), now.get(name)) for name in names}
    return {name: (old, new) for name, (old, new) in pairs.items() if old != new}


def graded(seed: str, jobs: int, submissions: Path = ROOT / "examples" / "class") -> Gradebook:
    """Grade the example class, or a part of it."""
    course = load_course(ROOT)
    return grade_folder(course, course.exercises, submissions, seed=Seed(seed), jobs=jobs)


def class_marks(gradebook: Gradebook) -> dict[str, str]:
    """Return a line for each exercise of each student; an extra may be skipped, and has none."""
    return {
        f"{result.student} {exercise.exercise}": _exercise_line(exercise)
        for result in gradebook.results
        for exercise in result.exercises
        if exercise.possible
    }


class Found:
    """The verdicts on the course's own code, found in the process that asks.

    Parameters
    ----------
    course : Course
        The course.
    exercises : sequence of Exercise, optional
        Whose alternatives and misconceptions; all but the extras if not given.
    """

    def __init__(self, course: Course, exercises: Sequence[Exercise] = ()) -> None:
        self._course = course
        self._sources = Sources(course)
        self._runner = CheckRunner(course, course.exercises)
        self._exercises = exercises or [one for one in course.exercises if not one.packages]

    def alternatives(self) -> dict[str, str]:
        """Return a line for each alternative: nothing, for they are right."""
        root = self._course.root
        return {
            f"{exercise.id} {path.stem}": self._line(
                exercise,
                ModuleContext,
                partial(_of, ModuleSet(root / "solutions", instead={exercise.id: path})),
            )
            for exercise in self._exercises
            for path in sorted((root / "tests/alternatives" / exercise.id).glob("*.py"))
        }

    def misconceptions(self) -> dict[str, str]:
        """Return a line for each misconception."""
        banks = {exercise: self._sources.bank(exercise) for exercise in self._exercises}
        return {
            f"{exercise.id} {wrong.misconception.id}": self._line(
                exercise, ShortContext, partial(_with, bank, wrong)
            )
            for exercise, bank in banks.items()
            for wrong in bank.wrongs
        }

    def points(self) -> dict[str, float]:
        """Return the points of each check."""
        modules = ModuleSet(self._course.root / "solutions")
        context = ModuleContext(self._sources, SEED, partial(_of, modules))
        return {
            f"{check.exercise} {check.check}": round(check.possible, 4)
            for check in self._runner.run(context, self._course.exercises)
        }

    def _line(
        self,
        exercise: Exercise,
        kind: Callable[[Sources, str, Callable[[Exercise], ModuleType]], ModuleContext],
        module_of: Callable[[Exercise], ModuleType],
    ) -> str:
        return _check_line(self._runner.run(kind(self._sources, SEED, module_of), [exercise]))


def _of(modules: ModuleSet, exercise: Exercise) -> ModuleType:
    return modules.exercise(exercise.id)


def _with(bank: LiveBank, wrong: Wrong, _: Exercise) -> ModuleType:
    return bank.module(wrong)


def _exercise_line(result: ExerciseResult) -> str:
    supplied = f" with {', '.join(result.supplied)}" if result.supplied else ""
    checks = _check_line(result.checks)
    return f"{result.points:g}{supplied}" + (f": {checks}" if checks else "")


def _check_line(checks: Iterable[CheckResult]) -> str:
    """Return what did not pass of some checks, by name."""
    return "; ".join(
        f"{check.check}: {check.outcome.status.value}"
        + (f" {check.outcome.misconception.id}" if check.outcome.misconception else "")
        for check in sorted(checks, key=lambda check: check.check)
        if check.outcome.status.value != "pass"
    )


def _write(table: Mapping[str, Mapping[str, object]]) -> None:
    _TABLE.write_text(json.dumps(table, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    found = Found(load_course(ROOT))
    _write(
        {
            "class": class_marks(graded("tests", jobs=2)),
            "misconceptions": found.misconceptions(),
            "points": found.points(),
        }
    )
