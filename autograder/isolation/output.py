"""The output of a submission: stored for a reader, never read as a result."""

from dataclasses import dataclass, field

__all__ = ["Output", "Printing"]

_EXCERPT = 4096


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
        if not between:
            return (self._first + self._last).decode(errors="replace")
        return self._first.decode(errors="replace") + between + self._last.decode(errors="replace")


@dataclass
class Printing:
    """Where the output of a session's processes is collected: stdout is 0, stderr is 1.

    Attributes
    ----------
    withholds : bool
        Whether output is kept apart from now on.
    """

    withholds: bool = False
    _open: tuple[_Excerpt, _Excerpt] = field(default_factory=lambda: (_Excerpt(), _Excerpt()))
    _withheld: tuple[_Excerpt, _Excerpt] = field(default_factory=lambda: (_Excerpt(), _Excerpt()))

    @property
    def size(self) -> int:
        """Bytes printed so far."""
        return sum(printed.size for printed in (*self._open, *self._withheld))

    def add(self, stream: int, piece: bytes) -> None:
        """Collect one piece of a stream."""
        (self._withheld if self.withholds else self._open)[stream].add(piece)

    def output(self) -> Output:
        """Return the excerpts."""
        out, err = self._open
        withheld_out, withheld_err = self._withheld
        return Output(out.text(), err.text(), withheld_out.text(), withheld_err.text())
