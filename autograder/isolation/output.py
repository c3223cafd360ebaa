"""What a submission printed: kept for a reader, never read as a result."""

import os
from dataclasses import dataclass, field

__all__ = ["Output", "Printed"]

_KEPT = 4096
_PIECE = 1 << 16


@dataclass(frozen=True)
class Output:
    """What the processes of one session wrote.

    Attributes
    ----------
    stdout, stderr : str
        The first and the last 4 KB of each; a line between them says how much is left out.
        Control characters are as the student wrote them: whoever shows them escapes them.
    """

    stdout: str
    stderr: str


@dataclass
class Printed:
    """Collects one stream, and forgets its middle."""

    size: int = 0
    _first: bytearray = field(default_factory=bytearray)
    _last: bytearray = field(default_factory=bytearray)

    def drain(self, descriptor: int, most: int) -> bool:
        """Read what is there, about `most` bytes at the most; tell whether the stream is open."""
        before = self.size
        while self.size - before <= most:
            try:
                piece = os.read(descriptor, _PIECE)
            except BlockingIOError:
                return True
            if not piece:
                return False
            self._add(piece)
        return True

    def text(self) -> str:
        """Return the excerpt."""
        left_out = self.size - len(self._first) - len(self._last)
        between = f"\n… {left_out:,} bytes left out …\n" if left_out else ""
        if not between:
            return (self._first + self._last).decode(errors="replace")
        return self._first.decode(errors="replace") + between + self._last.decode(errors="replace")

    def _add(self, piece: bytes) -> None:
        self.size += len(piece)
        room = _KEPT - len(self._first)
        self._first += piece[:room]
        self._last += piece[room:]
        del self._last[:-_KEPT]
