"""The lines that a guide shows below a command, to compare with what the command prints."""

import re
from itertools import takewhile

from tests.student_folder import ROOT

__all__ = ["completed", "lines", "shown", "text"]

_CUT = "…"  # a line that stands for what a guide leaves out


def text(page: str) -> str:
    """Return a guide."""
    return (ROOT / page).read_text(encoding="utf-8")


def lines(printed: str) -> list[str]:
    """Return the lines of an output, without the empty ones.

    The time that a command took, and the number of deselected checks, are replaced by fixed words.
    """
    steady = re.sub(r"\d+\.\d+ ?s\b", "0.00 s", re.sub(r"\d+ deselected", "others", printed))
    return [line.rstrip() for line in steady.splitlines() if line.strip()]


def shown(page: str, command: str, printed: str) -> list[str]:
    """Return the lines that a guide shows below a command: to the next prompt, or the block's end.

    Lines that the guide leaves out are filled in from the printed ones.
    """
    _, found, rest = text(page).partition(f"\n$ {command}\n")
    assert found, f"{page} does not show {command}"
    block = takewhile(lambda line: line != "```" and line[:2] != "$ ", rest.splitlines())
    return completed("\n".join(block), printed)


def completed(block: str, printed: str) -> list[str]:
    """Return the lines of a block, what it leaves out filled in from what was printed."""
    first, *others = (lines(piece) for piece in block.split(f"\n{_CUT}"))
    there, filled = lines(printed), first
    for piece in others:
        places = range(len(filled), len(there) + 1)
        fitting = (at for at in places if there[at : at + len(piece)] == piece)
        place = next(fitting, len(filled)) if piece else len(there)
        filled = [*filled, *there[len(filled) : place], *piece]
    return filled
