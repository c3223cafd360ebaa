"""Checks that never say anything of their own."""

from autograder.checking.check import Check
from autograder.grading.silent_checks import silent_checks

EXAMINED = {"f1": ("f",), "f2": ("f",), "g1": ("g",), "of_both": ("f", "g")}


def silent(*failures: str, **groups: str) -> tuple[str, ...]:
    """Return the silent ones of three checks, from the failures of each mistake."""
    names = sorted({name for one in failures for name in one.split()} | {"f1", "f2", "g1"})
    checks = {name: Check("", 1, "", group=groups.get(name, "")) for name in names}
    return silent_checks(checks, [frozenset(one.split()) for one in failures], EXAMINED)


def test_a_check_that_fails_alone_speaks() -> None:
    assert silent("f1", "f2", "g1") == ()


def test_a_check_that_another_always_accompanies_is_silent() -> None:
    assert silent("f2", "f1 f2", "g1") == ("f1",)


def test_a_check_with_several_companions_speaks() -> None:
    # Now with this one, now with that: no other check says all that it says.
    assert silent("f1 f2", "f1 of_both", "f2", "of_both", "g1 of_both") == ("g1",)


def test_of_two_that_always_fail_together_the_first_speaks() -> None:
    assert silent("f1 f2", "g1") == ("f2",)


def test_a_check_of_another_function_is_no_company() -> None:
    assert silent("f1 g1", "f2 g1", "g1") == ()


def test_a_check_of_the_same_group_is_no_company() -> None:
    assert silent("f1 f2", "g1", f1="one", f2="one") == ()


def test_a_check_that_nothing_fails_is_silent() -> None:
    assert silent("f1", "g1") == ("f2",)


def test_checks_of_no_function_are_compared_with_each_other() -> None:
    assert silent("class_a class_b", "class_a", "f1", "f2", "g1") == ("class_b",)
