import json

from tests.cli.running import nudge
from tests.grading.small_course import SmallCourse


def test_diff_says_whose_mark_moves_by_how_much_and_why(small: SmallCourse) -> None:
    nudge(small, "grade")
    small.hand_in("bo")
    output = nudge(small, "regrade", "--diff").output
    assert "bo: 5.13 → 7.00 (+1.87)" in output
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
    assert "bo: 5.13 → 7.00 (+1.87)" in output
    assert "(2 from the store, 0 graded again)" in output
    book = json.loads((small.out / "gradebook.json").read_text())
    assert [row["total"] for row in book["submissions"]] == [7.0, 7.0]


def test_after_it_is_applied_nothing_moves(small: SmallCourse) -> None:
    nudge(small, "grade")
    small.hand_in("bo")
    nudge(small, "regrade")
    assert nudge(small, "regrade", "--diff").output.startswith("no mark moves")
