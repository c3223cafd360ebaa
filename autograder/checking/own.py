"""A student's own checks: their code in this process, against recorded answers."""

import contextlib
import importlib
import io
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from autograder.calls.answer import Caller
from autograder.checking.answer_key import AnswerKey
from autograder.checking.answers import Answers, AnswersOf
from autograder.checking.check import CourseCheck, load_checks
from autograder.checking.container import paid_once
from autograder.checking.context import PUBLIC_SEED, CheckContext
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import CheckStatus, Outcome
from autograder.checking.probe import Probe
from autograder.checking.run import run_check, with_names
from autograder.course import Course, Exercise

__all__ = ["OwnContext", "answer_key_path"]

_HARMLESS: Final = (CheckStatus.PASS, CheckStatus.SKIPPED, CheckStatus.ERROR)


class OwnContext(CheckContext):
    """A student's own pytest: the package `exercises`, as this process finds it.

    Parameters
    ----------
    course : Course
        A handout, or a course.
    answers_of : callable, optional
        Where right answers come from; by default the answer keys.
    keeps_prints : bool
        Whether the prints of a check wait until it is asked for; else they come when it runs.
    """

    is_graded = False

    def __init__(
        self, course: Course, answers_of: AnswersOf | None = None, *, keeps_prints: bool = True
    ) -> None:
        super().__init__(answers_of or _recorded_answers(course))
        self._course = course
        self._outcomes: dict[str, dict[str, Outcome]] = {}
        self._decided: dict[str, dict[str, Outcome]] = {}
        self._printed: dict[tuple[str, str], str] = {}
        self._keeps_prints = keeps_prints

    def outcome(self, check: CourseCheck) -> Outcome:
        """Return the outcome of a check, and print what its calls printed.

        A mistake's name rests on all checks of the exercise. So they run together when the first
        is asked for: `pytest -k` with one check names what a whole run names.
        """
        exercise = check.exercise
        if exercise.id not in self._decided:
            outcomes = self._ran(exercise)
            self._decided[exercise.id] = with_names(exercise, outcomes, self)
        sys.stdout.write(self._printed.pop((exercise.id, check.name), ""))
        found = self._decided[exercise.id].get(check.name)
        return run_check(check, self) if found is None else found

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
            if any(one.status not in _HARMLESS for one in self._ran(needed).values()):
                return needed
        return None

    def needs_float32(self, exercise: Exercise) -> bool:
        """Tell whether `exercise`, or one that it builds on, answers in float32."""
        needed = [self._course.exercise(name) for name in exercise.needs]
        return super().needs_float32(exercise) or any(
            out.in_float32 for one in needed for out in self._ran(one).values()
        )

    def paid(self, exercise: Exercise, outcomes: Mapping[str, Outcome]) -> dict[str, Outcome]:
        """Return the outcomes of the checks that ran after one of them paid for a container."""
        if not any(outcome.met_container for outcome in outcomes.values()):
            return dict(outcomes)
        points = self.points(exercise)
        checks = load_checks(self._course, exercise)
        shares = [check.declared.points / points for check in checks if check.name in outcomes]
        return dict(zip(outcomes, paid_once([*outcomes.values()], shares), strict=True))

    def _ran(self, exercise: Exercise) -> dict[str, Outcome]:
        """Run the checks of an exercise, once; their prints wait until they are asked for."""
        if exercise.id not in self._outcomes:
            outcomes = {}
            for check in load_checks(self._course, exercise):
                printed = io.StringIO()
                catch = contextlib.redirect_stdout(printed)
                with catch if self._keeps_prints else contextlib.nullcontext():
                    outcomes[check.name] = run_check(check, self)
                self._printed[exercise.id, check.name] = printed.getvalue()
            self._outcomes[exercise.id] = self.paid(exercise, outcomes)
        return self._outcomes[exercise.id]

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
