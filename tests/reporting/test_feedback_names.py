import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.reporting.write import feedback_names

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\Windows",
    "-rf",
    ".hidden",
    "..",
    "",
    "a\nb",
    "a\u202egpj.exe",
    "x" * 5000,
    "é" * 5000,
    "CON",
    "nul.txt",
    "com1",
    "COM¹",
    "trailing. ",
    "a\x00b",
    "\ud800",
    "<script>",
    "a:b*?|",
]


def test_an_ordinary_name_is_kept() -> None:
    names = feedback_names(["ada", "Grace Hopper", "李雷", "o'brien@example.org"])
    assert names["ada"] == "ada.html"
    assert names["Grace Hopper"] == "Grace Hopper.html"
    assert names["李雷"] == "李雷.html"
    assert names["o'brien@example.org"] == "o'brien@example.org.html"


@pytest.mark.parametrize("student", HOSTILE)
def test_a_hostile_name_becomes_a_plain_file_name(student: str) -> None:
    name = feedback_names([student])[student]
    assert not set(name) & set('/\\:*?"<>|\0\n\u202e')
    assert name[0].isalnum()
    assert len(name.encode()) <= 140


@pytest.mark.parametrize("student", ["CON", "con", "nul.txt", "LPT9", "COM¹", "aux "])
def test_no_page_is_called_after_a_device(student: str) -> None:
    stem = feedback_names([student])[student].partition(".")[0]
    assert stem.startswith("student-")


def test_students_who_differ_in_case_alone_get_different_files() -> None:
    names = feedback_names(["Ada", "ada", "ADA"])
    assert len({name.casefold() for name in names.values()}) == 3


def test_names_that_differ_in_unicode_form_get_different_files() -> None:
    names = feedback_names(["Zo\u00eb", "Zoe\u0308"])
    assert len({unicodedata.normalize("NFC", name) for name in names.values()}) == 2


def test_a_student_called_like_anothers_digest_gets_a_file_too() -> None:
    (digested,) = feedback_names(["a/b"]).values()
    names = feedback_names(["a/b", digested.removesuffix(".html")])
    assert len(set(names.values())) == 2


def test_the_order_of_the_students_changes_nothing() -> None:
    assert feedback_names(HOSTILE) == feedback_names(reversed(HOSTILE))


@given(st.lists(st.text(st.characters(), max_size=30), max_size=12))
def test_no_two_students_ever_share_a_file(students: list[str]) -> None:
    names = feedback_names(students)
    folded = {unicodedata.normalize("NFKC", name).casefold() for name in names.values()}
    assert names.keys() == set(students)
    assert len(folded) == len(names)
