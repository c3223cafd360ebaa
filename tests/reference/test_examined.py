from pathlib import Path

import pytest

from autograder.checking.check import Check
from autograder.checking.outcome import KitFault
from autograder.course import load_course
from autograder.reference.examined import examined_functions
from autograder.reference.sources import Sources

ROOT = Path(__file__).resolve().parents[2]

CHECKS = """
def test_first(student): expect(student.first, 1).equals(1)
def test_both(student): student.second(student.first(1))
def test_order(student): student.first(student.second(1))
def test_script(student): expect(student.script, made())
def made(): return Script().call("second")
def test_reference(student, reference): expect(student.first, 1).equals(reference.second)
def test_constant(student): expect(student.constant("LIMIT")).equals(1)
"""


def examined(tmp_path: Path, **of: str) -> dict[str, tuple[str, ...]]:
    path = tmp_path / "test_e20_two.py"
    path.write_text(CHECKS)
    names = [line[4:].partition("(")[0] for line in CHECKS.split("\n") if line[4:8] == "test"]
    checks = {name: Check("Right.", 1, "Why?", of=of.get(name, "")) for name in names}
    return examined_functions(path, checks, ("first", "second"))


def test_a_check_examines_the_functions_it_asks_for(tmp_path: Path) -> None:
    assert examined(tmp_path) == {
        "test_first": ("first",),
        "test_both": ("first", "second"),
        "test_order": ("first", "second"),
        "test_script": ("second",),
        "test_reference": ("first",),
    }


def test_a_check_may_say_what_it_examines(tmp_path: Path) -> None:
    assert examined(tmp_path, test_both="first")["test_both"] == ("first",)


def test_a_function_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KitFault, match=r"test_both in test_e20_two\.py examines third"):
        examined(tmp_path, test_both="third")


def test_what_takes_a_generator_cannot_be_supplied() -> None:
    course = load_course(ROOT)
    sources = Sources(course)
    assert sources.suppliable(course.exercise("e17_regression")) == ("scale", "r_squared")
    assert sources.suppliable(course.exercise("e07_dense")) == ("pre_activation", "dense_forward")
    assert sources.suppliable(course.exercise("e19_frameworks")) == ()
