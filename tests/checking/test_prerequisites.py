"""Whether an earlier exercise is right."""

import types
from collections.abc import Callable

import numpy as np
import pytest

from autograder.checking.outcome import KitFault
from autograder.checking.prerequisites import Prerequisites
from autograder.checking.sources import Sources
from autograder.checking.student import Student
from autograder.course import Course, Exercise, ModuleSet
from autograder.grading.selftest import ModuleExamination


@pytest.fixture
def prerequisites(course: Course) -> Callable[..., Prerequisites]:
    """Return what looks at the solutions, with some functions of e04 replaced."""

    def made(**changes: Callable[..., object]) -> Prerequisites:
        modules = ModuleSet(course.root / "solutions")

        def load(exercise: Exercise) -> types.ModuleType:
            module = modules.exercise(exercise.id)
            if exercise.short == "e04":
                vars(module).update(changes)
            return module

        return Prerequisites(course, ModuleExamination(Sources(course), "any", load))

    return made


def test_right_earlier_exercises_are_not_to_blame(
    course: Course, prerequisites: Callable[..., Prerequisites]
) -> None:
    assert prerequisites().first_wrong(course.exercise("e15")) is None


def test_a_wrong_earlier_exercise_is_found(
    course: Course, prerequisites: Callable[..., Prerequisites]
) -> None:
    wrong = prerequisites(sigmoid=np.tanh).first_wrong(course.exercise("e15"))
    assert wrong is course.exercise("e04")


def test_an_unwritten_earlier_exercise_is_found(
    course: Course, prerequisites: Callable[..., Prerequisites]
) -> None:
    def sigmoid(z: np.ndarray) -> np.ndarray:
        raise NotImplementedError("e04 sigmoid: replace this line")

    wrong = prerequisites(sigmoid=sigmoid).first_wrong(course.exercise("e07"))
    assert wrong is course.exercise("e04")


def test_an_exercise_that_needs_nothing_has_nothing_to_blame(
    course: Course, prerequisites: Callable[..., Prerequisites]
) -> None:
    assert prerequisites(sigmoid=np.tanh).first_wrong(course.exercise("e12")) is None


def test_each_earlier_exercise_is_looked_at_once(course: Course) -> None:
    loaded: list[str] = []
    modules = ModuleSet(course.root / "solutions")

    class Counting(ModuleExamination):
        def student(self, exercise: Exercise) -> Student:
            loaded.append(exercise.short)
            return super().student(exercise)

    def load(exercise: Exercise) -> types.ModuleType:
        return modules.exercise(exercise.id)

    prerequisites = Prerequisites(course, Counting(Sources(course), "any", load))
    prerequisites.first_wrong(course.exercise("e07"))
    before = len(loaded)
    prerequisites.first_wrong(course.exercise("e07"))
    assert len(loaded) == before


def test_what_the_kit_cannot_tell_is_not_laid_at_the_students_door(course: Course) -> None:
    class Faulty(ModuleExamination):
        def student(self, exercise: Exercise) -> Student:
            raise KitFault("no key")

    def load(exercise: Exercise) -> types.ModuleType:
        raise AssertionError

    prerequisites = Prerequisites(course, Faulty(Sources(course), "any", load))
    assert prerequisites.first_wrong(course.exercise("e15")) is None
