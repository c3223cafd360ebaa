import pytest

from autograder.grading.visible import visible, visible_block


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\u202eb\u2066c\u200f", r"a\u202eb\u2066c\u200f"),
        ("a\r\nb\tc", r"a\r\nb\tc"),
        ("\ud800\x00\x9b", r"\ud800\x00\x9b"),
        ("\u2028\ufeff\u200b", r"\u2028\ufeff\u200b"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_characters_that_act_or_hide_are_spelled_out(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize("text", ["Zoë", "李雷", "محمد", "می\u200cخواهم", "W × a", ""])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_a_block_keeps_its_lines_and_tabs_and_nothing_else() -> None:
    assert visible_block("a\n\tb\r\x1b") == "a\n\tb\\r\\x1b"
