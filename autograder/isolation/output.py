"""What a submission printed: kept for a reader, never read as a result."""

from dataclasses import dataclass, field

__all__ = ["Output", "Printed", "Printing"]

_KEPT = 4096


@dataclass(frozen=True)
class Output:
    """What the processes of one session wrote.

    Attributes
    ----------
    stdout, stderr : str
        The first and the last 4 KB of each; a line between them says how much is left out.
        Control characters are as the student wrote them: whoever shows them escapes them.
    withheld_stdout, withheld_stderr : str
        The same, of what was written while the session withheld: it may tell what the student
        is not to know, and no report for a student may show it.
    """

    stdout: str
    stderr: str
    withheld_stdout: str = ""
    withheld_stderr: str = ""


@dataclass
class Printed:
    """Collects one stream, and forgets its middle."""

    size: int = 0
    _first: bytearray = field(default_factory=bytearray)
    _last: bytearray = field(default_factory=bytearray)

    def add(self, piece: bytes) -> None:
        """Collect what has just been read."""
        self.size += len(piece)
        room = _KEPT - len(self._first)
        self._first += piece[:room]
        self._last += piece[room:]
        del self._last[:-_KEPT]

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
        Whether what comes now is kept apart.
    """

    withholds: bool = False
    _shown: tuple[Printed, Printed] = field(default_factory=lambda: (Printed(), Printed()))
    _withheld: tuple[Printed, Printed] = field(default_factory=lambda: (Printed(), Printed()))

    @property
    def size(self) -> int:
        """Bytes printed so far."""
        return sum(printed.size for printed in (*self._shown, *self._withheld))

    def add(self, stream: int, piece: bytes) -> None:
        """Collect what has just been read of a stream."""
        (self._withheld if self.withholds else self._shown)[stream].add(piece)

    def output(self) -> Output:
        """Return the excerpts."""
        out, err = self._shown
        withheld_out, withheld_err = self._withheld
        return Output(out.text(), err.text(), withheld_out.text(), withheld_err.text())
