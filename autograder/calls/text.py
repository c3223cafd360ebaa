"""Text that a student's code wrote, made fit to stand in a sentence."""

import re
from typing import Final

__all__ = ["LONGEST", "message_of", "one_line"]

LONGEST: Final = 300

# numpy names the signature of its loop, which means nothing to a student.
_GUFUNC: Final = re.compile(r",? with gufunc signature \S+")


def one_line(text: str, longest: int = LONGEST) -> str:
    """Return `text` on one line, without control characters, cut to `longest` characters."""
    # Cut first: a message may be as long as memory allows.
    start = text[: 4 * longest]
    visible = "".join(letter if letter.isprintable() else " " for letter in start)
    words = " ".join(visible.split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


def message_of(error: BaseException) -> str:
    """Return an error's text, without numpy's notes to its own developers."""
    try:
        return _GUFUNC.sub("", str(error))
    except BaseException:  # the student may have written __str__
        return ""
