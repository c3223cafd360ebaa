"""A student's own checks: their code in this process, against recorded answers."""

import importlib
from functools import cache
from pathlib import Path

from autograder.calls.answer import Caller
from autograder.checking.answer_key import AnswerKey
from autograder.checking.answers import Answers, AnswersOf
from autograder.checking.check import load_checks
from autograder.checking.context import PUBLIC_SEED, CheckContext
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import CheckStatus
from autograder.checking.probe import Probe
from autograder.checking.run import run_check
from autograder.course import Course, Exercise

__all__ = ["OwnContext", "answer_key_path"]


class OwnContext(CheckContext):
    """A student's own pytest: the package `exercises`, as this process finds it.

    Parameters
    ----------
    course : Course
        A handout, or a course.
    answers_of : callable, optional
        Where right answers come from; by default the answer keys.
    """

    is_graded = False

    def __init__(self, course: Course, answers_of: AnswersOf | None = None) -> None:
        super().__init__(answers_of or _recorded_answers(course))
        self._course = course
        self._right: dict[str, bool] = {}

    def probe(self, exercise: Exercise, check: str) -> Probe:
        """Return the public inputs, the same for everybody."""
        return Probe(f"{PUBLIC_SEED}/{exercise.id}/{check}")

    def points(self, exercise: Exercise) -> float:
        """Return the points of all checks of an exercise, hidden ones included."""
        return self._answers(exercise).points

    def blocked_by(self, exercise: Exercise) -> Exercise | None:
        """Return the first exercise that `exercise` builds on and that is not right, if any.

        `pytest -k e15` leaves e04's checks out, but e04 may cause e15's failure. So the checks of
        earlier exercises are run here, once each.
        """
        for needed in self._course.needed_by(exercise):
            if needed.id not in self._right:
                self._right[needed.id] = self._is_right(needed)
            if not self._right[needed.id]:
                return needed
        return None

    def _is_right(self, exercise: Exercise) -> bool:
        # An error of the kit is no verdict, so it does not count against this exercise.
        states = (run_check(check, self).status for check in load_checks(self._course, exercise))
        return all(
            state in (CheckStatus.PASS, CheckStatus.SKIPPED, CheckStatus.ERROR) for state in states
        )

    def _caller(self, exercise: Exercise) -> Caller:
        name = f"exercises.{exercise.id}"
        return InProcessCaller(
            f"{exercise.id}.py", lambda: importlib.import_module(name), exercise.packages
        )


def _recorded_answers(course: Course) -> AnswersOf:
    """Return a reader of a handout's answer keys, each read once."""

    @cache
    def read(exercise: Exercise) -> Answers:
        key = AnswerKey.read(answer_key_path(course.root, exercise))
        return Answers(key, key, key.points)

    return read


def answer_key_path(root: Path, exercise: Exercise) -> Path:
    """Return where a handout keeps the answer key of `exercise`."""
    return root / "autograder" / "answers" / f"{exercise.id}.json"
