"""Whether an earlier exercise blocks a later one, in a student's own pytest."""

import types
from collections.abc import Callable

import numpy as np
import pytest

from autograder.calls.answer import Caller
from autograder.checking.in_process import InProcessCaller
from autograder.checking.outcome import KitFault
from autograder.checking.own import OwnContext
from autograder.checking.student import Student
from autograder.course import Course, Exercise, ModuleSet
from autograder.reference.sources import Sources


class Loaded(OwnContext):
    """A student whose modules are loaded by a function."""

    def __init__(self, course: Course, load: Callable[[Exercise], types.ModuleType]) -> None:
        super().__init__(course, Sources(course).answers)
        self._load = load

    def _caller(self, exercise: Exercise) -> Caller:
        return InProcessCaller(f"{exercise.id}.py", lambda: self._load(exercise))


@pytest.fixture
def own(course: Course) -> Callable[..., OwnContext]:
    """Return the solutions as a student, with some functions of e04 replaced."""

    def made(**changes: Callable[..., object]) -> OwnContext:
        modules = ModuleSet(course.root / "solutions")

        def load(exercise: Exercise) -> types.ModuleType:
            module = modules.exercise(exercise.id)
            if exercise.short == "e04":
                vars(module).update(changes)
            return module

        return Loaded(course, load)

    return made


def test_right_earlier_exercises_block_nothing(
    course: Course, own: Callable[..., OwnContext]
) -> None:
    assert own().blocked_by(course.exercise("e15")) is None


def test_a_wrong_earlier_exercise_is_found(course: Course, own: Callable[..., OwnContext]) -> None:
    wrong = own(sigmoid=np.tanh).blocked_by(course.exercise("e15"))
    assert wrong is course.exercise("e04")


def test_an_unwritten_earlier_exercise_is_found(
    course: Course, own: Callable[..., OwnContext]
) -> None:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        raise NotImplementedError("e04 sigmoid: replace this line")

    wrong = own(sigmoid=sigmoid).blocked_by(course.exercise("e07"))
    assert wrong is course.exercise("e04")


def test_an_exercise_that_needs_nothing_is_blocked_by_nothing(
    course: Course, own: Callable[..., OwnContext]
) -> None:
    assert own(sigmoid=np.tanh).blocked_by(course.exercise("e12")) is None


def test_each_earlier_exercise_is_looked_at_once(course: Course) -> None:
    asked: list[str] = []
    modules = ModuleSet(course.root / "solutions")

    class Counting(Loaded):
        def student(self, exercise: Exercise) -> Student:
            asked.append(exercise.short)
            return super().student(exercise)

    counting = Counting(course, lambda exercise: modules.exercise(exercise.id))
    counting.blocked_by(course.exercise("e07"))
    before = len(asked)
    counting.blocked_by(course.exercise("e07"))
    assert len(asked) == before


def test_an_error_of_the_kit_blocks_nothing(course: Course) -> None:
    class Faulty(Loaded):
        def student(self, exercise: Exercise) -> Student:
            raise KitFault("no key")

    def load(exercise: Exercise) -> types.ModuleType:
        raise AssertionError

    assert Faulty(course, load).blocked_by(course.exercise("e15")) is None
