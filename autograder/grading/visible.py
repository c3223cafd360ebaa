"""Text from outside, made safe to show: characters that act or hide are spelled out."""

import unicodedata

__all__ = ["visible", "visible_block"]

# Controls, bidi marks and other invisible formatting, lone surrogates, line and paragraph
# separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Persian and Indic names need them, and they move nothing on the page.
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    r"""Return `text` on one line, with every unseen character written as an escape: ``\x1b``."""
    return _escaped(text, _JOINERS)


def visible_block(text: str) -> str:
    """Return `text` with unseen characters written as escapes, but with its lines and tabs."""
    return _escaped(text, _JOINERS + "\n\t")


def _escaped(text: str, kept: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _UNSEEN and character not in kept
        else character
        for character in text
    )
