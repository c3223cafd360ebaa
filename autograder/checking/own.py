"""A student's own checks: their code in this process, against recorded answers."""

import importlib
from functools import cache
from pathlib import Path

from autograder.calls.answer import Caller
from autograder.checking.answer_key import AnswerKey
from autograder.checking.answers import Answers, AnswersOf
from autograder.checking.check import CourseCheck, load_checks, points_lost
from autograder.checking.container import paid_once
from autograder.checking.context import PUBLIC_SEED, CheckContext
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import CheckStatus, Outcome
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
        self._ended: dict[str, dict[str, Outcome]] = {}

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
            # An error of the kit is no verdict, so it does not count against this exercise.
            states = {outcome.status for outcome in self._outcomes(needed).values()}
            if not states <= {CheckStatus.PASS, CheckStatus.SKIPPED, CheckStatus.ERROR}:
                return needed
        return None

    def needs_float32(self, exercise: Exercise) -> bool:
        """Tell whether an exercise that `exercise` builds on answers in float32."""
        needed = [self._course.exercise(name) for name in exercise.needs]
        return any(out.in_float32 for one in needed for out in self._outcomes(one).values())

    def outcome(self, check: CourseCheck) -> Outcome:
        """Run a check; if it has met a container, one check of its exercise pays for that.

        Which one it is does not depend on the checks that were asked for: all are run, once.
        """
        outcome = run_check(check, self)
        return self._outcomes(check.exercise)[check.name] if outcome.met_container else outcome

    def _outcomes(self, exercise: Exercise) -> dict[str, Outcome]:
        """Return how all checks of an exercise end, by name; they are run once."""
        if exercise.id not in self._ended:
            checks = load_checks(self._course, exercise)
            ended = [run_check(check, self) for check in checks]
            if any(outcome.met_container for outcome in ended):
                points = self.points(exercise)
                lost = points_lost([check.declared for check in checks])
                ended = paid_once(ended, [own / points for own in lost])
            names = (check.name for check in checks)
            self._ended[exercise.id] = dict(zip(names, ended, strict=True))
        return self._ended[exercise.id]

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
