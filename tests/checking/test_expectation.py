"""The questions of a check, their order, and the four lines of a failure."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from autograder.checking import expect
from autograder.checking.answers import Reference
from autograder.checking.outcome import CheckFailed, CheckStatus, Lines, NotWritten, Outcome
from autograder.reference.sources import LiveReference
from tests.checking.stand_ins import OWN_HINT, student, wrong

RIGHT = np.array([[2.0], [4.0]])
GIVEN = np.array([[1.0], [2.0]])


def double(a: np.ndarray) -> np.ndarray:
    return 2 * a


def failure(answer: Callable[..., Any], *, because: str = "") -> Lines:
    """Return the lines of the failure of `f(GIVEN)`, of which RIGHT is expected."""
    asked = student(f=answer, right={"f": double})
    with pytest.raises(CheckFailed) as caught:
        expect(asked.f, GIVEN).equals(RIGHT, because=because)
    return caught.value.lines


def raising(a: np.ndarray) -> np.ndarray:
    raise ValueError("no such thing")


def changing(a: np.ndarray) -> np.ndarray:
    a *= 2
    return a


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        (raising, "ValueError: no such thing"),
        (lambda a: None, "None (an array was expected, this is None; is there a return?)"),
        (lambda a: "2, 4", "'2, 4' (an array was expected, this is a str)"),
        (
            lambda a: [[2.0], [5.0]],
            "[[2], [5]] (1 of 2 differ, first at [1, 0]: 5, not 4)",
        ),
        (
            lambda a: np.array([2.0, 5.0]),
            "array (2,): [2, 5] (shape (2, 1) was expected, this is (2,))",
        ),
        (
            lambda a: np.array([[2.0], [np.nan]]),
            "array (2, 1): [[2], [nan]] (not finite at [1, 0])",
        ),
        (
            lambda a: 3 + a,
            "array (2, 1): [[4], [5]] (2 of 2 differ, first at [0, 0]: 4, not 2)",
        ),
    ],
    ids=["raised", "none", "type", "list", "shape", "finite", "value"],
)
def test_a_failure_has_its_four_lines(answer: Callable[..., Any], got: str) -> None:
    assert failure(answer) == Lines(
        called="f(a (2, 1) = [[1], [2]])",
        expected="array (2, 1): [[2], [4]]",
        got=got,
        hint=OWN_HINT,
    )


def test_right_numbers_in_another_shape_are_asked_about_their_shape() -> None:
    lines = failure(lambda a: np.array([2.0, 4.0]))
    assert (lines.got, lines.hint) == (
        "array (2,): [2, 4] (the numbers are right; shape (2, 1) was expected, this is (2,))",
        "Which shape was asked for, and which of your steps made another?",
    )


@pytest.mark.parametrize(
    ("answer", "got"),
    [
        (lambda a: object(), "an object"),
        (
            lambda a: (row for row in a),
            "a generator, which hands out its entries one at a time; return them all in a list",
        ),
    ],
)
def test_a_value_that_cannot_be_looked_at_is_asked_about(
    answer: Callable[..., Any], got: str
) -> None:
    lines = failure(answer)
    assert lines.got == got
    assert lines.hint.startswith("Which kind of value does the text above the function ask for")


def test_a_name_that_python_does_not_know_is_asked_about() -> None:
    def unknown(a: np.ndarray) -> np.ndarray:
        raise NameError("name 'W1' is not defined")

    assert failure(unknown).hint.startswith("Which name does Python not know")


def test_an_error_that_an_earlier_call_contradicts_is_not_named() -> None:
    def above_two(x: float) -> float:
        if x > 2:
            raise IndexError("list index out of range")
        return x

    def never(x: float) -> float:
        raise IndexError("list index out of range")

    asked = student(wrong("above_two", f=above_two), right={"f": abs}, f=never)
    with pytest.raises(CheckFailed):
        expect(asked.f, 1.0).equals(1.0)
    with pytest.raises(CheckFailed):
        expect(asked.f, 3.0).equals(3.0)
    assert not asked._misconceptions()


def test_an_argument_changed_in_place_is_a_failure_of_its_own() -> None:
    assert failure(changing) == Lines(
        called="f(a (2, 1) = [[1], [2]])",
        expected="a is left as it was",
        got="a was changed in place",
        hint="Who owns the array that you were given?",
    )


def test_a_wrong_value_is_told_before_a_changed_argument() -> None:
    def both(a: np.ndarray) -> np.ndarray:
        a *= 3
        return a

    assert "differ" in failure(both).got


def test_the_lines_say_called_expected_got_hint() -> None:
    words = [line.split()[0] for line in str(failure(raising)).splitlines()]
    assert words == ["called", "expected", "got", "hint"]


def test_the_reason_of_a_tolerance_is_told_with_a_wrong_value() -> None:
    assert failure(lambda a: 3 * a, because="it is rounded").expected.endswith("(it is rounded)")


def test_the_reason_of_a_tolerance_is_no_part_of_a_wrong_shape() -> None:
    assert "rounded" not in failure(lambda a: a.T, because="it is rounded").expected


class AlwaysEqual:
    """Equal to everything, close to everything, true of everything."""

    __array_priority__ = 1e9

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __getattr__(self, name: str) -> Any:
        return self

    def __call__(self, *arguments: Any, **keywords: Any) -> "AlwaysEqual":
        return self


class AlwaysClose(np.ndarray):
    """An array that answers every ufunc with truth."""

    def __array_ufunc__(self, *arguments: Any, **keywords: Any) -> Any:
        return np.True_

    def __array_function__(self, *arguments: Any, **keywords: Any) -> Any:
        return True


@pytest.mark.parametrize(
    "answer",
    [
        lambda a: AlwaysEqual(),
        lambda a: [AlwaysEqual(), AlwaysEqual()],
        lambda a: RIGHT.view(AlwaysClose),
        lambda a: np.ma.MaskedArray(RIGHT, mask=[[True], [True]]),
        lambda a: RIGHT.astype(object),
        lambda a: np.full((2, 1), np.nan),
        lambda a: np.array(2.0),
        lambda a: 2.0,
        lambda a: np.array([[2.0]]),
        lambda a: np.array([[2.0, 2.0], [4.0, 4.0]]),
        lambda a: RIGHT[None],
        lambda a: None,
        lambda a: (row for row in RIGHT),
        lambda a: iter(RIGHT),
        lambda a: lambda: RIGHT,
        lambda a: True,
    ],
)
def test_nothing_passes_but_the_right_numbers_in_the_right_shape(
    answer: Callable[..., Any],
) -> None:
    failure(answer)


def test_the_right_answer_is_handed_on() -> None:
    asked = student(f=double)
    assert expect(asked.f, GIVEN).equals(RIGHT).tolist() == RIGHT.tolist()


def test_a_function_of_the_reference_is_asked_with_the_same_arguments() -> None:
    reference = Reference(LiveReference({"f": double}, {}))
    assert expect(student(f=double).f, GIVEN).equals(reference.f).shape == (2, 1)


def test_a_check_that_changes_its_arguments_later_changes_no_call() -> None:
    given = GIVEN.copy()
    expectation = expect(student(f=double).f, given)
    given[:] = 0
    expectation.equals(RIGHT)


def test_a_stub_is_not_written_yet() -> None:
    def stub(a: np.ndarray) -> np.ndarray:
        raise NotImplementedError("e01 f: replace this line")

    with pytest.raises(NotWritten) as caught:
        expect(student(f=stub).f, GIVEN).equals(RIGHT)
    assert caught.value.todo == "e01 f"


def test_a_question_that_holds_hands_the_answer_on() -> None:
    assert expect(student(f=double).f, 2).satisfies(lambda x: x > 3, "more than 3") == 4


@pytest.mark.parametrize("answer", [1, None, "text", np.zeros(3)])
def test_a_question_that_does_not_hold_is_said_in_words(answer: Any) -> None:
    asked = student(f=lambda a: answer)
    with pytest.raises(CheckFailed) as caught:
        expect(asked.f, 2).satisfies(lambda x: x > 3, "more than 3")
    assert caught.value.lines.expected == "more than 3"


def test_after_the_question_the_arguments_must_be_unchanged() -> None:
    with pytest.raises(CheckFailed, match="changed in place"):
        expect(student(f=changing).f, GIVEN).satisfies(lambda x: True, "anything")


def test_an_expected_error_is_right() -> None:
    expect(student(f=raising).f, GIVEN).raises(ValueError)


@pytest.mark.parametrize(
    ("answer", "got"),
    [(double, "array (2, 1): [[2], [4]]"), (raising, "ValueError: no such thing")],
)
def test_another_end_than_the_expected_error_is_a_failure(
    answer: Callable[..., Any], got: str
) -> None:
    with pytest.raises(CheckFailed) as caught:
        expect(student(f=answer).f, GIVEN).raises(KeyError)
    assert (caught.value.lines.expected, caught.value.lines.got) == ("a KeyError is raised", got)


def test_a_misconception_asks_its_own_question_instead_of_the_hint() -> None:
    asked = student(wrong("tripled", f=lambda a: 3 * a), f=lambda a: 3 * a)
    with pytest.raises(CheckFailed) as caught:
        expect(asked.f, GIVEN).equals(RIGHT)
    [found] = asked._misconceptions().values()
    named = Outcome(CheckStatus.FAIL, caught.value.lines).named(found)
    assert named.lines is not None
    assert named.lines.hint == "Is it tripled?  [The mistake tripled]"


def signs(numbers: Any) -> list[float]:
    return [float(np.sign(number)) for number in numbers]


def test_values_right_in_many_ways_are_compared_by_their_view() -> None:
    asked = student(f=lambda a: (-3.0, 5.0))
    assert expect(asked.f, GIVEN).equals([-1.0, 1.0], through=signs) == (-3.0, 5.0)


def test_a_mistake_is_recognised_by_how_it_is_seen() -> None:
    asked = student(wrong("turned", f=lambda a: (1.0, -1.0)), f=lambda a: (30.0, -0.5))
    with pytest.raises(CheckFailed):
        expect(asked.f, GIVEN).equals([-1.0, 1.0], through=signs)
    assert [one.id for one in asked._misconceptions().values()] == ["turned"]


def test_earlier_calls_are_remembered_as_they_were_seen() -> None:
    def least(x: float) -> float:
        return -0.1

    def turned(x: float) -> float:
        return -5.0 * x

    asked = student(wrong("least", f=least), wrong("turned", f=turned), f=lambda x: -x)
    expect(asked.f, -2.0).equals(1.0, through=np.sign)
    with pytest.raises(CheckFailed):
        expect(asked.f, 2.0).equals(1.0, through=np.sign)
    assert [one.id for one in asked._misconceptions().values()] == ["turned"]


def test_a_question_recognises_a_mistake_by_how_it_is_seen() -> None:
    asked = student(wrong("below", f=lambda a: (-1.0,)), f=lambda a: (-7.0,))
    with pytest.raises(CheckFailed):
        expect(asked.f, GIVEN).satisfies(lambda value: value[0] > 0, "above 0", through=signs)
    assert [one.id for one in asked._misconceptions().values()] == ["below"]


def test_a_value_without_such_a_view_is_compared_as_it_is() -> None:
    with pytest.raises(CheckFailed) as caught:
        expect(student(f=lambda a: 3.0).f, GIVEN).equals([-1.0, 1.0], through=signs)
    assert caught.value.lines.got == "3 (a list was expected, this is a float)"


def test_a_constant_is_expected_like_an_answer() -> None:
    asked = student(GATE=(-30.0, 20.0))
    expect(asked.constant("GATE")).equals((-30.0, 20.0))
    assert asked.constant("GATE")() == (-30.0, 20.0)


def test_the_failure_of_a_constant_shows_what_it_is() -> None:
    with pytest.raises(CheckFailed) as caught:
        expect(student(GATE=(2.0, 1.0)).constant("GATE")).equals([-1.0, 1.0], through=signs)
    assert str(caught.value.lines).splitlines() == [
        "called    GATE = (2, 1)",
        "expected  [-1, 1]",
        "got       [1, 1] (at [0]: 1, not -1)",
        f"hint      {OWN_HINT}",
    ]


def test_a_known_wrong_constant_is_named() -> None:
    asked = student(wrong("turned", GATE=(1.0, -1.0)), GATE=(3.0, -4.0))
    with pytest.raises(CheckFailed):
        expect(asked.constant("GATE")).equals([-1.0, 1.0], through=signs)
    assert [one.id for one in asked._misconceptions().values()] == ["turned"]


def test_a_constant_that_is_not_there_is_a_failure() -> None:
    with pytest.raises(CheckFailed) as caught:
        expect(student().constant("GATE")).equals(1.0)
    assert caught.value.lines.called == "GATE"
    assert caught.value.lines.got == "there is no GATE in e01_first.py"


def test_the_constant_of_a_stub_is_not_written_yet() -> None:
    with pytest.raises(NotWritten, match="e01 GATE is not written yet"):
        expect(student(GATE=NotImplemented).constant("GATE")).equals(1.0)
