"""The output of a submission: stored for a reader, never read as a result."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

__all__ = ["Output", "Printing"]

_EXCERPT: Final = 4096


@dataclass(frozen=True)
class Output:
    """The text that the processes of one session printed.

    Attributes
    ----------
    stdout, stderr : str
        The first and the last 4 KB of each; a line between them says how much is left out.
        Control characters are as the student wrote them: a page must escape them.
    withheld_stdout, withheld_stderr : str
        The same for the output while the session withheld: it may tell the student what they
        must not know, so no report for a student may contain it.
    """

    stdout: str
    stderr: str
    withheld_stdout: str = ""
    withheld_stderr: str = ""


@dataclass
class _Excerpt:
    """Collects one stream, and forgets its middle."""

    size: int = 0
    _first: bytearray = field(default_factory=bytearray)
    _last: bytearray = field(default_factory=bytearray)

    def add(self, piece: bytes) -> None:
        """Collect one piece of the stream."""
        self.size += len(piece)
        room = _EXCERPT - len(self._first)
        self._first += piece[:room]
        self._last += piece[room:]
        del self._last[:-_EXCERPT]

    def text(self) -> str:
        """Return the excerpt."""
        left_out = self.size - len(self._first) - len(self._last)
        between = f"\n… {left_out:,} bytes left out …\n" if left_out else ""
        return (self._first + between.encode() + self._last).decode(errors="replace")


@dataclass
class Printing:
    """Where the output of a session's processes is collected: stdout is 0, stderr is 1.

    Attributes
    ----------
    withholds : bool
        Whether output is kept apart from now on.
    """

    withholds: bool = False
    _excerpts: defaultdict[tuple[bool, int], _Excerpt] = field(
        default_factory=lambda: defaultdict(_Excerpt)
    )

    def add(self, stream: int, piece: bytes) -> None:
        """Collect one piece of a stream."""
        self._excerpts[self.withholds, stream].add(piece)

    def output(self) -> Output:
        """Return the excerpts."""
        keys = ((withheld, stream) for withheld in (False, True) for stream in (0, 1))
        return Output(*(self._excerpts[key].text() for key in keys))
