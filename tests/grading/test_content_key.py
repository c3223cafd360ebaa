from dataclasses import dataclass, replace

import pytest

from autograder.grading.content_key import (
    CourseContent,
    changed_parts,
    key_of,
    submission_digest,
)
from autograder.grading.grader import GraderSetup
from autograder.grading.intake import Submission
from autograder.grading.seed import Seed
from tests.grading.small_course import SmallCourse

ADA = Submission("ada", "ada", {"exercises.e04_sigmoid": b"one", "exercises.helper": b"two"})


def keys(
    small: SmallCourse, submission: Submission = ADA, setup: GraderSetup | None = None
) -> dict[str, str]:
    """Return the key of each exercise of the small course."""
    setup = setup or small.setup
    content = CourseContent(small.course, setup)
    return {name: key_of(parts) for name, parts in content.of(submission).parts.items()}


def changed(small: SmallCourse, before: dict[str, str]) -> set[str]:
    after = keys(small)
    return {name for name in after if after[name] != before[name]}


@pytest.mark.parametrize(
    ("path", "touches"),
    [
        ("autograder/checks/test_e04_sigmoid.py", {"e04_sigmoid", "e07_dense"}),
        ("solutions/e04_sigmoid.py", {"e04_sigmoid", "e07_dense"}),
        ("autograder/misconceptions/e04_sigmoid.py", {"e04_sigmoid"}),
        ("autograder/checks/test_e07_dense.py", {"e07_dense"}),
        ("autograder/checks/test_e12_cost.py", set()),
        ("exercises/e04_sigmoid.py", set()),
    ],
)
def test_a_file_of_the_course_touches_the_marks_that_rest_on_it(
    small: SmallCourse, path: str, touches: set[str]
) -> None:
    before = keys(small)
    (small.root / path).write_text((small.root / path).read_text() + "\n# changed\n")
    assert changed(small, before) == touches


def test_a_module_beside_the_checks_touches_every_mark(small: SmallCourse) -> None:
    before = keys(small)
    (small.root / "autograder/checks/common.py").write_text("TOLERANCE = 1e-9\n")
    assert changed(small, before) == set(small.exercises)


def test_a_solution_that_a_check_imports_is_a_part_of_its_mark(small: SmallCourse) -> None:
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text() + "\n# as in exercises.e12_cost\n")
    before = keys(small)
    solution = small.root / "solutions/e12_cost.py"
    solution.write_text(solution.read_text() + "\n# changed\n")
    assert changed(small, before) == {"e10_parameters"}


def test_the_digits_are_a_part_where_a_file_uses_them(small: SmallCourse) -> None:
    path = small.root / "autograder/checks/test_e10_parameters.py"
    path.write_text(path.read_text() + "\nimport datasets\n")
    before = keys(small)
    (small.root / "datasets").mkdir()
    (small.root / "datasets" / "digits.npz").write_bytes(b"others")
    assert changed(small, before) == {"e10_parameters"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('title = "Counting', 'title = "Counting all'),
        ('goal = "Count', 'goal = "Do count'),
        ('    "Draw a small', '    "Please draw a small'),
    ],
)
def test_titles_and_goals_in_the_manifest_touch_no_mark(
    small: SmallCourse, before: str, after: str
) -> None:
    kept = keys(small)
    small.edit("course.toml", before, after)
    assert changed(small, kept) == set()


def test_limits_touch_every_mark(small: SmallCourse) -> None:
    before = keys(small)
    small.edit("course.toml", "[limits]", "[limits]\nmemory_mb = 512")
    assert changed(small, before) == set(small.exercises)


def test_each_module_of_a_submission_touches_all_its_marks(small: SmallCourse) -> None:
    other = replace(ADA, modules={**ADA.modules, "exercises.helper": b"three"})
    assert not set(keys(small).values()) & set(keys(small, other).values())


def test_two_students_with_the_same_modules_have_no_mark_in_common(small: SmallCourse) -> None:
    bo = replace(ADA, student="bo")
    assert not set(keys(small).values()) & set(keys(small, bo).values())
    assert submission_digest(ADA) != submission_digest(bo)


def test_another_seed_touches_every_mark(small: SmallCourse) -> None:
    other = replace(small.setup, seed=Seed("another"))
    assert not set(keys(small).values()) & set(keys(small, setup=other).values())


def test_exercises_graded_together_touch_only_those_that_need_them(
    small: SmallCourse,
) -> None:
    before = keys(small)
    alone = keys(small, setup=replace(small.setup, exercises=("e07_dense", "e10_parameters")))
    assert alone["e10_parameters"] == before["e10_parameters"]
    assert alone["e07_dense"] != before["e07_dense"]


def test_every_setting_of_a_grader_is_a_part(small: SmallCourse) -> None:
    @dataclass(frozen=True)
    class Stricter(GraderSetup):
        isolation: str = "strict"

    strict = Stricter(small.root, small.exercises, small.seed)
    parts = CourseContent(small.course, strict).of(ADA).parts["e10_parameters"]
    assert parts["setting isolation"] == "strict"


def test_names_that_no_utf8_can_hold_have_keys(small: SmallCourse) -> None:
    odd = Submission("\udcff", "odd", {"exercises.\ud800": b""})
    assert all(keys(small, odd).values())
    assert submission_digest(odd)


def test_changed_parts_are_named() -> None:
    before = {"numpy": "1.26", "a.py": "0", "gone.py": "0"}
    after = {"numpy": "2.0", "a.py": "0", "new.py": "0"}
    assert changed_parts(before, after) == ("gone.py is gone", "new.py is new", "numpy changed")
