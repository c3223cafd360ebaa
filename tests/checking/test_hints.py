"""One hint more each time."""

from typing import Any

from autograder.checking.summary import next_hints
from autograder.course import Course


class Cache(dict[str, Any]):
    """As much of pytest's cache as the hints use."""

    set = dict.__setitem__


def test_the_first_hint_comes_with_the_goal_and_how_to_get_more(course: Course) -> None:
    exercise = course.exercise("e07")
    assert next_hints(exercise, Cache()) == [
        f"e07_dense: {exercise.goal}",
        f"  hint 1 of 3  {exercise.hints[0]}",
        "  ask again for one more: pytest --hint e07",
    ]


def test_each_time_one_hint_more_is_shown(course: Course) -> None:
    cache = Cache()
    shown = [len(next_hints(course.exercise("e07"), cache)) - 2 for _ in range(4)]
    assert shown == [1, 2, 3, 3]


def test_the_last_hint_sends_to_a_person(course: Course) -> None:
    cache = Cache()
    lines = [next_hints(course.exercise("e07"), cache)[-1] for _ in range(3)]
    assert "a person can help" in lines[-1]


def test_the_hints_of_two_exercises_are_counted_apart(course: Course) -> None:
    cache = Cache()
    next_hints(course.exercise("e07"), cache)
    assert len(next_hints(course.exercise("e04"), cache)) == 3


def test_without_a_cache_the_first_hint_is_shown_each_time(course: Course) -> None:
    shown = [next_hints(course.exercise("e07"), None) for _ in range(2)]
    assert shown[0] == shown[1]
