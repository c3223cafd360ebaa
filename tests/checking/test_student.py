"""Finding the mistake that a student made."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.checking import expect
from autograder.checking.answers import Answers, NoBank
from autograder.checking.check import Check
from autograder.checking.outcome import CheckFailed, Misconception
from autograder.checking.student import Student
from autograder.reference.sources import LiveReference
from tests.checking.stand_ins import OWN_HINT, student, wrong


def doubled(x: Any) -> Any:
    return 2 * x


def squared(x: Any) -> Any:
    return x * x


def named(asked: Student, argument: Any, expected: Any = -1.0) -> Misconception | None:
    with pytest.raises(CheckFailed):
        expect(asked.f, argument).equals(expected)
    return asked._misconceptions().get("")


def test_the_mistake_that_gives_this_very_answer_is_named() -> None:
    found = named(student(wrong("squared", f=squared), wrong("doubled", f=doubled), f=doubled), 3.0)
    assert found is not None
    assert found.id == "doubled"


def test_an_answer_that_no_mistake_gives_has_no_name() -> None:
    assert named(student(wrong("squared", f=squared), f=lambda x: 7.0), 3.0) is None


def test_of_two_mistakes_that_look_alike_the_earlier_calls_decide() -> None:
    asked = student(wrong("squared", f=squared), wrong("doubled", f=doubled), f=doubled)
    asked.f(3.0)
    found = named(asked, 2.0)
    assert found is not None
    assert found.id == "doubled"


def test_of_two_mistakes_that_nothing_tells_apart_the_first_is_named() -> None:
    found = named(student(wrong("squared", f=squared), wrong("doubled", f=doubled), f=doubled), 2.0)
    assert found is not None
    assert found.id == "squared"


def test_large_answers_are_remembered_as_far_as_there_is_room() -> None:
    asked = student(f=np.zeros)
    for length in (500_000, 250_000, 500_001, 9):
        asked.f(length)
    assert [call.arguments for call in asked._calls] == [(250_000,), (500_001,), (9,)]


@pytest.mark.parametrize(
    "large",
    [
        pytest.param(
            lambda: {"\N{GRINNING FACE}" + "A" * 800_000: 1}, id="a key, 4 bytes a letter"
        ),
        pytest.param(lambda: [{}] * 50_000, id="empty containers"),
        pytest.param(lambda: [0.5 + number for number in range(80_000)], id="numbers"),
    ],
)
def test_whatever_takes_memory_is_counted(large: Callable[[], Any]) -> None:
    asked = student(f=large)
    for _ in range(10):
        asked.f()
    assert len(asked._calls) < 4


def test_a_mistake_that_raises_is_known_by_its_error() -> None:
    def product(x: np.ndarray) -> Any:
        return x @ np.ones((4, 1))

    found = named(student(wrong("shape", f=product), f=product), np.ones((3, 2)))
    assert found is not None
    assert found.id == "shape"


def test_another_error_is_not_the_mistakes() -> None:
    def product(x: np.ndarray) -> Any:
        return x @ np.ones((4, 1))

    def key(x: np.ndarray) -> Any:
        raise KeyError("x")

    assert named(student(wrong("shape", f=product), f=key), np.ones((3, 2))) is None


def test_a_mistake_that_changes_its_argument_is_known_by_that() -> None:
    def in_place(x: np.ndarray) -> np.ndarray:
        x[x < 0] = 0
        return x

    def copying(x: np.ndarray) -> np.ndarray:
        return in_place(x.copy())

    asked = student(wrong("copying", f=copying), wrong("in place", f=in_place), f=in_place)
    found = named(asked, np.array([-1.0, 1.0]), np.array([0.0, 1.0]))
    assert found is not None
    assert found.id == "in place"


def test_a_mistake_that_is_right_on_this_call_explains_nothing() -> None:
    def third(x: int) -> float:
        return x / 3

    def nearly(x: int) -> float:
        return x / 3 * (1 + 5e-7)

    elsewhere = wrong("elsewhere", f=third, g=squared)
    assert named(student(elsewhere, right={"f": third}, f=nearly), 3, 1.0) is None


def test_a_mistake_in_the_kind_alone_is_known_by_that() -> None:
    def count(x: int) -> int:
        return 1

    def is_there(x: int) -> bool:
        return True

    asked = student(wrong("bool", f=is_there), right={"f": count}, f=is_there)
    found = named(asked, 3, 1)
    assert found is not None
    assert found.id == "bool"


def test_calling_a_function_gives_its_value() -> None:
    assert student(f=doubled).f(3) == 6


@pytest.mark.parametrize(
    ("functions", "got"),
    [
        ({}, "there is no function f in e01_first.py"),
        ({"f": 3}, "f in e01_first.py is not a function"),
        ({"f": lambda x: 1j}, "a complex"),
    ],
)
def test_a_call_without_a_usable_value_says_why(functions: dict[str, Any], got: str) -> None:
    with pytest.raises(CheckFailed) as caught:
        student(**functions).f(1)
    assert caught.value.lines.got == got


def test_a_private_name_is_no_function_of_the_student() -> None:
    with pytest.raises(AttributeError):
        _ = student()._secret


def test_parameters_have_the_solutions_names_not_the_students() -> None:
    def solution(width: float) -> float:
        return width

    made: Callable[..., Any] = lambda w: 1 / 0  # noqa: E731
    with pytest.raises(CheckFailed) as caught:
        student(f=made, right={"f": solution}).f(2)
    assert caught.value.lines.called == "f(width = 2)"


class _OutOfTime:
    """Meets a limit in every call."""

    def call(self, function: str, arguments: Sequence[Any]) -> Answer:
        return Answer(CallStatus.STOPPED, text="stopped after 5 s of computing")


@pytest.mark.parametrize("own", ["How many runs does it need?", ""])
def test_a_call_that_meets_its_limit_has_a_question_about_time(own: str) -> None:
    made = Student(_OutOfTime(), Answers(LiveReference({}, {}), NoBank(), points=1))
    made._begin(Check("It is right.", 1, OWN_HINT, hint_of_time=own))
    with pytest.raises(CheckFailed) as failed:
        expect(made.double, 2).equals(4)
    hint = failed.value.lines.hint
    assert own in hint
    assert ("go on for ever" in hint) is not bool(own)
