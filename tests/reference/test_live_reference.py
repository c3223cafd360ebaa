"""Right answers, and never the student's fault."""

from typing import Any

import numpy as np
import pytest

from autograder.checking.answers import Reference
from autograder.checking.outcome import KitFault
from autograder.reference.sources import LiveReference


def fill(a: np.ndarray) -> np.ndarray:
    a[:] = 1
    return a


def test_the_solution_answers() -> None:
    assert Reference(LiveReference({"f": lambda x: x + 1}, {})).f(2) == 3


def test_the_solution_gets_copies() -> None:
    given = np.zeros(2)
    Reference(LiveReference({"f": fill}, {})).f(given)
    assert given.tolist() == [0, 0]


def test_an_oracle_is_asked_before_the_solution_and_may_ask_it() -> None:
    def f(reference: Any, x: float) -> Any:
        return 10 * reference.g(x)

    source = LiveReference({"f": abs, "g": abs}, {"f": f})
    assert Reference(source).f(-2) == 20


def test_a_function_that_the_solution_does_not_have_is_the_kits_fault() -> None:
    with pytest.raises(KitFault, match="the solution has no function f"):
        Reference(LiveReference({}, {})).f(1)


def test_a_private_name_is_no_function_of_the_reference() -> None:
    with pytest.raises(AttributeError):
        _ = Reference(LiveReference({"_secret": abs}, {}))._secret


def test_parameters_are_named() -> None:
    source = LiveReference({"fill": fill, "number": 3}, {})
    assert (source.parameter_names("fill"), source.parameter_names("number")) == (("a",), ())


def test_a_constant_of_the_solution_is_read() -> None:
    assert LiveReference({"GATE": (-30.0, 20.0)}, {}).answer("=GATE", ()) == (-30.0, 20.0)


def test_a_constant_that_the_solution_does_not_have_is_the_kits_fault() -> None:
    with pytest.raises(KitFault, match="the solution has no constant GATE"):
        LiveReference({}, {}).answer("=GATE", ())


def test_a_parameter_after_a_star_has_no_name() -> None:
    def gate(theta: float, *inputs: float) -> float:
        return theta

    assert LiveReference({"gate": gate}, {}).parameter_names("gate") == ("theta",)
