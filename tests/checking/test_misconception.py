"""Declaring misconceptions."""

import pytest

from autograder.checking import misconception, wrong_constant
from autograder.checking.misconception import wrong_answers
from autograder.checking.outcome import Misconception


def test_a_mistake_is_known_by_the_name_of_its_function() -> None:
    @misconception("f", name="Doubled", hint="How often?", also={"g": abs})
    def doubled(x: float) -> float:
        return 2 * x

    [wrong] = wrong_answers({"doubled": doubled, "other": abs})
    assert wrong.misconception == Misconception("doubled", "Doubled", "How often?")
    assert wrong.functions == {"f": doubled, "g": abs}


def test_a_wrong_constant_is_what_its_function_returns() -> None:
    @wrong_constant("GATE", name="Turned", hint="Which way?", also={"OTHER": 2})
    def turned() -> float:
        return -1.0

    [wrong] = wrong_answers({"turned": turned})
    assert wrong.misconception == Misconception("turned", "Turned", "Which way?")
    assert wrong.functions == {"GATE": -1.0, "OTHER": 2}


@pytest.mark.parametrize(("name", "hint"), [("", "Why?"), ("Doubled", " ")])
def test_a_mistake_without_a_name_or_a_hint_is_refused(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match="needs a name and a hint"):
        misconception("f", name=name, hint=hint)


def test_a_concept_is_one_that_pages_count() -> None:
    @misconception("f", name="Doubled", hint="How often?", concept="factor")
    def doubled(x: float) -> float:
        return 2 * x

    [wrong] = wrong_answers({"doubled": doubled})
    assert wrong.misconception.concept == "factor"
    with pytest.raises(ValueError, match="no concept 'factors'; there are axes and layout, shape"):
        misconception("f", name="Doubled", hint="How often?", concept="factors")
