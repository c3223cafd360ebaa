"""One screen: the checks that pass, the next one, and the four lines of the first failure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Final

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.control import Control
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from autograder.checking.outcome import WORDS, CheckStatus, Lines
from autograder.grading.visible import visible, visible_block
from autograder.watching.progress import ExerciseProgress, Progress

__all__ = ["Screen"]

_WORDS: Final = {**WORDS, CheckStatus.ERROR: "not checked", None: "not run"}
# A sign, one for terminals that cannot show it, and a colour, which only repeats the shape.
_LOOKS: Final = {
    CheckStatus.PASS: ("✓", "+", "bold green"),
    CheckStatus.FAIL: ("✗", "F", "bold red"),
    CheckStatus.TODO: ("○", "T", "cyan"),
    CheckStatus.BLOCKED: ("‖", "B", "magenta"),
    CheckStatus.SKIPPED: ("–", "s", "dim"),
    CheckStatus.ERROR: ("?", "?", "bold yellow"),
    None: ("·", ".", "dim"),
}
_STYLES: Final = {status: style for status, (_, _, style) in _LOOKS.items()}
_PRINTED_LINES: Final = 5
_LONGEST: Final = 2000
_ENDS: Final = "Ctrl-C ends."


class Screen:
    """Draws over the last screen of a terminal; in a pipe, draws one block after the other.

    Parameters
    ----------
    console : Console
        Where to draw.
    title : str
        The first line: what is watched.
    """

    def __init__(self, console: Console, title: str) -> None:
        self.is_terminal = console.is_terminal and not console.is_dumb_terminal
        self._console = console
        self._title = title
        self._size = console.size
        is_plain = not _can_show(console, [sign for sign, _, _ in _LOOKS.values()])
        self._signs = {status: look[is_plain] for status, look in _LOOKS.items()}

    @property
    def is_resized(self) -> bool:
        """Whether the terminal has another size than at the last drawing."""
        return self.is_terminal and self._console.size != self._size

    def draw(self, progress: Progress, saved: str, warning: str, notice: str) -> None:
        """Draw everything.

        Parameters
        ----------
        progress : Progress
            The exercises.
        saved : str
            What happened last: `e07_dense.py at 14:02:31: 12 checks in 0.11 s.`
        warning : str
            A problem at the moment; empty otherwise.
        notice : str
            A remark on the whole watch; empty if there is nothing to remark.
        """
        above = Group(*self._above(progress))
        below = Group(*self._next(progress), *self._footer(saved, warning, notice))
        if not self.is_terminal:
            self._console.print(above, *self._checks(progress.focus), below, Text("-" * 20))
            return
        self._size = self._console.size
        lines = self._fitted(above, progress.focus, below)
        # One write, so that a projector never shows half of it.
        with self._console:
            self._console.control(Control.clear(), Control.home())
            self._console.print(
                Segments([segment for line in lines for segment in line]), end="", soft_wrap=True
            )

    def say(self, text: str) -> None:
        """Print a line below everything."""
        self._console.print()
        self._console.print(Text(visible(text)))

    def _fitted(self, above: Group, focus: ExerciseProgress, below: Group) -> list[list[Segment]]:
        """Return the lines that fit the terminal; the list of checks is shortened first."""
        room = self._console.size.height - 1
        head, tail = self._lines(above), self._lines(below)
        middle = self._lines(Group(*self._checks(focus)))
        if len(head) + len(middle) + len(tail) > room:
            middle = self._lines(self._row_of_signs(focus))
        lines = [*head, *middle, *tail]
        if len(lines) > room:
            more = self._lines(Text("… a taller window shows more", style="dim"))
            lines = [*lines[: max(room - 1, 1)], *more]
        return lines

    def _lines(self, what: RenderableType) -> list[list[Segment]]:
        return [[*line] for line in self._console.render_lines(what, pad=False, new_lines=True)]

    # The parts, from top to bottom

    def _above(self, progress: Progress) -> Iterator[Text]:
        yield Text(self._title, style="bold")
        yield Text()
        yield self._in_lines([self._in_short(exercise) for exercise in progress.exercises], "  ")
        yield Text()

    def _in_lines(self, parts: Iterable[Text], gap: str) -> Text:
        """Join parts on a line; break a full line only between two parts."""
        # Rich would break inside a part, even at a no-break space.
        lines, used = Text(), 0
        for part in parts:
            if used and used + cell_len(gap) + part.cell_len <= self._console.width:
                lines.append(gap)
                used += cell_len(gap)
            elif used:
                lines.append("\n")
                used = 0
            lines.append_text(part)
            used += part.cell_len
        return lines

    def _in_short(self, exercise: ExerciseProgress) -> Text:
        name = exercise.id[:3]
        if exercise.is_running:
            return Text(f"{name} ...", style="dim")
        if exercise.is_right:
            return Text(f"{name} {self._signs[CheckStatus.PASS]}", style="bold green")
        if exercise.problem:
            return Text(f"{name} ?", style="bold yellow")
        if exercise.is_skipped:
            return Text(f"{name} {self._signs[CheckStatus.SKIPPED]}", style="dim")
        style = _STYLES[CheckStatus.FAIL] if exercise.count(CheckStatus.FAIL) else "default"
        return Text(f"{name} {exercise.right}/{len(exercise.checks)}", style=style)

    def _checks(self, exercise: ExerciseProgress) -> Iterator[RenderableType]:
        yield self._heading(exercise)
        table = Table.grid(padding=(0, 1, 0, 1), expand=True)
        table.add_column(no_wrap=True, min_width=1)
        table.add_column(overflow="ellipsis", no_wrap=self.is_terminal, ratio=1)
        for check in exercise.checks:
            sign = Text(self._signs[check.status], style=_STYLES[check.status])
            style = "default" if check.status is CheckStatus.PASS else _STYLES[check.status]
            table.add_row(sign, Text(visible(check.sentence), style=style))
        if exercise.checks:
            yield table

    def _row_of_signs(self, exercise: ExerciseProgress) -> Group:
        row = Text(" ")
        for check in exercise.checks:
            row.append(f" {self._signs[check.status]}", style=_STYLES[check.status])
        return Group(self._heading(exercise), row)

    def _heading(self, exercise: ExerciseProgress) -> Text:
        heading = Text(exercise.id, style="bold")
        counted = ((exercise.count(state), word) for state, word in _WORDS.items())
        words = ", ".join(f"{count} {word}" for count, word in counted if count)
        if exercise.is_right:
            words = f"all {exercise.right} right"
        heading.append(f"  {words}", style="not bold")
        if exercise.problem:
            heading.append(f"\n{visible_block(exercise.problem)}", style="not bold yellow")
        return heading

    def _next(self, progress: Progress) -> Iterator[RenderableType]:
        yield Text()
        if progress.next is not None:
            exercise, check = progress.next
            is_wrong = check.status is CheckStatus.FAIL
            what = check.sentence if is_wrong or not check.note else check.note
            yield Text(f"next: {exercise.id}: {visible(what)}", style="bold")
            if is_wrong and check.lines is not None:
                yield _four_lines(check.lines, check.printed)
        elif all(one.is_right or one.is_skipped for one in progress.exercises):
            yield Text("next: nothing; every check here passes.", style="bold green")

    def _footer(self, saved: str, warning: str, notice: str) -> Iterator[Text]:
        yield Text()
        if warning:
            yield Text(visible(warning), style="bold yellow")
        words = [*visible(saved).split(), _ENDS]
        in_lines = self._in_lines([Text(word) for word in words], " ")
        in_lines.stylize("dim")
        yield in_lines
        if notice:
            yield Text(visible(notice), style="dim")


def _four_lines(lines: Lines, printed: str) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, text in asdict(lines).items():
        style = {"got": "red", "hint": "bold"}.get(name, "default")
        table.add_row(name, Text(visible(text[:_LONGEST]), style=style))
    if printed.strip():
        table.add_row("printed", Text(visible_block("\n".join(_last_lines(printed)))))
    return table


def _last_lines(printed: str) -> Sequence[str]:
    lines = printed.rstrip("\n").replace("\r", "").split("\n")
    shown = [line[:200] for line in lines[-_PRINTED_LINES:]]
    return shown if len(lines) <= _PRINTED_LINES else ["...", *shown]


def _can_show(console: Console, characters: Iterable[str]) -> bool:
    try:
        "".join(characters).encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
