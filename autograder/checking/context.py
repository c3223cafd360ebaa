"""Where a check's three objects come from: whose code, against what, with which inputs."""

from abc import ABC, abstractmethod
from typing import Protocol

from autograder.calls.answer import Caller
from autograder.checking.answers import Answers, Reference
from autograder.checking.probe import Probe
from autograder.checking.student import Student
from autograder.course import Exercise

__all__ = ["PUBLIC_SEED", "CheckContext", "CourseContext"]

PUBLIC_SEED = "public"


class CheckContext(Protocol):
    """One submission that is being checked."""

    @property
    def is_graded(self) -> bool:
        """Whether this is grading, where the student cannot change anything any more."""
        ...

    def student(self, exercise: Exercise) -> Student:
        """Return the student's module, as checks see it."""
        ...

    def reference(self, exercise: Exercise) -> Reference:
        """Return the right answers, as checks see them."""
        ...

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the inputs for one check."""
        ...

    def blocked_by(self, exercise: Exercise) -> Exercise | None:
        """Return the first exercise that `exercise` builds on and that is not right, if any."""
        ...


class CourseContext(ABC):
    """A context made of callers of the student's modules, and of right answers."""

    is_graded = True

    def __init__(self) -> None:
        self._students: dict[str, Student] = {}

    def student(self, exercise: Exercise) -> Student:
        """Return the student's module, as checks see it; the same one for all checks."""
        if exercise.id not in self._students:
            answers = self._answers(exercise)
            self._students[exercise.id] = Student(
                self._caller(exercise), answers.bank, answers.reference
            )
        return self._students[exercise.id]

    def reference(self, exercise: Exercise) -> Reference:
        """Return the right answers, as checks see them."""
        return Reference(self._answers(exercise).reference)

    def blocked_by(self, exercise: Exercise) -> Exercise | None:
        """Return None: grading supplies earlier exercises instead."""
        return None

    @abstractmethod
    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the inputs for one check."""

    @abstractmethod
    def _caller(self, exercise: Exercise) -> Caller:
        """Return the caller of the student's module."""

    @abstractmethod
    def _answers(self, exercise: Exercise) -> Answers:
        """Return the right answers and the misconceptions."""
