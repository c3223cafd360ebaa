"""The end of a student's pytest."""

import pytest

from autograder.checking.check import Check, CourseCheck
from autograder.checking.outcome import CheckStatus, KitFault, Outcome
from autograder.checking.summary import CheckLine, summary_lines
from autograder.course import Course, Exercise


def check_of(exercise: Exercise, sentence: str) -> CourseCheck:
    """Return a check of one point."""
    return CourseCheck(exercise, "test_it", Check(sentence, 1, "Does it?"), lambda: None)


def lines(course: Course, states: dict[str, list[CheckStatus | None]]) -> list[str]:
    """Return the summary of checks of one point each, two hidden ones an exercise apart."""
    rows = [
        CheckLine(check_of(course.exercise(name), f"{name} holds."), state and Outcome(state))
        for name, each in states.items()
        for state in each
    ]

    def points(exercise: Exercise) -> float:
        return len(states[exercise.short]) + 2

    return list(summary_lines(course, rows, points))


@pytest.mark.parametrize(
    ("states", "standing"),
    [
        ([CheckStatus.PASS, CheckStatus.PASS], "done"),
        ([CheckStatus.TODO, CheckStatus.TODO], "to write"),
        ([CheckStatus.PASS, CheckStatus.FAIL], "1 right, 1 wrong"),
        ([CheckStatus.BLOCKED, CheckStatus.BLOCKED, None], "2 blocked, 1 not run"),
        ([CheckStatus.ERROR], "1 not checked: a fault of the kit"),
    ],
)
def test_an_exercise_stands_in_one_line(
    course: Course, states: list[CheckStatus | None], standing: str
) -> None:
    line = lines(course, {"e07": states})[0]
    assert line.startswith("e07_dense ")
    assert line.endswith(f"  {standing}")


def test_points_are_the_courses_own(course: Course) -> None:
    line = lines(course, {"e07": [CheckStatus.PASS, CheckStatus.FAIL]})[0]
    worth = course.exercise("e07").points
    assert f"{worth / 4:>5g} of {worth / 2:>5g} points" in line


def test_a_group_that_is_broken_earns_nothing(course: Course) -> None:
    exercise = course.exercise("e07")
    rows = [
        CheckLine(
            CourseCheck(exercise, name, Check("It.", 1, "Does it?", group=group), lambda: None),
            Outcome(status),
        )
        for name, group, status in (
            ("one", "claim", CheckStatus.PASS),
            ("two", "claim", CheckStatus.FAIL),
            ("three", "", CheckStatus.PASS),
            ("four", "", CheckStatus.PASS),
        )
    ]
    told = list(summary_lines(course, rows, lambda _: 4))
    assert f"{exercise.points / 2:>5g} of {exercise.points:>5g} points" in told[0]


def test_the_points_of_checks_elsewhere_are_told(course: Course) -> None:
    told = lines(course, {"e07": [CheckStatus.PASS, CheckStatus.PASS]})
    hidden = course.exercise("e07").points / 2
    assert f"{hidden:g} more points are in checks that are not in this run." in told


def test_exercises_come_in_course_order(course: Course) -> None:
    told = lines(course, {"e12": [CheckStatus.PASS], "e02": [CheckStatus.PASS]})
    assert [line[:3] for line in told[:3]] == ["e02", "e12", "all"]


def test_a_fault_of_the_kit_is_pointed_at_before_a_wrong_answer(course: Course) -> None:
    told = lines(course, {"e02": [CheckStatus.FAIL], "e07": [CheckStatus.ERROR]})
    assert "next: e07_dense: e07 holds." in told


def test_a_wrong_answer_is_pointed_at_before_what_is_to_write(course: Course) -> None:
    told = lines(course, {"e02": [CheckStatus.TODO], "e07": [CheckStatus.FAIL]})
    assert told[-2:] == [
        "next: e07_dense: e07 holds.",
        "      pytest -k e07   or for a hint   pytest --hint e07",
    ]


def test_there_is_nothing_left_when_all_is_right(course: Course) -> None:
    assert (
        lines(course, {"e02": [CheckStatus.PASS]})[-1] == "next: nothing; every check here passes."
    )


def test_checks_that_were_not_reached_are_not_right(course: Course) -> None:
    assert "nothing" not in lines(course, {"e02": [CheckStatus.PASS, None]})[-1]


def test_an_exercise_without_its_key_has_no_points_but_a_line(course: Course) -> None:
    def points(exercise: Exercise) -> float:
        raise KitFault("no key")

    check = check_of(course.exercise("e07"), "It holds.")
    row = CheckLine(check, Outcome(CheckStatus.ERROR))
    told = list(summary_lines(course, [row], points))
    assert told[0].split("  ", 1)[1].strip() == "1 not checked: a fault of the kit"
