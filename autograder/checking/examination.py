"""Who is examined, and against what: the three things a check's fixtures come from."""

import importlib
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Protocol

from autograder.checking.answer_key import AnswerKey
from autograder.checking.calls import Caller
from autograder.checking.in_process import InProcessCaller
from autograder.checking.misconception import Bank
from autograder.checking.probe import Probe
from autograder.checking.reference import Reference, ReferenceSource
from autograder.checking.student import Student
from autograder.course import Course, Exercise

__all__ = ["PUBLIC_SEED", "CourseExamination", "Examination", "OwnExamination"]

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


class CourseExamination(ABC):
    """An examination by what carries calls to the student's modules, and what answers rightly."""

    def __init__(self) -> None:
        self._students: dict[str, Student] = {}

    def student(self, exercise: Exercise) -> Student:
        """Return the student's module, as checks see it; the same one for all checks."""
        if exercise.id not in self._students:
            reference, bank = self._answers(exercise)
            self._students[exercise.id] = Student(self._caller(exercise), bank, reference)
        return self._students[exercise.id]

    def reference(self, exercise: Exercise) -> Reference:
        """Return what is right."""
        reference, _ = self._answers(exercise)
        return Reference(reference)

    @abstractmethod
    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the inputs for one check."""

    @abstractmethod
    def _caller(self, exercise: Exercise) -> Caller:
        """Return what calls the functions of the student's module."""

    @abstractmethod
    def _answers(self, exercise: Exercise) -> tuple[ReferenceSource, Bank]:
        """Return the right answers, and the known wrong ones."""


class OwnExamination(CourseExamination):
    """A student's own pytest: `exercises` in this process, against the answer key.

    In the course repository, which has no answer keys, the solutions themselves answer.
    """

    def __init__(self, course: Course) -> None:
        super().__init__()
        self._course = course
        self._sources: dict[str, tuple[ReferenceSource, Bank, float]] = {}

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the public inputs, the same for everybody."""
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")

    def points(self, exercise: Exercise) -> float:
        """Return the points of all checks of an exercise, hidden ones included."""
        return self._source(exercise)[2]

    def _caller(self, exercise: Exercise) -> Caller:
        name = f"exercises.{exercise.id}"
        return InProcessCaller(
            f"{exercise.id}.py", lambda: importlib.import_module(name), exercise.packages
        )

    def _answers(self, exercise: Exercise) -> tuple[ReferenceSource, Bank]:
        reference, bank, _ = self._source(exercise)
        return reference, bank

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
