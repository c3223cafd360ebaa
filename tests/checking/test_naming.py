"""The rule by which a misconception's name is given."""

import contextlib
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.calls.script import Script
from autograder.checking import expect, misconception_family
from autograder.checking.check import Check
from autograder.checking.misconception import Wrong, wrong_answers
from autograder.checking.outcome import CheckFailed
from autograder.checking.student import Student
from tests.checking.stand_ins import OWN_HINT, student, wrong

Functions = dict[str, Callable[..., Any]]
Asked = tuple[str, tuple[Any, ...]]


def ask(asked: Student, right: Functions, *calls: Asked) -> dict[str, str]:
    """Ask each call in a check of its own, and return the names of mistakes by check."""
    for number, (function, arguments) in enumerate(calls):
        name = f"{function} {number}"
        asked._begin(Check("It is right.", 1, OWN_HINT), name=name)
        expected = right[function](*arguments)
        with contextlib.suppress(CheckFailed):
            expect(getattr(asked, function), *arguments).equals(expected)
    return {check: found.id for check, found in asked._misconceptions().items()}


def no_such() -> Any:
    return [*()][9]


def double(x: Any) -> Any:
    return 2 * x


def square(x: Any) -> Any:
    return x * x


def triple(x: Any) -> Any:
    return 3 * x


F: Functions = {"f": double}


def f_of(*numbers: float) -> list[Asked]:
    return [("f", (float(number),)) for number in numbers]


def test_a_mistake_that_every_call_shows_is_named_in_every_failure() -> None:
    asked = student(wrong("squared", f=square), right=F, f=square)
    assert ask(asked, F, *f_of(3, 5)) == {"f 0": "squared", "f 1": "squared"}


def test_agreeing_where_both_are_right_is_no_contradiction() -> None:
    asked = student(wrong("squared", f=square), right=F, f=square)
    assert ask(asked, F, *f_of(2, 0, 5)) == {"f 2": "squared"}


def test_a_passing_check_that_the_mistake_fails_refutes_it() -> None:
    sometimes = lambda x: square(x) if x == 3 else double(x)  # noqa: E731
    asked = student(wrong("squared", f=square), right=F, f=sometimes)
    assert ask(asked, F, *f_of(3, 5)) == {}


def test_a_failing_check_with_another_value_refutes_it() -> None:
    mixed = lambda x: square(x) if x == 3 else 7.0  # noqa: E731
    asked = student(wrong("squared", f=square), right=F, f=mixed)
    assert ask(asked, F, *f_of(3, 5)) == {}


def test_a_failure_where_the_mistake_is_right_refutes_it() -> None:
    also_at_two = lambda x: 5.0 if x == 2 else square(x)  # noqa: E731
    asked = student(wrong("squared", f=square), right=F, f=also_at_two)
    assert ask(asked, F, *f_of(3, 2)) == {}


def test_an_error_where_the_mistake_is_right_refutes_it() -> None:
    def fails_at_two(x: float) -> Any:
        return no_such() if x == 2 else square(x)

    asked = student(wrong("squared", f=square), right=F, f=fails_at_two)
    assert ask(asked, F, *f_of(3, 2)) == {}


def test_a_mistake_that_explains_less_than_half_is_not_named() -> None:
    def fails_above(x: float) -> Any:
        return no_such() if x > 4 else square(x)

    few = student(wrong("squared", f=square), right=F, f=fails_above)
    assert ask(few, F, *f_of(3, 5, 6)) == {}
    half = student(wrong("squared", f=square), right=F, f=fails_above)
    assert ask(half, F, *f_of(3, 5)) == {"f 0": "squared"}


def test_a_call_without_a_prediction_says_nothing() -> None:
    def elsewhere(x: float) -> Any:
        return square(x)

    asked = student(wrong("squared", f=elsewhere), f=square)  # no right answer is known either
    assert ask(asked, F, *f_of(3, 5)) == {"f 0": "squared", "f 1": "squared"}
    asked._answers.bank.prediction = (  # type: ignore[method-assign]
        lambda key, function, arguments: None
    )
    assert asked._misconceptions() == {}


def test_calls_of_another_function_do_not_refute() -> None:
    right = {"f": double, "g": abs}
    asked = student(wrong("squared", f=square), right=right, f=square, g=triple)
    assert ask(asked, right, *f_of(3), ("g", (2.0,))) == {"f 0": "squared"}


def test_a_right_answer_that_is_not_exact_is_no_tiny_mistake() -> None:
    tiny = wrong("tiny step", f=lambda x: double(x) * (1 + 4e-7))
    single = lambda x: double(x) * (1 + 3e-7)  # noqa: E731
    assert ask(student(tiny, right=F, f=single), F, *f_of(3, 5)) == {}


def test_a_mistake_in_single_precision_is_still_named() -> None:
    single = lambda x: float(np.float32(x * 1.1) ** 2)  # noqa: E731
    known = wrong("squared", f=lambda x: (x * 1.1) ** 2)
    assert ask(student(known, right=F, f=single), F, *f_of(3, 5)) == {
        "f 0": "squared",
        "f 1": "squared",
    }


def test_an_error_is_known_by_its_operation_and_shapes() -> None:
    right = {"f": lambda x: np.ones((2, 4)) @ x}
    asked = student(
        wrong("turned", f=lambda x: x @ np.ones((2, 4))),
        right=right,
        f=lambda x: np.dot(x, np.ones((2, 4))),
    )
    assert ask(asked, right, ("f", (np.ones((4, 3)),))) == {"f 0": "turned"}


def test_an_error_of_another_operation_is_not_the_mistakes() -> None:
    right = {"f": lambda x: np.ones((2, 4)) @ x}
    asked = student(
        wrong("turned", f=lambda x: x @ np.ones((2, 4))),
        right=right,
        f=lambda x: x + np.ones((2, 4)),
    )
    assert ask(asked, right, ("f", (np.ones((4, 3)),))) == {}


def test_an_error_that_nobody_can_read_has_no_name() -> None:
    def refuses(x: float) -> float:
        raise ValueError("my own words")

    asked = student(wrong("refuses", f=refuses), right=F, f=refuses)
    assert ask(asked, F, *f_of(3)) == {}


def test_an_error_in_another_functions_line_is_not_this_functions() -> None:
    right = {"g": lambda x: x, "f": lambda x: x}

    def g(x: Any) -> Any:
        return x[9]

    def f(x: Any) -> Any:
        return g(x)

    of_f = wrong("index in f", f=lambda x: x[9])
    asked = student(of_f, right=right, f=f, g=g)
    # A function of these tests has no line that a student is told; the line decides.
    calls: list[Asked] = [("g", (np.ones(2),)), ("f", (np.ones(2),))]
    assert ask(asked, right, calls[1]) == {"f 0": "index in f"}
    ask(asked, right, *calls)
    for call in asked._calls:
        call.place = "e01_first.py, line 2"
    assert asked._misconceptions() == {}


def test_an_earlier_exercises_error_says_nothing() -> None:
    right = {"f": lambda x: x}
    asked = student(wrong("index", f=lambda x: x[9]), right=right, f=lambda x: x[9])
    ask(asked, right, ("f", (np.ones(2),)))
    for call in asked._calls:
        call.is_elsewhere = True
    assert asked._misconceptions() == {}


def g_then(g: Callable[[Any], Any]) -> Functions:
    return {"g": g, "f": lambda x: g(x) + 1}


def test_a_mistake_is_named_through_a_later_function() -> None:
    right = g_then(double)
    known = wrong("g squared", **g_then(square))
    asked = student(known, right=right, **g_then(square))
    calls: list[Asked] = [("g", (3.0,)), ("f", (3.0,)), ("f", (5.0,))]
    assert set(ask(asked, right, *calls).values()) == {"g squared"}


def test_a_mistake_of_a_function_that_is_right_is_no_later_ones() -> None:
    right = g_then(double)
    known = wrong("g squared", **g_then(square))
    asked = student(known, right=right, g=double, f=g_then(square)["f"])
    calls: list[Asked] = [("g", (3.0,)), ("f", (3.0,)), ("f", (5.0,))]
    assert ask(asked, right, *calls) == {}


class Halver:
    """One that works in a small method of its own."""

    def __init__(self, x: float) -> None:
        self.x = x

    def share(self) -> float:
        return 0.5

    def half(self) -> float:
        return self.share() * self.x


class Thirder(Halver):
    def share(self) -> float:
        return 1 / 3


class InOne:
    """One that has the same mistake in its only method."""

    def __init__(self, x: float) -> None:
        self.x = x

    def half(self) -> float:
        return self.x / 3


def half_of_six() -> list[Any]:
    script = Script()
    return script.giving(script.method(script.call("P", 6.0), "half"))


def half_with_a_stand_in() -> list[Any]:
    """Ask for the same of an object whose method `share` answers by a rule."""
    script = Script()
    made = script.bare("P")
    script.set(made, x=np.array([6.0]))
    script.stand_in(made, "share", "i->", np.array([0.7]))
    return script.giving(script.method(made, "half"))


def test_a_method_that_a_class_does_not_have_refutes_nothing() -> None:
    known = wrong("third", P=Thirder)
    asked = student(known, right={"P": Halver}, P=InOne)
    asked._begin(Check("It is right.", 1, OWN_HINT), name="by itself")
    with contextlib.suppress(CheckFailed):
        expect(asked.script, half_with_a_stand_in()).equals(np.array([4.2]))
    asked._begin(Check("It is right.", 1, OWN_HINT), name="all of it")
    with contextlib.suppress(CheckFailed):
        expect(asked.script, half_of_six()).equals(3.0)
    found = {check: one.id for check, one in asked._misconceptions().items()}
    assert found == {"all of it": "third"}


def test_two_mistakes_that_meet_in_one_call_have_no_name() -> None:
    right = g_then(double)
    of_g = wrong("g squared", **g_then(square))
    of_f = wrong("f minus", f=lambda x: double(x) - 1, g=double)
    asked = student(of_g, of_f, right=right, g=square, f=lambda x: square(x) - 1)
    calls: list[Asked] = [("g", (3.0,)), ("f", (3.0,)), ("f", (5.0,))]
    assert ask(asked, right, *calls) == {"g 0": "g squared"}


def test_the_mistake_that_explains_most_is_named() -> None:
    one = wrong("squared at 3", f=lambda x: square(x) if x == 3 else no_such())
    other = wrong("squared", f=square)
    asked = student(one, other, right=F, f=square)
    assert set(ask(asked, F, *f_of(3, 5)).values()) == {"squared"}


def test_a_refuted_mistake_is_not_asked_again() -> None:
    asked = student(wrong("tripled", f=triple), wrong("squared", f=square), right=F, f=square)
    ask(asked, F, *f_of(4, 5, 6, 7, 8))
    bank: Any = asked._answers.bank
    assert bank.asked.count("tripled") == 1
    assert bank.asked.count("squared") == 5


KNOWN: Functions = {
    "squared": square,
    "tripled": triple,
    "zero": lambda x: 0.0 * x,
    "plus two": lambda x: x + 2,
}
NUMBERS = [0.0, 1.0, 2.0, 3.0, -4.0, 7.0]
ANSWERS = st.sampled_from([double, *KNOWN.values()])


@given(st.lists(ANSWERS, min_size=6, max_size=6), st.permutations(range(6)))
def test_the_order_of_checks_does_not_matter(answers: list[Any], order: list[int]) -> None:
    by_number = dict(zip(NUMBERS, answers, strict=True))
    found = []
    for places in (range(6), order):
        known = [wrong(name, f=function) for name, function in KNOWN.items()]
        asked = student(*known, right=F, f=lambda x: by_number[x](x))
        named = ask(asked, F, *f_of(*(NUMBERS[place] for place in places)))
        found.append({NUMBERS[places[int(check[2:])]]: name for check, name in named.items()})
    assert found[0] == found[1]


@given(st.lists(ANSWERS, min_size=6, max_size=6))
def test_no_name_is_given_that_a_call_refutes(answers: list[Any]) -> None:
    by_number = dict(zip(NUMBERS, answers, strict=True))
    known = [wrong(name, f=function) for name, function in KNOWN.items()]
    asked = student(*known, right=F, f=lambda x: by_number[x](x))
    for name, number in itertools.product(ask(asked, F, *f_of(*NUMBERS)).values(), NUMBERS):
        assert KNOWN[name](number) == by_number[number](number)


# Families


def family(**options: Any) -> Wrong:
    @misconception_family("f", name="Scaled", hint="Which factor?", example=0.5, **options)
    def scaled(x: Any, *, factor: Any) -> Any:
        return double(x) * factor

    [made] = wrong_answers({"scaled": scaled})
    return made


def test_a_familys_parameter_is_found_in_the_answers() -> None:
    asked = student(family(), right=F, f=lambda x: double(x) * 0.37)
    assert set(ask(asked, F, *f_of(3, 5, -7)).values()) == {"scaled"}


def test_one_parameter_has_to_explain_all_calls() -> None:
    asked = student(family(), right=F, f=lambda x: double(x) * (0.37 if x < 6 else 0.38))
    assert ask(asked, F, *f_of(3, 5, 7)) == {}


def test_one_number_fits_every_family_and_shows_none() -> None:
    asked = student(family(), right=F, f=lambda x: double(x) * 0.37)
    assert ask(asked, F, *f_of(3)) == {}


def test_a_parameter_may_be_one_of_a_few_values() -> None:
    asked = student(family(values=(0.25, 4.0)), right=F, f=lambda x: double(x) * 4)
    assert set(ask(asked, F, *f_of(3, 5)).values()) == {"scaled"}
    asked = student(family(values=(0.25, 4.0)), right=F, f=lambda x: double(x) * 0.37)
    assert ask(asked, F, *f_of(3, 5, 7)) == {}


@pytest.mark.parametrize("rate", [-2.0, 0.01, 0.5, 30.0])
def test_answers_may_be_polynomials_of_the_parameter(rate: float) -> None:
    right = {"f": lambda x: [x, x @ x]}

    @misconception_family("f", name="Moved", hint="How far?", example=0.1, degree=2)
    def moved(x: Any, *, rate: Any) -> Any:
        return [x, (x + rate) @ (x - 2 * rate)]

    asked = student(
        *wrong_answers({"moved": moved}),
        right=right,
        f=lambda x: [x, (x + rate) @ (x - 2 * rate)],
    )
    calls: list[Asked] = [("f", (np.arange(float(n * n)).reshape(n, n),)) for n in (2, 3)]
    assert set(ask(asked, right, *calls).values()) == {"moved"}


def test_a_single_mistake_goes_before_a_family() -> None:
    asked = student(family(), wrong("quadrupled", f=lambda x: 4 * x), right=F, f=lambda x: 4 * x)
    assert set(ask(asked, F, *f_of(3, 5, 7)).values()) == {"quadrupled"}


# Two mistakes at once


def test_two_mistakes_are_named_that_hold_together() -> None:
    right = {"h": lambda x, y: double(x) + triple(y)}
    of_f = wrong("f squared", h=lambda x, y: square(x) + triple(y))
    of_g = wrong("g squared", h=lambda x, y: double(x) + square(y))
    asked = student(of_f, of_g, right=right, h=lambda x, y: square(x) + square(y))
    bank: Any = asked._answers.bank
    bank.pair = lambda one, other: "both"
    bank._pairs["both"] = {"h": lambda x, y: square(x) + square(y)}
    calls: list[Asked] = [("h", (5.0, 3.0)), ("h", (2.0, 7.0)), ("h", (4.0, 7.0))]
    named = ask(asked, right, *calls)
    assert {named["h 0"], named["h 1"]} == {"f squared", "g squared"}


def test_two_mistakes_need_checks_of_their_own() -> None:
    right = {"h": lambda x, y: double(x) + triple(y)}
    of_f = wrong("f squared", h=lambda x, y: square(x) + triple(y))
    of_g = wrong("g squared", h=lambda x, y: double(x) + square(y))
    asked = student(of_f, of_g, right=right, h=lambda x, y: square(x) + square(y))
    bank: Any = asked._answers.bank
    bank.pair = lambda one, other: "both"
    bank._pairs["both"] = {"h": lambda x, y: square(x) + square(y)}
    assert ask(asked, right, ("h", (5.0, 7.0)), ("h", (4.0, 7.0))) == {}
