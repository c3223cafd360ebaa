"""Which course and which exercises a command is about."""

from dataclasses import replace

import pytest

from autograder.cli.options import chosen, opened
from autograder.course import Course, CourseError
from tests.student_folder import ROOT


def test_a_course_is_opened_from_a_folder_inside_it() -> None:
    assert opened(ROOT / "solutions").root == ROOT


def test_all_exercises_are_chosen_if_none_is_named(course: Course) -> None:
    assert chosen(course, ()) == course.exercises


def test_chosen_exercises_come_once_and_in_course_order(course: Course) -> None:
    found = chosen(course, ("e12", "e07_dense", "e07"))
    assert [exercise.id for exercise in found] == ["e07_dense", "e12_cost"]


@pytest.fixture
def with_a_draft(course: Course) -> Course:
    return replace(course, exercises=course.exercises[:-1], drafts=course.exercises[-1:])


def test_a_draft_is_not_among_all_exercises(with_a_draft: Course) -> None:
    assert chosen(with_a_draft, ()) == with_a_draft.exercises


def test_a_draft_is_refused_by_name_where_it_is_not_wanted(with_a_draft: Course) -> None:
    with pytest.raises(CourseError, match=r"is a draft; take `draft = true` from its row first"):
        chosen(with_a_draft, (with_a_draft.drafts[0].id,))


def test_a_draft_is_chosen_where_it_is_wanted(with_a_draft: Course) -> None:
    assert chosen(with_a_draft, (), drafts=True) == with_a_draft.written
