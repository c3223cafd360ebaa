"""Right numbers in another container: which they are, what is said, and who pays."""

from collections import OrderedDict, deque, namedtuple
from typing import Any

import numpy as np
import pytest

from autograder.checking import expect
from autograder.checking.container import as_asked, paid_once
from autograder.checking.outcome import CheckFailed, CheckStatus, Lines, Misconception, Outcome
from tests.checking.stand_ins import OWN_HINT, student, wrong

COLUMN = np.array([[1.0], [2.0]])
WHOLE = np.array([3, 8])

Pair = namedtuple("Pair", ["W", "b"])


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        (np.array([1.0, 2.0]), [1.0, 2.0]),
        (np.array([1.0, 2.0]), (1, np.float64(2.0))),
        (WHOLE, [3, 8]),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        ((2, 1), np.array([2, 1])),
        (3.5, np.array(3.5)),
        (7, np.array(7)),
    ],
)
def test_a_sequence_of_numbers_is_one_kind(asked: Any, got: Any) -> None:
    value, container = as_asked(asked, got)
    assert container is None
    assert np.array_equal(value, asked)


@pytest.mark.parametrize(
    ("asked", "got", "came"),
    [
        (COLUMN, [[1.0], [2.0]], "a list of 2 lists"),
        (COLUMN, ((1.0,), (2.0,)), "a tuple of 2 tuples"),
        (COLUMN, [np.array([1.0]), np.array([2.0])], "a list of 2 arrays"),
        (3.5, np.array([[3.5]]), "an array of shape (1, 1)"),
        (3.5, [[3.5]], "a list of shape (1, 1)"),
        (7, 7.0, "a float"),
        (7, np.array([[7.0]]), "an array of shape (1, 1)"),
        (WHOLE, np.array([3.0, 8.0]), "float64"),
        (WHOLE, [3.0, 8.0], "float64"),
        ([3, 8], np.array([3.0, 8.0]), "a float"),
        ([COLUMN, COLUMN], np.array([COLUMN, COLUMN]), "an array of shape (2, 2, 1)"),
        ([(COLUMN, 1.0)], [([[1.0], [2.0]], 1.0)], "a list of 2 lists"),
        ({"z": 1.0}, {"z": np.array([1.0])}, "an array of shape (1,)"),
    ],
)
def test_right_numbers_are_read_as_they_were_asked_for(asked: Any, got: Any, came: str) -> None:
    value, container = as_asked(asked, got)
    assert container is not None
    assert container.came == came
    assert expect(student(f=lambda: value).f).equals(asked) is not None


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        (COLUMN, np.array([1.0, 2.0])),
        (COLUMN, [1.0, 2.0]),
        (COLUMN, [[1.0, 2.0]]),
        (COLUMN, 1.0),
        (COLUMN, [[True], [False]]),
        (COLUMN, [[1.0], ["2"]]),
        (COLUMN, [[1.0], [2.0, 3.0]]),
        (COLUMN, None),
        (np.array([1.0, 2.0]), [[1.0], [2.0]]),
        (np.array([1.0, 2.0]), [1.0, None]),
        (np.array([8.0]), 8.0),
        (WHOLE, np.array([3.5, 8.0])),
        (WHOLE, [3.0, np.nan]),
        (3.5, np.array([3.5, 3.5])),
        (3.5, np.array([[True]])),
        (3.5, [True]),
        (3.5, []),
        (7, 7.5),
        (7, np.inf),
        (1, True),
        ([1.0, 2.0], np.array([[1.0, 2.0]])),
        ([1.0, 2.0], np.array([True, False])),
        ([COLUMN, COLUMN], np.ones((3, 2, 1))),
        ({"z": 1.0}, {"a": np.array([1.0])}),
    ],
)
def test_shapes_and_kinds_of_numbers_stay_wrong(asked: Any, got: Any) -> None:
    asking = student(f=lambda: got, right={"f": lambda: asked})
    with pytest.raises(CheckFailed):
        expect(asking.f).equals(asked)


def lines_of(asked: Any, got: Any) -> Lines:
    asking = student(f=lambda: got, right={"f": lambda: asked})
    expect(asking.f).equals(asked)
    found = asking._met_container
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("asked", "got", "lines"),
    [
        (
            COLUMN,
            [[1.0], [2.0]],
            Lines(
                "f()",
                "an array of shape (2, 1)",
                "[[1], [2]] (a list of 2 lists, with the right numbers)",
                "Which call turns a list into an array? The other checks take it as an array.",
            ),
        ),
        (
            3.5,
            np.array([[3.5]]),
            Lines(
                "f()",
                "a number",
                "array (1, 1): [[3.5]] (an array of shape (1, 1), with the right numbers)",
                "How do you take the one number out of an array? "
                "The other checks take it as a number.",
            ),
        ),
        (
            7,
            7.0,
            Lines(
                "f()",
                "a whole number (int)",
                "7 (a float, with the right numbers)",
                "Can such a count end in .5, and which of your steps made a float of it? "
                "The other checks take it as a whole number.",
            ),
        ),
        (
            COLUMN,
            COLUMN.view(np.matrix),
            Lines(
                "f()",
                "an array",
                "array (2, 1): [[1], [2]] (a matrix, with the right numbers)",
                "Which call turns a matrix into an array? The other checks take it as an array.",
            ),
        ),
    ],
)
def test_the_check_that_pays_has_four_lines(asked: Any, got: Any, lines: Lines) -> None:
    assert lines_of(asked, got) == lines


@pytest.mark.parametrize(
    ("asked", "got", "came"),
    [
        ((1.0, COLUMN), Pair(1.0, COLUMN), "a Pair"),
        ([COLUMN, COLUMN], deque([COLUMN, COLUMN]), "a deque"),
        ({"z": 1.0}, OrderedDict(z=1.0), "an OrderedDict"),
    ],
)
def test_a_container_that_is_not_plain_is_named(asked: Any, got: Any, came: str) -> None:
    assert f"({came}, with the right numbers)" in lines_of(asked, got).got


def test_a_plain_answer_meets_no_container() -> None:
    asking = student(f=lambda: COLUMN)
    expect(asking.f).equals(COLUMN)
    assert asking._met_container is None


def test_a_mistake_is_recognised_in_another_container() -> None:
    asking = student(wrong("doubled", f=lambda: 2 * COLUMN), f=lambda: [[2.0], [4.0]])
    with pytest.raises(CheckFailed):
        expect(asking.f).equals(COLUMN)
    assert [found.id for found in asking._misconceptions().values()] == ["doubled"]


def test_a_right_value_in_another_container_is_no_mistake() -> None:
    listed = wrong("listed", f=lambda: [[1.0], [2.0]])
    asking = student(listed, f=lambda: [[1.0], [2.0]], right={"f": lambda: COLUMN})
    expect(asking.f).equals(COLUMN)
    with pytest.raises(CheckFailed):
        expect(asking.f).satisfies(lambda value: False, "something else")
    assert asking._misconceptions() == {}


def test_a_question_is_asked_of_the_value_as_it_was_asked_for() -> None:
    asking = student(f=lambda: [[1.0], [2.0]], right={"f": lambda: COLUMN})
    expect(asking.f).satisfies(lambda value: value.shape == (2, 1), "a column")
    assert asking._met_container is not None


def test_a_view_sees_the_value_as_it_was_asked_for() -> None:
    asking = student(f=lambda: [[3.0]], right={"f": lambda: 1.0})
    expect(asking.f).equals(1.0, through=np.sign)
    assert asking._met_container is not None


def test_a_changed_argument_is_told_before_a_container() -> None:
    def changing(a: np.ndarray) -> list[Any]:
        a *= 1.5
        return [[1.0], [2.0]]

    with pytest.raises(CheckFailed, match="changed in place"):
        expect(student(f=changing).f, np.ones(2)).equals(COLUMN)


# float32


def single(z: np.ndarray) -> np.ndarray:
    return (1.000001 / z).astype(np.float32)  # one rounding alone is no matter


def test_float32_is_right_within_its_own_accuracy() -> None:
    asking = student(f=single)
    expect(asking.f, np.array([3.0])).equals(np.array([1 / 3]))
    assert asking._was_in_float32


def test_float32_is_remarked_on_where_its_numbers_are_exact() -> None:
    asking = student(f=lambda: np.array([0.25], dtype=np.float32))
    expect(asking.f).equals(np.array([0.25]))
    assert asking._was_in_float32


def test_float32_for_float32_needs_no_remark() -> None:
    asking = student(f=lambda z: 1 / z)
    expect(asking.f, np.array([4.0], dtype=np.float32)).equals(np.array([0.25]))
    assert not asking._was_in_float32


def test_a_check_can_keep_its_tolerance_for_float32() -> None:
    with pytest.raises(CheckFailed):
        expect(student(f=single).f, np.array([3.0])).equals(np.array([1 / 3]), float32=False)


def test_float64_with_the_accuracy_of_float32_is_wrong() -> None:
    with pytest.raises(CheckFailed):
        expect(student(f=lambda: 1 / 3 + 1e-7).f).equals(1 / 3)


def test_float64_made_of_an_earlier_float32_is_right() -> None:
    asking = student(f=lambda: 1 / 3 + 1e-7)
    assert asking._check is not None
    asking._begin(asking._check, needs_float32=lambda: True)
    expect(asking.f).equals(1 / 3)
    assert asking._was_in_float32


# Who pays

TELLS = Outcome(CheckStatus.PASS, Lines("f()", "an array", "a list", "Which call?"))
PASS = Outcome(CheckStatus.PASS)
FAIL = Outcome(CheckStatus.FAIL, Lines("f()", "1", "2", OWN_HINT), Misconception("m", "M", "M?"))


@pytest.mark.parametrize(
    ("outcomes", "shares", "pays"),
    [
        ([PASS, TELLS, TELLS], [0.1, 0.1, 0.1], 1),
        ([FAIL, TELLS, TELLS], [0.1, 0.15, 0.1], 1),
        ([TELLS, TELLS, TELLS], [0.2, 0.16, 0.1], 2),
        ([TELLS, TELLS], [0.2, 0.16], None),
        ([PASS, FAIL], [0.1, 0.1], None),
        ([], [], None),
    ],
)
def test_one_check_pays(outcomes: list[Outcome], shares: list[float], pays: int | None) -> None:
    paid = paid_once(outcomes, shares)
    for at, (before, after) in enumerate(zip(outcomes, paid, strict=True)):
        if before is not TELLS:
            assert after == before
        elif at == pays:
            assert after == Outcome(CheckStatus.FAIL, TELLS.lines, for_container=True)
        else:
            assert after == PASS


def test_a_remark_stays_with_a_check_that_does_not_pay() -> None:
    remarked = Outcome(CheckStatus.PASS, TELLS.lines, note="a remark")
    first, second = paid_once([TELLS, remarked], [0.1, 0.1])
    assert (first.status, second) == (CheckStatus.FAIL, Outcome(CheckStatus.PASS, note="a remark"))


def test_only_the_arguments_of_the_call_are_shown() -> None:
    asking = student(f=lambda a: [[1.0], [2.0]], right={"f": lambda a: COLUMN})
    expect(asking.f, 3).equals(COLUMN)
    assert asking._met_container is not None
    assert asking._met_container.called == "f(a = 3)"
