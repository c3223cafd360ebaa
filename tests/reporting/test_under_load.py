"""The reports say which marks this machine's load may have lowered, and what becomes of them."""

import json
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from autograder.grading.results import SubmissionResult
from autograder.reporting.gradebook_files import gradebook_json, read_gradebook
from autograder.reporting.marks import load_remarks
from autograder.reporting.pages import Pages
from autograder.reporting.terminal import class_table
from tests.reporting.example_gradebook import PASSED, failed, gradebook, graded


def met_load(student: str, **times: int) -> SubmissionResult:
    """Return a submission that met load in some exercises, so many times."""
    result = graded(student, **dict.fromkeys(times, (PASSED, failed())))
    exercises = (
        replace(
            one,
            checks=tuple(replace(check, met_load=one.exercise in times) for check in one.checks),
            under_load=times.get(one.exercise, 0),
        )
        for one in result.exercises
    )
    return replace(result, exercises=tuple(exercises))


ADA = met_load("ada", e04_sigmoid=1, e07_dense=2)
BO = met_load("bo", e12_cost=3)
BOOK = gradebook(ADA, BO, graded("cy"))
SAID = (
    "2 marks may have been lowered by this machine's load; run again to grade them again: "
    "ada (e04, e07)",
    "1 mark met this machine's load 3 times and is final (to grade afresh, name another --out): "
    "bo (e12)",
)


def test_both_kinds_are_named_with_their_students() -> None:
    assert load_remarks(BOOK) == SAID


def test_nothing_is_said_where_no_mark_met_load() -> None:
    assert load_remarks(gradebook(graded("cy"))) == ()


def test_the_terminal_says_it_and_spells_escapes_out() -> None:
    console = Console(width=500)
    odd = gradebook(replace(ADA, student="\x1b[31mada"))
    with console.capture() as captured:
        console.print(class_table(BOOK))
        console.print(class_table(odd))
    assert all(sentence in captured.get() for sentence in SAID)
    assert r"grade them again: \x1b[31mada (e04, e07)" in captured.get()


def test_the_class_page_says_it() -> None:
    page = Pages(BOOK).class_page({result.student: "page.html" for result in BOOK.results})
    assert "ada (e04, e07)." in page
    assert "bo (e12)." in page
    assert page.count("<small>under load</small>") == 3


def test_a_student_reads_that_it_is_graded_again_or_final() -> None:
    pages = Pages(BOOK)
    ada, bo, cy = (pages.feedback_page(result) for result in BOOK.results)
    assert ada.count("will be graded again") == 2
    assert bo.count("each of the 3 times") == 1
    assert "busy" not in cy


def test_the_json_counts_it_and_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "gradebook.json"
    path.write_text(gradebook_json(BOOK), encoding="utf-8")
    assert read_gradebook(path) == BOOK
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert whole["class"]["under_load"] == 3
    [ada, *_] = whole["submissions"]
    assert [one["under_load"] for one in ada["exercises"]] == [0, 1, 2, 0, 0, 0]


def test_a_gradebook_of_0_1_0_is_read_without_it(tmp_path: Path) -> None:
    whole = json.loads(gradebook_json(gradebook(graded("cy"))))
    for exercise in whole["submissions"][0]["exercises"]:
        del exercise["under_load"]
    path = tmp_path / "gradebook.json"
    path.write_text(json.dumps(whole), encoding="utf-8")
    assert read_gradebook(path) == gradebook(graded("cy"))
