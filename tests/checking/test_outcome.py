"""The ends of a check."""

from autograder.checking.outcome import CheckStatus, Lines, NotWritten


def test_there_are_six_states() -> None:
    values = [state.value for state in CheckStatus]
    assert values == ["pass", "fail", "todo", "blocked", "skipped", "error"]


def test_four_lines_are_printed_in_order() -> None:
    assert str(Lines("f(1)", "2", "3", "Why?")) == (
        "called    f(1)\nexpected  2\ngot       3\nhint      Why?"
    )


def test_a_line_that_is_too_long_goes_on_under_itself() -> None:
    lines = Lines("f(x (3,) = [1.25, 2.5, 3.75])", "2", "3", "Why?")
    assert lines.within(30) == (
        "called    f(x (3,) = [1.25,\n"
        "          2.5, 3.75])\n"
        "expected  2\ngot       3\nhint      Why?"
    )


def test_an_unwritten_function_is_named() -> None:
    assert str(NotWritten("e07 dense_forward")) == "e07 dense_forward is not written yet"
