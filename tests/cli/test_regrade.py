import json
import re

from tests.cli.running import nudge
from tests.grading.small_course import SmallCourse


def rises_to_all(small: SmallCourse, output: str) -> bool:
    """Tell whether bo's mark is said to rise to all points, by what it rises."""
    found = re.search(r"^bo: ([\d.]+) → ([\d.]+) \(\+([\d.]+)\)$", output, re.MULTILINE)
    assert found, output
    before, after, more = map(float, found.groups())
    return 0 < before < after == small.possible and abs(after - before - more) < 0.005


def test_diff_says_whose_mark_moves_by_how_much_and_why(small: SmallCourse) -> None:
    nudge(small, "grade")
    small.hand_in("bo")
    output = nudge(small, "regrade", "--diff").output
    assert rises_to_all(small, output)
    assert "fail → pass" in output
    assert "because the submission's exercises.e04_sigmoid changed" in output
    assert "marks of 1 student move" in output


def test_diff_applies_nothing(small: SmallCourse) -> None:
    nudge(small, "grade")
    before = (small.out / "gradebook.json").read_bytes()
    small.hand_in("bo")
    nudge(small, "regrade", "--diff")
    assert (small.out / "gradebook.json").read_bytes() == before


def test_without_diff_it_is_applied_and_nothing_is_graded_twice(small: SmallCourse) -> None:
    nudge(small, "grade")
    small.hand_in("bo")
    nudge(small, "regrade", "--diff")
    output = nudge(small, "regrade").output
    assert rises_to_all(small, output)
    assert "(2 from the store, 0 graded again)" in output
    book = json.loads((small.out / "gradebook.json").read_text())
    assert [row["total"] for row in book["submissions"]] == [small.possible, small.possible]


def test_after_it_is_applied_nothing_moves(small: SmallCourse) -> None:
    nudge(small, "grade")
    small.hand_in("bo")
    nudge(small, "regrade")
    assert nudge(small, "regrade", "--diff").output.startswith("no mark moves")
