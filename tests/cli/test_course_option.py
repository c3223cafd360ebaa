"""Which course and which exercises a command is about."""

from autograder.cli.course_option import chosen, opened
from autograder.course import Course
from tests.student_folder import ROOT


def test_a_course_is_opened_from_a_folder_inside_it() -> None:
    assert opened(ROOT / "solutions").root == ROOT


def test_all_exercises_are_chosen_if_none_is_named(course: Course) -> None:
    assert chosen(course, ()) == course.exercises


def test_chosen_exercises_come_once_and_in_course_order(course: Course) -> None:
    found = chosen(course, ("e12", "e07_dense", "e07"))
    assert [exercise.id for exercise in found] == ["e07_dense", "e12_cost"]
