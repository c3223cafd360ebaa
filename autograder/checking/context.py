"""Where a check's three objects come from: whose code, against what, with which inputs."""

from abc import ABC, abstractmethod

from autograder.calls.answer import Caller
from autograder.checking.answers import Answers, AnswersOf, Reference
from autograder.checking.probe import Probe
from autograder.checking.student import Student
from autograder.course import Exercise

__all__ = ["PUBLIC_SEED", "CheckContext"]

PUBLIC_SEED = "public"


class CheckContext(ABC):
    """One submission that is being checked: callers of its modules, and the right answers.

    Parameters
    ----------
    answers_of : callable
        Returns the right answers and the misconceptions of an exercise.

    Attributes
    ----------
    is_graded : bool
        Whether this is grading, where the student cannot change anything any more.
    """

    is_graded = True

    def __init__(self, answers_of: AnswersOf) -> None:
        self._answers_of = answers_of
        self._students: dict[str, Student] = {}
        self._in_float32: set[str] = set()

    def student(self, exercise: Exercise) -> Student:
        """Return the student's module, as checks see it; the same one for all checks."""
        if exercise.id not in self._students:
            self._students[exercise.id] = Student(self._caller(exercise), self._answers(exercise))
        return self._students[exercise.id]

    def reference(self, exercise: Exercise) -> Reference:
        """Return the right answers, as checks see them."""
        return Reference(self._answers(exercise).reference)

    @abstractmethod
    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the inputs for one check."""

    def blocked_by(self, exercise: Exercise) -> Exercise | None:
        """Return the first exercise that `exercise` builds on and that is not right, if any.

        None in grading, which supplies earlier exercises instead.
        """
        return None

    def note_float32(self, exercise: str) -> None:
        """Note that answers of an exercise have float32's accuracy."""
        self._in_float32.add(exercise)

    def needs_float32(self, exercise: Exercise) -> bool:
        """Tell whether `exercise`, or one that it builds on, was noted so."""
        return not self._in_float32.isdisjoint({exercise.id, *exercise.needs})

    @abstractmethod
    def _caller(self, exercise: Exercise) -> Caller:
        """Return the caller of the student's module."""

    def _answers(self, exercise: Exercise) -> Answers:
        return self._answers_of(exercise)
