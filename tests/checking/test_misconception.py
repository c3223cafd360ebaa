"""Declaring misconceptions, and telling whether two calls ended alike."""

import numpy as np
import pytest

from autograder.calls.answer import Answer, CallStatus
from autograder.checking import misconception, wrong_constant
from autograder.checking.misconception import agrees, wrong_answers
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


def returned(value: object, *changed: int) -> Answer:
    return Answer(CallStatus.RETURNED, value=value, changed=changed)


def raised(error: str, text: str) -> Answer:
    return Answer(CallStatus.RAISED, error=error, text=text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (returned(np.ones(2)), returned(np.ones(2) + 1e-12)),
        (returned(np.array([np.nan])), returned(np.array([np.nan]))),
        (returned(None), returned(None)),
        (
            raised("ValueError", "shapes (2,3) and (4,1) not aligned: 3 (dim 1) != 4 (dim 0)"),
            raised("ValueError", "shapes (5,7) and (2,1) not aligned: 7 (dim 1) != 2 (dim 0)"),
        ),
    ],
)
def test_these_ended_alike(one: Answer, other: Answer) -> None:
    assert agrees(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (returned(1.0), returned(2.0)),
        (returned(1.0), returned(1.0, 0)),
        (returned(1.0), raised("ValueError", "no")),
        (raised("ValueError", "no"), raised("TypeError", "no")),
        (raised("ValueError", "out of range"), raised("ValueError", "must be a square")),
        (Answer(CallStatus.MISSING), Answer(CallStatus.MISSING)),
        (Answer(CallStatus.TODO, todo="e01 f"), Answer(CallStatus.TODO, todo="e01 f")),
        (Answer(CallStatus.STOPPED), Answer(CallStatus.STOPPED)),
    ],
)
def test_these_did_not_end_alike(one: Answer, other: Answer) -> None:
    assert not agrees(one, other)
