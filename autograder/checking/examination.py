"""Who is examined, and against what: the three things a check's fixtures come from."""

import importlib
from pathlib import Path
from typing import Protocol

from autograder.checking.answer_key import AnswerKey
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Bank
from autograder.checking.probe import Probe
from autograder.checking.reference import Reference, ReferenceSource
from autograder.checking.student import Student
from autograder.course import Course, Exercise

__all__ = ["PUBLIC_SEED", "Examination", "OwnExamination"]

PUBLIC_SEED = "public"


class Examination(Protocol):
    """One submission under examination."""

    def student(self, exercise: Exercise) -> Student:
        """Return the student's module, as checks see it."""
        ...

    def reference(self, exercise: Exercise) -> Reference:
        """Return what is right."""
        ...

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the inputs for one check."""
        ...


class OwnExamination:
    """A student's own pytest: `exercises` in this process, against the answer key.

    In the course repository, which has no answer keys, the solutions themselves answer.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._students: dict[str, Student] = {}
        self._sources: dict[str, tuple[ReferenceSource, Bank, float]] = {}

    def student(self, exercise: Exercise) -> Student:
        """Return `exercises.ID` of this folder; the same one for all checks."""
        if exercise.id not in self._students:
            reference, bank, _ = self._source(exercise)
            name = f"exercises.{exercise.id}"
            caller = InProcessCaller(
                f"{exercise.id}.py", lambda: importlib.import_module(name), exercise.packages
            )
            self._students[exercise.id] = Student(caller, bank, reference)
        return self._students[exercise.id]

    def reference(self, exercise: Exercise) -> Reference:
        """Return the recorded answers."""
        return Reference(self._source(exercise)[0])

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the public inputs, the same for everybody."""
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")

    def points(self, exercise: Exercise) -> float:
        """Return the points of all checks of an exercise, hidden ones included."""
        return self._source(exercise)[2]

    def _source(self, exercise: Exercise) -> tuple[ReferenceSource, Bank, float]:
        if exercise.id not in self._sources:
            key_path = answer_key_path(self._course.root, exercise)
            # A handout may have solutions to read; its answer keys decide all the same.
            if key_path.parent.is_dir() or not self._course.solution(exercise).is_file():
                key = AnswerKey.read(key_path)
                self._sources[exercise.id] = (key, key, key.points)
            else:
                self._sources[exercise.id] = self._live_source(exercise)
        return self._sources[exercise.id]

    def _live_source(self, exercise: Exercise) -> tuple[ReferenceSource, Bank, float]:
        # Imported here, since a handout neither has it nor needs it.
        sources = importlib.import_module("autograder.checking.sources").Sources(self._course)
        points = sum(check.points for check in sources.checks(exercise).values())
        return sources.reference(exercise), sources.bank(exercise), points


def answer_key_path(root: Path, exercise: Exercise) -> Path:
    """Return where a handout keeps the answer key of `exercise`."""
    return root / "autograder" / "answers" / f"{exercise.id}.json"
