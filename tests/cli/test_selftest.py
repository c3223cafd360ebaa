"""`nudge selftest`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.checking.frameworks import lacking
from tests.cli.conftest import Nudge
from tests.student_folder import ROOT


def test_a_course_in_order_ends_well(nudge: Nudge) -> None:
    assert nudge("selftest", "--course", ROOT, "--only", "e01", "--seeds", 1).exit_code == 0


def test_one_exercise_is_a_row(nudge: Nudge) -> None:
    done = nudge("selftest", "--course", ROOT, "--only", "e12", "--seeds", 1)
    assert [line.split()[:3] for line in done.output.splitlines()[:2]] == [
        ["exercise", "solution", "stub"],
        ["e12_cost", "100%", "0%"],
    ]


def test_the_cost_of_mistakes_is_told(nudge: Nudge) -> None:
    done = nudge("selftest", "--course", ROOT, "--only", "e12", "--seeds", 1)
    assert "a mistake costs" in done.output
    assert "e12_cost: column_minus_vector costs 75% (A flat y spoils the slopes" in done.output
    told = [line for line in done.output.splitlines() if line.startswith("e12_cost: ")]
    assert len(told) == int(done.output.splitlines()[1].split()[-1])  # each of the mistakes


def test_checks_that_say_nothing_of_their_own_are_listed(nudge: Nudge) -> None:
    done = nudge("selftest", "--course", ROOT, "--only", "e12", "--seeds", 1)
    _, after = done.output.split("says nothing of its own")
    heading, row, *_ = after.splitlines()
    assert heading.split() == ["checks", "which"]
    name, silent, of, checks, first = row.split()
    assert (name, of) == ("e12_cost", "of")
    assert 0 < int(silent) < int(checks)
    assert first.startswith("test_")
    assert done.exit_code == 0  # they are candidates


@pytest.mark.parametrize(("reason", "code"), [("", 1), ("it is the whole exercise", 0)])
def test_an_unusual_cost_needs_a_reason(
    nudge: Nudge, copy_course: Callable[[], Path], reason: str, code: int
) -> None:
    root = copy_course()
    with (root / "autograder/misconceptions/e01_products.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\nnames = ('dot', 'matrix_vector', 'squares', 'product_shape')\n"
            '@misconception("elementwise", name="Words", hint="Numbers?", '
            f'also=dict.fromkeys(names, lambda *_: "word"), cost="{reason}")\n'
            'def words(a, b):\n    return "word"\n'
        )
    done = nudge("selftest", "--course", root, "--only", "e01", "--seeds", 1)
    assert f"e01_products: words costs 100% ({reason or 'no reason is declared'})" in done.output
    assert done.exit_code == code


@pytest.mark.skipif(not lacking("torch"), reason="PyTorch is installed here")
def test_a_skipped_exercise_is_reported(nudge: Nudge) -> None:
    done = nudge("selftest", "--course", ROOT, "--only", "e19", "--seeds", 1)
    lines = [line.split() for line in done.output.splitlines()]
    assert ["e19_frameworks", "skipped"] in lines
    assert ["e19_frameworks:", "skipped", "(needs", "torch", "and", "keras)"] in lines
    assert done.exit_code == 0


def test_json_is_all_that_is_printed(nudge: Nudge) -> None:
    # One of e02's alternatives or misconceptions prints.
    done = nudge("selftest", "--course", ROOT, "--only", "e02", "--seeds", 1, "--json")
    assert [row["exercise"] for row in json.loads(done.stdout)] == ["e02_shapes"]


@pytest.fixture
def broken(copy_course: Callable[[], Path]) -> Path:
    """Return a course with a misconception whose code is right."""
    root = copy_course()
    with (root / "autograder/misconceptions/e12_cost.py").open("a", encoding="utf-8") as file:
        file.write(
            "\n\nfrom exercises.e12_cost import cost_prime as right\n\n\n"
            '@misconception("cost_prime", name="Nothing", hint="Is it wrong?")\n'
            "def nothing_wrong(a, y):\n    return right(a, y)\n"
        )
    return root


def test_a_broken_course_ends_badly_and_says_why(nudge: Nudge, broken: Path) -> None:
    done = nudge("selftest", "--course", broken, "--only", "e12", "--seeds", 1)
    assert done.exit_code == 1
    assert "e12_cost: misconception nothing_wrong passes every check" in done.output


def test_checks_that_cannot_be_read_are_one_message(nudge: Nudge, broken: Path) -> None:
    (broken / "autograder/checks/test_e12_cost.py").write_text("def f(:\n", encoding="utf-8")
    done = nudge("selftest", "--course", broken, "--only", "e12")
    assert done.exit_code == 2
    assert done.output.startswith("nudge: checks/test_e12_cost.py cannot be run: SyntaxError")


def test_misconceptions_that_cannot_be_read_are_one_message(nudge: Nudge, broken: Path) -> None:
    path = broken / "autograder/misconceptions/e12_cost.py"
    path.write_text("def f(:\n", encoding="utf-8")
    done = nudge("selftest", "--course", broken, "--only", "e12")
    assert done.exit_code == 2
    assert done.output.startswith("nudge: misconceptions/e12_cost.py cannot be run: SyntaxError")


def test_a_misconception_that_never_ends_is_ended_and_named(nudge: Nudge, broken: Path) -> None:
    with (broken / "autograder/misconceptions/e12_cost.py").open("a", encoding="utf-8") as file:
        file.write(
            '\n\n@misconception("cost_prime", name="For ever", hint="Does it end?")\n'
            "def for_ever(a, y):\n    while True:\n        pass\n"
        )
    manifest = (broken / "course.toml").read_text(encoding="utf-8")
    limits = "[limits]\njudging_seconds = 1.0\nsubmission_seconds = 1.0"
    (broken / "course.toml").write_text(manifest.replace("[limits]", limits), encoding="utf-8")
    done = nudge("selftest", "--course", broken, "--only", "e12", "--seeds", 1)
    assert done.exit_code == 1
    misses = [
        line for line in done.output.splitlines() if line.startswith("e12_cost: misconception ")
    ]
    assert len(misses) == 2
    assert misses[0].startswith("e12_cost: misconception for_ever: test_")
    assert misses[0].endswith("took more than 2 s of computing (seed public)")
