"""Text that a student's code wrote, made fit to stand in a sentence."""

from typing import Final

__all__ = ["LONGEST", "one_line"]

LONGEST: Final = 300


def one_line(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line, without control characters, cut to `longest` characters."""
    # Cut first: a message may be as long as memory allows.
    start = text[: 4 * longest]
    visible = "".join(letter if letter.isprintable() else " " for letter in start)
    words = " ".join(visible.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"
