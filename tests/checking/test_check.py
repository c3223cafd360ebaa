"""Declaring checks and oracles."""

import pytest

from autograder.checking.check import Check, check, declared, is_oracle, oracle


def test_a_check_declares_what_the_student_reads() -> None:
    @check("It is right.", points=2, hint="Is it?")
    def test_something() -> None: ...

    assert declared(test_something) == Check("It is right.", 2, "Is it?")


def test_a_plain_function_declares_nothing() -> None:
    assert declared(test_a_plain_function_declares_nothing) is None


@pytest.mark.parametrize(
    ("sentence", "points", "hint"), [(" ", 1, "Is it?"), ("It is.", 1, ""), ("It is.", 0, "Is it?")]
)
def test_a_check_without_a_sentence_a_hint_or_points_is_refused(
    sentence: str, points: float, hint: str
) -> None:
    with pytest.raises(ValueError, match="check"):
        check(sentence, points=points, hint=hint)


def test_an_oracle_is_known_as_one() -> None:
    assert is_oracle(oracle(lambda reference: 1))


def test_a_check_is_no_oracle() -> None:
    assert not is_oracle(check("It is.", points=1, hint="Is it?")(lambda: None))
