"""Text from outside, made safe to show: characters that act or hide are spelled out."""

import unicodedata
from collections.abc import Callable
from typing import Final

__all__ = ["JOINERS", "escaped", "visible", "visible_block"]

# Controls, bidi marks and other invisible formatting, lone surrogates, line and paragraph
# separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Persian and Indic names need them, and they move nothing on the page.
JOINERS: Final = "\u200c\u200d"


def visible(text: str, seen: str = JOINERS) -> str:
    r"""Return `text` on one line, with every unseen character written as an escape: ``\x1b``."""
    return escaped(text, lambda one: unicodedata.category(one) in _UNSEEN and one not in seen)


def visible_block(text: str) -> str:
    """Return `text` with unseen characters written as escapes, but with its lines and tabs."""
    return visible(text, JOINERS + "\n\t")


def escaped(text: str, is_unseen: Callable[[str], bool]) -> str:
    r"""Return `text` with the characters of a kind written as escapes: ``\x1b``."""
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii") if is_unseen(character) else character
        for character in text
    )
