"""Names from outside: made safe to show, kept distinct, and read for the exercise they mean."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from autograder.grading.visible import JOINERS, escaped

__all__ = ["ARCHIVES", "LITTER", "meant", "shown", "stem", "student_name"]

ARCHIVES: Final = (
    ".zip",
    ".tar",
    ".tar.gz",
    ".tgz",
    ".tar.bz2",
    ".tbz2",
    ".tbz",
    ".tar.xz",
    ".txz",
)
LITTER: Final = re.compile(r"\.|__MACOSX$|__pycache__$|Thumbs\.db$|desktop\.ini$")

_LONGEST_SHOWN: Final = 120
_LONGEST_STUDENT: Final = 100

# Systems and browsers add these to the name of a second copy. A run of any length before a word
# would be looked through from each of its letters.
_BEFORE: Final = re.compile(r"(?:copy of|copy_of|kopie von|copie de)[ _]+", re.IGNORECASE)
_AFTER: Final = re.compile(
    r"(?: ?\(\d{1,3}\)|[ _-]{1,8}(?:copy|kopie)(?: ?\d{1,3}| ?\(\d{1,3}\))?|-\d{1,3})$",
    re.IGNORECASE,
)


def shown(text: str, longest: int = _LONGEST_SHOWN) -> str:
    r"""Return `text` on one line, cut, with unseen characters written as escapes: ``\x1b``."""
    text = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return _escaped(text)


def student_name(raw: str) -> str:
    """Return a name fit for a report; a name that had to be changed ends with part of its digest.

    So two names that differ stay different: cleaning never makes one student of two.
    """
    cleaned = _escaped(raw[:_LONGEST_STUDENT])
    if cleaned == raw and cleaned.strip() == cleaned and cleaned:
        return cleaned
    digest = hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{cleaned.strip() or 'student'} ~{digest}"


def _escaped(text: str) -> str:
    return escaped(text, lambda letter: not letter.isprintable() and letter not in JOINERS)


def stem(name: str) -> str:
    """Return a file's name without its suffix; `.tar.gz` is one suffix."""
    for suffix in sorted(ARCHIVES, key=len, reverse=True):
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return PurePosixPath(name).stem


def meant(name: str, exercises: Iterable[str]) -> tuple[str, int] | None:
    """Return the exercise that a file's name means, and how plainly; 0 is the exact name.

    1 is the name in other letters or of a copy (`e07_dense (1).py`, `Copy of e07_dense.ipynb`),
    2 is a name that ends with it (`ada_e07_dense.py`).
    """
    exact = PurePosixPath(name).stem
    plain = _undecorated(exact).casefold()
    for exercise in exercises:
        if exact == exercise:
            return exercise, 0
        if plain == exercise.casefold():
            return exercise, 1
    for exercise in exercises:
        head = plain.removesuffix(exercise.casefold())
        if head != plain and head[-1:] in ("_", "-", ".", " ") and not head.startswith("test_"):
            return exercise, 2
    return None


def _undecorated(text: str) -> str:
    text = _BEFORE.sub("", text, count=1) if _BEFORE.match(text) else text
    for _ in range(4):
        text, count = _AFTER.subn("", text)
        if not count:
            break
    return text.rstrip(" ")
