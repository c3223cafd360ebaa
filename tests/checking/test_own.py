"""Where a student's own checks come from."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.checking.answer_key import AnswerKey
from autograder.checking.outcome import KitFault
from autograder.checking.own import OwnContext, answer_key_path
from autograder.course import Course, load_course
from autograder.reference.sources import Sources
from tests.student_folder import StudentFolder


def test_in_the_course_itself_the_solutions_answer(course: Course) -> None:
    reference = OwnContext(course, Sources(course).answers).reference(course.exercise("e04"))
    assert reference.sigmoid(np.zeros(1)).tolist() == [0.5]


def test_in_the_course_itself_all_checks_have_points(course: Course) -> None:
    exercise = course.exercise("e07")
    points = sum(check.points for check in Sources(course).checks(exercise).values())
    assert OwnContext(course, Sources(course).answers).points(exercise) == points


def test_in_a_handout_the_answer_key_answers(fresh_handout: Path) -> None:
    course = load_course(fresh_handout)
    reference = OwnContext(course).reference(course.exercise("e04"))
    with pytest.raises(KitFault, match="no answer to this call"):
        reference.sigmoid(np.full(3, 0.123456))


def test_a_handout_knows_the_points_of_its_hidden_checks(
    course: Course, fresh_handout: Path
) -> None:
    exercise = course.exercise("e07")
    key = AnswerKey.read(answer_key_path(fresh_handout, exercise))
    assert key.points == Sources(course).answers(exercise).points


def test_a_handout_without_its_key_is_the_kits_fault(
    unpacked: Callable[[], StudentFolder],
) -> None:
    course = load_course(unpacked().root)
    answer_key_path(course.root, course.exercise("e07")).unlink()
    with pytest.raises(KitFault, match=r"e07_dense\.json cannot be read"):
        OwnContext(course).reference(course.exercise("e07"))


def test_the_inputs_of_a_check_are_the_same_for_everybody(course: Course) -> None:
    exercise = course.exercise("e07")
    drawn = [OwnContext(course).probe(exercise, "test_a").array(9).tolist() for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_two_checks_have_inputs_of_their_own(course: Course) -> None:
    context, exercise = OwnContext(course), course.exercise("e07")
    drawn = [context.probe(exercise, name).array(9).tolist() for name in ("test_a", "test_b")]
    assert drawn[0] != drawn[1]
