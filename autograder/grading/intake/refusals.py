"""Refusals: why something that was handed in is left out."""

from dataclasses import dataclass

from autograder.grading.intake.names import shown

__all__ = ["Refusal", "Refused"]


@dataclass(frozen=True)
class Refusal:
    """One thing in a submission that was left out.

    Attributes
    ----------
    path : str
        Its place in what was handed in, made fit to show.
    reason : str
        The reason, as a sentence about "it".
    """

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path} was left out: {self.reason}"

    @classmethod
    def of(cls, path: str, reason: object) -> "Refusal":
        """Return a refusal of a path that may hold any characters."""
        return cls(shown(path), shown(str(reason), 300))

    def within(self, place: str) -> "Refusal":
        """Return the same refusal as it looks from outside."""
        return Refusal(f"{place}/{self.path}", self.reason)


class Refused(Exception):
    """Something is left out; the text is a sentence about "it"."""
