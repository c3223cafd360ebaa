"""The part of a check file that no student gets: the lines between nbgrader's markers."""

import re
from pathlib import Path
from typing import Final

__all__ = ["BEGIN_HIDDEN", "END_HIDDEN", "hidden_lines", "without_hidden"]

BEGIN_HIDDEN: Final = "### BEGIN HIDDEN TESTS"
END_HIDDEN: Final = "### END HIDDEN TESTS"


def hidden_lines(path: Path) -> frozenset[int]:
    """Return the numbers, from 1, of the lines of a check file that stand between the markers.

    Raises
    ------
    ValueError
        If a marker has no partner.
    """
    hidden: set[int] = set()
    begun = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        marker = re.sub(r"\s+", " ", line.strip())
        if marker == BEGIN_HIDDEN:
            if begun:
                raise ValueError(f"{path.name}, line {number}: a second {BEGIN_HIDDEN}")
            begun = number
        if begun:
            hidden.add(number)
        if marker == END_HIDDEN:
            if not begun:
                raise ValueError(f"{path.name}, line {number}: {END_HIDDEN} without a beginning")
            begun = 0
    if begun:
        raise ValueError(f"{path.name}, line {begun}: {BEGIN_HIDDEN} without an end")
    return frozenset(hidden)


def without_hidden(path: Path) -> str:
    """Return the text of a check file as a handout has it: markers and all between them cut."""
    hidden = hidden_lines(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for number, line in enumerate(lines, start=1) if number not in hidden]
    return "\n".join(kept).rstrip() + "\n"
