"""Cutting what no student gets."""

from pathlib import Path

import pytest

from autograder.reference.hidden import BEGIN_HIDDEN, END_HIDDEN, hidden_lines, without_hidden

TEXT = f"one\n{BEGIN_HIDDEN}\nsecret\n{END_HIDDEN}\ntwo\n    {BEGIN_HIDDEN}\nsecret\n{END_HIDDEN}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test_e01_first.py"


def test_the_markers_are_hidden_with_what_they_enclose(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")
    assert hidden_lines(path) == {2, 3, 4, 6, 7, 8}


def test_a_clean_file_is_left(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")
    assert without_hidden(path) == "one\ntwo\n"


def test_a_marker_is_known_whatever_its_spaces(path: Path) -> None:
    path.write_text("one\n###  BEGIN   HIDDEN TESTS\nsecret\n### END HIDDEN TESTS\n")
    assert without_hidden(path) == "one\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{BEGIN_HIDDEN}\nsecret\n", "line 1: ### BEGIN HIDDEN TESTS without an end"),
        (f"one\n{END_HIDDEN}\n", "line 2: ### END HIDDEN TESTS without a beginning"),
        (f"{BEGIN_HIDDEN}\n{BEGIN_HIDDEN}\n", "line 2: a second ### BEGIN HIDDEN TESTS"),
    ],
)
def test_a_marker_without_its_partner_is_refused(path: Path, text: str, why: str) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=why):
        hidden_lines(path)
