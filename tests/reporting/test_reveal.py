"""After success: who sees a solution, and what of their own beside it."""

import re
import time

import pytest

from autograder.grading.results import ExerciseResult
from autograder.packaging.stubs import solution_lines
from autograder.reporting.pages import Pages
from autograder.reporting.reveal import Pair, is_passed, own_part
from tests.cli.conftest import small
from tests.cli.running import nudge
from tests.grading.small_course import ROOT, SmallCourse
from tests.reporting.example_gradebook import KIT_FAILED, PASSED, check, failed, gradebook, graded

__all__ = ["small"]  # a fixture

pytestmark = pytest.mark.process

SUMMARY = "Compare with one way to write it"
HOSTILE = "</code></pre></script><script>alert(1)</script>\x1b[2J\u202e<img src=x onerror=a(1)>"
OTHER_SIGMOID = """
def squashed(z):
    return np.tanh(np.asarray(z, dtype=float) / 2)


def sigmoid(z):
    return 0.5 + 0.5 * squashed(z)
"""


def page(small: SmallCourse, student: str) -> str:
    return (small.out / "feedback" / f"{student}.html").read_text(encoding="utf-8")


def telling(exercise: str) -> list[str]:
    """Return the lines of a solution by which it is known."""
    text = (ROOT / "solutions" / f"{exercise}.py").read_text(encoding="utf-8")
    stub = (ROOT / "exercises" / f"{exercise}.py").read_text(encoding="utf-8")
    lines = [line for line in solution_lines(text) if len(line) >= 12 and line not in stub]
    assert lines
    return lines


def shown(text: str) -> str:
    escaped = text.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"')
    return re.sub(r"\s+", " ", escaped.replace("&#39;", "'").replace("&amp;", "&"))


def hand_in_stub(small: SmallCourse, student: str, exercise: str) -> None:
    stub = (ROOT / "exercises" / f"{exercise}.py").read_text(encoding="utf-8")
    small.hand_in(student, lambda name, text: stub if name == exercise else text)


def test_a_student_who_passed_sees_both_solutions(small: SmallCourse) -> None:
    small.hand_in("ada", lambda name, text: text + OTHER_SIGMOID if name == "e04_sigmoid" else text)
    nudge(small, "grade", "--reveal")
    ada = shown(page(small, "ada"))
    assert ada.count(SUMMARY) == 2
    assert "return 0.5 + 0.5 * squashed(z)" in ada
    assert "small = np.exp(-np.abs(z))" in ada


def test_a_student_who_did_not_pass_sees_no_solution(small: SmallCourse) -> None:
    hand_in_stub(small, "bo", "e04_sigmoid")
    nudge(small, "grade", "--reveal")
    bo = shown(page(small, "bo"))
    assert bo.count(SUMMARY) == 1
    assert "def count_weights" in bo
    assert not [line for line in telling("e04_sigmoid") if line in bo]


def test_an_exercise_that_nobody_passed_is_not_in_the_output(small: SmallCourse) -> None:
    for student in ("ada", "bo"):
        hand_in_stub(small, student, "e04_sigmoid")
    nudge(small, "grade", "--reveal")
    written = [path for path in small.out.rglob("*") if path.is_file()]
    assert len(written) >= 6
    for path in written:
        text = shown(path.read_bytes().decode("utf-8", "replace"))
        assert not [line for line in telling("e04_sigmoid") if line in text], path


def test_every_check_has_to_pass_and_there_has_to_be_one() -> None:
    right = check(PASSED)
    points = right.possible
    assert is_passed(ExerciseResult("e07_dense", points, (right,)))
    assert not is_passed(ExerciseResult("e07_dense", points, ()))
    assert not is_passed(ExerciseResult("e07_dense", 2 * points, (right,)))
    for other in (check(failed(), hidden=True), check(KIT_FAILED)):
        assert not is_passed(ExerciseResult("e07_dense", points, (right, other)))


def test_without_the_option_no_solution_is_on_a_page(small: SmallCourse) -> None:
    nudge(small, "grade", "--reveal")
    assert SUMMARY in page(small, "ada")
    nudge(small, "grade")
    assert SUMMARY not in page(small, "ada")
    assert "np.exp(-np.abs(z))" not in shown(page(small, "ada"))


def test_revealing_later_grades_nothing_again_and_moves_no_mark(small: SmallCourse) -> None:
    nudge(small, "grade")
    before = (small.out / "gradebook.csv").read_bytes()
    said = nudge(small, "grade", "--reveal").output
    assert "2 submissions (2 from the store, 0 graded)" in said
    assert (small.out / "gradebook.csv").read_bytes() == before
    assert SUMMARY in page(small, "ada")


def test_regrade_reveals_when_it_is_asked_to(small: SmallCourse) -> None:
    nudge(small, "grade", "--reveal")
    nudge(small, "regrade", "--reveal")
    assert SUMMARY in page(small, "ada")
    nudge(small, "regrade", "--diff")
    assert SUMMARY in page(small, "ada")  # nothing was applied
    nudge(small, "regrade")
    assert SUMMARY not in page(small, "ada")


def test_a_solution_waits_for_another_that_shares_its_lines(
    small: SmallCourse,
) -> None:
    line = "small = np.exp(-np.abs(z))"
    assert line in telling("e04_sigmoid")
    before = "### BEGIN SOLUTION\n"
    path = small.root / "solutions" / "e10_parameters.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(before, f"{before}    if False:\n        {line}\n", 1))
    nudge(small, "grade", "--reveal")
    assert SUMMARY not in page(small, "bo")
    assert page(small, "ada").count(SUMMARY) == 2


def test_hostile_source_is_shown_as_text_and_cut(small: SmallCourse) -> None:
    evil = (
        f"\n\ndef logit(a):\n    # {HOSTILE}\n    # {'x' * 900_000}\n"
        + "    # y\n" * 5000
        + "    return np.log(a / (1 - a))\n"
    )
    small.hand_in("ada", lambda name, text: text + evil if name == "e04_sigmoid" else text)
    nudge(small, "grade", "--reveal")
    ada = page(small, "ada")
    assert SUMMARY in ada
    assert "<script>" not in ada
    assert "&lt;/script&gt;" in ada
    assert "\\x1b[2J\\u202e" in ada
    assert "\x1b" not in ada
    assert len(ada) < 200_000
    assert "more characters" in ada
    assert "more lines" in ada


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(x):\n    return x\n\n\ny = 1\n", "def f(x):\n    return x"),
        ("def f(x): return 1\ndef f(x): return 2\n", "def f(x): return 2"),
        (
            "@cache\ndef f(\n    x,\n):\n    return x\n# end\n",
            "@cache\ndef f(\n    x,\n):\n    return x",
        ),
        ("f = lambda x: x\n", "f = lambda x: x"),
        ("class f:\r\n    a = 1\r\n", "class f:\n    a = 1"),
        ("from helper import f\n", ""),
        ("def foo(): pass\nf == 1\n", ""),
        ("\ufeffdef f(): pass", "def f(): pass"),
    ],
)
def test_a_definition_is_found_by_its_lines(source: str, found: str) -> None:
    assert own_part(source.encode(), "f") == found


def test_source_that_no_parser_should_see_costs_no_time() -> None:
    begun = time.process_time()
    for text in ("(" * 900_000, "f" * 900_000, "f = " * 200_000, "f:" * 400_000, "\n" * 900_000):
        own_part(text.encode(), "f")
    assert time.process_time() - begun < 20


def test_bytes_that_are_no_text_are_marked() -> None:
    assert own_part(b"def f():\n    return '\xff'\n", "f") == "def f():\n    return '\ufffd'"


def test_a_page_without_comparisons_is_what_it_was() -> None:
    book = gradebook(graded("ada", e07_dense=(PASSED, failed())))
    pages = Pages(book)
    assert SUMMARY not in pages.feedback_page(book.results[0])
    pair = Pair("dense_forward", "", "def dense_forward(W, b, a): ...")
    with_one = pages.feedback_page(book.results[0], {"e07_dense": (pair,)})
    assert "Your file does not define it with a <code>def</code> of its own." in with_one
    assert with_one.count("<details") == with_one.count("</details>") == 1
