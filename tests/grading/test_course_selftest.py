"""The course, examined by itself; and courses that are broken on purpose."""

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.checking.context import PUBLIC_SEED
from autograder.course import Course, load_course
from autograder.grading.course_selftest import SelftestRow, selftest
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).written]


# The course as it is


@pytest.fixture(scope="module")
def rows(course: Course) -> dict[str, SelftestRow]:
    # `nudge selftest` takes another seed as well, and .ci/run calls it.
    return {row.exercise: row for row in selftest(course, course.written, [PUBLIC_SEED])}


@pytest.fixture
def row(rows: dict[str, SelftestRow], name: str) -> SelftestRow:
    if rows[name].skipped:
        pytest.skip(f"{name} {rows[name].skipped}; `make test-slow` installs it")
    return rows[name]


@pytest.mark.parametrize("name", EXERCISES)
def test_every_solution_gets_full_marks(row: SelftestRow) -> None:
    assert row.solution == 1.0


@pytest.mark.parametrize("name", EXERCISES)
def test_every_stub_gets_nothing(row: SelftestRow) -> None:
    assert row.stub == 0.0


@pytest.mark.parametrize("name", EXERCISES)
def test_every_alternative_is_accepted(row: SelftestRow) -> None:
    assert row.accepted == row.alternatives > 0


@pytest.mark.parametrize("name", EXERCISES)
def test_every_misconception_is_caught(row: SelftestRow) -> None:
    assert row.caught == row.misconceptions > 0


@pytest.mark.parametrize("name", EXERCISES)
def test_every_misconception_is_named_as_itself(row: SelftestRow) -> None:
    assert row.named == row.misconceptions


@pytest.mark.parametrize("name", EXERCISES)
def test_nothing_is_missed(row: SelftestRow) -> None:
    assert row.misses == ()


@pytest.mark.parametrize("name", EXERCISES)
def test_a_mistake_costs_what_it_may_or_has_a_reason(row: SelftestRow) -> None:
    assert row.without_reason == ()


# A course that is broken on purpose


@pytest.fixture
def broken(copy_course: Callable[[], Path]) -> Callable[..., SelftestRow]:
    """Return what adds text to files of a copied course and examines e12 in it."""

    def examined(*, delete: str = "", **added: str) -> SelftestRow:
        root = copy_course()
        places = {
            "solution": "solutions/e12_cost.py",
            "stub": "exercises/e12_cost.py",
            "misconceptions": "autograder/misconceptions/e12_cost.py",
            "checks": "autograder/checks/test_e12_cost.py",
            "alternative": "tests/alternatives/e12_cost/another.py",
        }
        for name, text in added.items():
            with (root / places[name]).open("a", encoding="utf-8") as file:
                file.write(f"\n\n{text}\n")
        for path in root.glob(delete) if delete else ():
            path.unlink()
        copied = load_course(root)
        [row] = selftest(copied, [copied.exercise("e12")], [PUBLIC_SEED])
        return row

    return examined


def test_a_wrong_solution_is_reported_with_its_failure(broken: Callable[..., SelftestRow]) -> None:
    # The checks' worked numbers are not the solution's to decide.
    row = broken(solution="def cost_prime(a, y):\n    return a - y")
    assert row.solution < 1.0
    assert any("the solution does not pass test_" in miss for miss in row.misses)


def test_a_stub_that_is_solved_is_reported(broken: Callable[..., SelftestRow]) -> None:
    row = broken(stub="def cost_prime(a, y):\n    return 2.0 * (a - y)")
    assert any(miss.startswith("the stub is pass, not todo, in test_") for miss in row.misses)


def test_a_wrong_alternative_is_reported(broken: Callable[..., SelftestRow]) -> None:
    row = broken(alternative="def cost(A, Y):\n    return 7.0")
    assert row.accepted == row.alternatives - 1
    assert any("the alternative another.py does not pass" in miss for miss in row.misses)


RIGHT_MISCONCEPTION = """
from exercises.e12_cost import cost_prime

@misconception("cost_prime", name="Nothing wrong", hint="Is it wrong?")
def nothing_wrong(a, y):
    return cost_prime(a, y)
"""

TWIN_MISCONCEPTION = """
import numpy as np

@misconception("example_cost", name="Seven", hint="Why 7?")
def seven(a, y):
    return 7.0

@misconception("example_cost", name="Seven again", hint="Why 7 again?")
def seven_again(a, y):
    return 7.0
"""


LONELY_CHECK = """
@check("The cost of a right answer is 0.", points=1, hint="How far off is it?", group="{}")
def test_alone(student):
    expect(student.example_cost, np.ones((2, 1)), np.ones((2, 1))).equals(0.0)
"""


@pytest.mark.parametrize(("group", "reported"), [("no other", True), ("", False)])
def test_a_group_of_one_check_is_reported(
    broken: Callable[..., SelftestRow], group: str, reported: bool
) -> None:
    row = broken(checks=LONELY_CHECK.format(group))
    alone = 'test_alone is alone in the group "no other"; '
    assert any(miss.startswith(alone) for miss in row.misses) is reported
    assert row.solution == 1.0


def test_a_misconception_that_passes_is_reported(broken: Callable[..., SelftestRow]) -> None:
    row = broken(misconceptions=RIGHT_MISCONCEPTION)
    assert row.caught == row.misconceptions - 1
    assert "misconception nothing_wrong passes every check" in row.misses


def test_a_misconception_taken_for_another_is_reported(
    broken: Callable[..., SelftestRow],
) -> None:
    row = broken(misconceptions=TWIN_MISCONCEPTION)
    assert row.named == row.misconceptions - 1
    assert "misconception seven_again is not named as itself" in row.misses


def test_an_exercise_without_alternatives_is_reported(broken: Callable[..., SelftestRow]) -> None:
    row = broken(delete="tests/alternatives/e12_cost/*.py")
    assert row.misses == ("there are no alternatives",)


def test_broken_code_that_passes_a_check_is_reported(copy_course: Callable[[], Path]) -> None:
    root = copy_course()
    stub = root / "exercises" / "e16_debug.py"
    text = stub.read_text("utf-8").replace("np.zeros(size=n)", "np.zeros(n)")
    stub.write_text(text, encoding="utf-8")
    copied = load_course(root)
    [row] = selftest(copied, [copied.exercise("e16")], [PUBLIC_SEED])
    told = "the broken code is pass, not fail, in test_first_biases"
    assert told in row.misses
    assert 0 < row.stub < 0.1


def test_a_class_that_keeps_more_than_is_declared_is_reported(
    copy_course: Callable[[], Path],
) -> None:
    root = copy_course()
    solution = root / "solutions" / "e16_debug.py"
    text = solution.read_text("utf-8").replace(
        "        self.b2 = self.first_biases(n_outputs)\n",
        "        self.b2 = self.first_biases(n_outputs)\n        self.past = 0\n",
    )
    solution.write_text(text, encoding="utf-8")
    copied = load_course(root)
    [row] = selftest(copied, [copied.exercise("e16")], [PUBLIC_SEED])
    assert row.misses == (
        "objects of TwoLayerPerceptron keep past, which is not in `classes` in course.toml",
    )


COSTLY_MISCONCEPTION = """
@misconception("cost", name="Seven", hint="Why 7?", cost="because")
def seven(A, Y):
    return 7.0
"""


def test_a_mistake_costs_the_checks_that_it_loses_alone(
    broken: Callable[..., SelftestRow],
) -> None:
    row = broken(misconceptions=COSTLY_MISCONCEPTION)
    assert len(row.costs) == row.misconceptions
    [seven] = [cost for cost in row.costs if cost.misconception == "seven"]
    # A quarter of e12's points is for groups of checks that ask for `cost`.
    assert seven.share == pytest.approx(1 / 4)
    assert seven.reason == "because"
    assert seven.is_usual


def test_a_mistake_of_an_earlier_function_costs_later_ones_nothing(
    broken: Callable[..., SelftestRow],
) -> None:
    row = broken(
        misconceptions="""
@misconception("example_cost", name="Seven", hint="Why 7?")
def seven(a, y):
    return 7.0
"""
    )
    [seven] = [cost for cost in row.costs if cost.misconception == "seven"]
    assert seven.share < 0.5
