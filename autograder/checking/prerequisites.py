"""Whether an earlier exercise is right, asked when a later one fails in a student's pytest."""

import inspect
import runpy
from collections.abc import Callable
from typing import Any

from autograder.checking.check import declared
from autograder.checking.examination import Examination
from autograder.checking.frameworks import Needs
from autograder.checking.outcome import CheckFailed, KitFault, NotWritten, Skipped
from autograder.course import Course, Exercise

__all__ = ["Prerequisites"]


class Prerequisites:
    """Runs the checks of earlier exercises, once each, when somebody asks how they stand.

    `pytest -k e15` leaves e04's checks out, but e15's failure may be e04's doing; so they are
    run here, as the plain functions they are.
    """

    def __init__(self, course: Course, examination: Examination) -> None:
        self._course = course
        self._examination = examination
        self._right: dict[str, bool] = {}

    def first_wrong(self, exercise: Exercise) -> Exercise | None:
        """Return the first exercise that `exercise` builds on and that is not right, if any."""
        for needed in self._course.needed_by(exercise):
            if needed.id not in self._right:
                self._right[needed.id] = self._is_right(needed)
            if not self._right[needed.id]:
                return needed
        return None

    def _is_right(self, exercise: Exercise) -> bool:
        checks = runpy.run_path(str(self._course.checks(exercise)))
        return all(
            self._holds(exercise, name, function)
            for name, function in checks.items()
            if name.startswith("test_") and declared(function) is not None
        )

    def _holds(self, exercise: Exercise, name: str, function: Any) -> bool:
        check = declared(function)
        assert check is not None
        available: dict[str, Callable[[], object]] = {
            "student": lambda: self._examination.student(exercise)._begin(
                check, Needs(exercise, check)
            ),
            "reference": lambda: self._examination.reference(exercise),
            "probe": lambda: self._examination.probe(exercise, name),
        }
        wanted = inspect.signature(function).parameters
        if not wanted.keys() <= available.keys():
            return True  # it asks for more than a bare call can give; leave the doubt to pytest
        try:
            function(**{key: available[key]() for key in wanted})
        except (CheckFailed, NotWritten):
            return False
        except (KitFault, Skipped):
            return True  # no verdict is possible, so nothing is laid at this exercise's door
        return True
