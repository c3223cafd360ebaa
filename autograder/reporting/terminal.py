"""The gradebook in a terminal: the class as a table, and what to teach again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.grading.results import Gradebook, SubmissionResult, SubmissionStatus
from autograder.grading.visible import visible
from autograder.reporting.class_summary import common_misconceptions, summarise
from autograder.reporting.concepts import common_concepts
from autograder.reporting.marks import (
    STATUS_WORDS,
    extra_mark,
    load_remarks,
    mark,
    number,
    reported_status,
    short_id,
    total,
    why_unmarked,
)

__all__ = ["class_table", "concept_list", "misconception_list"]

_LONGEST_NAME = 24
_NAMED = 6
_INDENT = 14
_ALL = "●"
_ROOM = 10_000
_SHORTEST_NAME = 12
_PERCENTAGES = (
    f"{_ALL} is all of an exercise, a number the percentage of its points. "
    "The points are on the class page."
)
_WITHOUT_REFUSED = "The mean is that of the graded submissions, without the refused."


def class_table(gradebook: Gradebook) -> RenderableType:
    """Return students × exercises with totals, and below it the reason for each missing total.

    The columns fit the terminal: points if there is room, otherwise percentages, and in a very
    narrow terminal only totals. Names are `Text`, never markup, with escapes spelled out.
    """
    return _ClassTable(gradebook)


@dataclass(frozen=True)
class _Layout:
    """One layout of the table: what a cell shows of points and possible points, if anything."""

    cell: Callable[[float, float], str] | None
    note: str = ""
    padding: int = 1
    prefix: str = ""  # of an exercise's short id, left out to save room


@dataclass(frozen=True)
class _ClassTable:
    """The table, laid out when the width of the terminal is known."""

    gradebook: Gradebook

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        layouts = [
            _Layout(lambda points, _: number(points)),
            _Layout(_percentage, _PERCENTAGES, padding=0, prefix="e"),
            _Layout(None, "The exercises are on the class page."),
        ]
        for layout in layouts:
            narrow = _table(self.gradebook, layout, _SHORTEST_NAME)
            spare = options.max_width - _width(console, options, narrow)
            if spare >= 0 or layout is layouts[-1]:
                longest = min(_SHORTEST_NAME + max(spare, 0), _LONGEST_NAME)
                yield _table(self.gradebook, layout, longest)
                if layout.note:
                    yield Text(layout.note, style="dim")
                break
        if summarise(self.gradebook).refused:
            yield Text(_WITHOUT_REFUSED, style="dim")
        yield from _extras(self.gradebook)
        yield from (Text(visible(sentence)) for sentence in load_remarks(self.gradebook))
        for result in self.gradebook.results:
            if why := why_unmarked(result, self.gradebook):
                word = STATUS_WORDS[reported_status(result, self.gradebook)]
                yield Text(f"{word}: {visible(result.student)}: {visible(why)}")


def _width(console: Console, options: ConsoleOptions, table: Table) -> int:
    """Return the width of a table that has enough room."""
    return Measurement.get(console, options.update(max_width=_ROOM), table).maximum


def _percentage(points: float, possible: float) -> str:
    """Return a share in two characters; only full points look full."""
    if points >= possible:
        return _ALL
    return f"{min(round(100 * points / possible), 99)}"


def _table(gradebook: Gradebook, layout: _Layout, longest_name: int) -> Table:
    summary = summarise(gradebook)
    table = Table(
        box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False, padding=(0, layout.padding)
    )
    table.add_column(
        "student\n",
        Text("mean", style="dim"),
        no_wrap=True,
        overflow="ellipsis",
        max_width=longest_name,
    )

    def add(header: str, possible: float, mean: str) -> None:
        title = Text(f"{header}\n{number(possible)}")
        table.add_column(title, Text(mean, style="dim"), justify="right", no_wrap=True)

    for one in summary.exercises:
        if layout.cell and one.possible:  # an extra has a line under the table
            name = visible(short_id(one.exercise)).removeprefix(layout.prefix)
            add(name, one.possible, "" if one.mean is None else layout.cell(one.mean, one.possible))
    add("total", gradebook.possible, "" if summary.mean is None else number(summary.mean))
    for result in gradebook.results:
        table.add_row(*_row(result, gradebook, layout))
    return table


def _row(result: SubmissionResult, gradebook: Gradebook, layout: _Layout) -> Iterator[Text]:
    stands = reported_status(result, gradebook)
    yield Text(_shortened(visible(result.student)))
    for exercise, _, possible in gradebook.exercises:
        if layout.cell is None or not possible:
            continue
        points = mark(result, exercise)
        if points is None or stands is SubmissionStatus.REFUSED:
            yield Text("-", style="dim")
        else:
            yield Text(layout.cell(points, possible), style="bold" if points >= possible else "")
    points = total(result, gradebook)
    if stands is SubmissionStatus.GRADED and points is not None:
        yield Text(number(points), style="bold")
    else:
        yield Text(STATUS_WORDS[stands], style="italic")


def _extras(gradebook: Gradebook) -> list[Text]:
    """Return a line for each extra: it has no points, and its checks are on the class page."""
    lines = []
    for exercise in summarise(gradebook).exercises:
        if exercise.possible:
            continue
        marks = [extra_mark(result, exercise.exercise) for result in gradebook.results]
        skipped = marks.count("skipped")
        said = [f"all right for {exercise.all_right}"] if exercise.marked > skipped else []
        said += [f"skipped for {skipped}"] if skipped else []
        name = visible(short_id(exercise.exercise))
        lines.append(Text(f"{name}, an extra: {', '.join(said)}"))
    return lines


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def misconception_list(gradebook: Gradebook, most: int = 3) -> RenderableType:
    """Return the most common misconceptions, each with its question and its students."""
    lines: list[RenderableType] = []
    for common in common_misconceptions(gradebook, most):
        count = len(common.students)
        lines.append(
            Text.assemble(
                (f"{count:>3} {'student ' if count == 1 else 'students'}  ", "bold"),
                f"{visible(short_id(common.exercise))}  ",
                (visible(common.misconception.name), "bold"),
            )
        )
        for text, style in (
            (visible(common.misconception.hint), "italic"),
            (_who(common.students), "dim"),
        ):
            lines.append(Padding(Text(text, style=style), (0, 0, 0, _INDENT)))
    return Group(*lines) if lines else Text("No misconception was found.")


def concept_list(gradebook: Gradebook, most: int = 3) -> RenderableType | None:
    """Return the most common concepts behind the misconceptions; None if no concept was shown."""
    lines: list[RenderableType] = []
    for common in common_concepts(gradebook)[:most]:
        count = len(common.students)
        lines.append(
            Text.assemble(
                (f"{count:>3} {'student ' if count == 1 else 'students'}  ", "bold"),
                (visible(common.concept), "bold"),
            )
        )
        where = ", ".join(f"{visible(short_id(name))} ({many})" for name, many in common.exercises)
        lines.append(Padding(Text(where, style="dim"), (0, 0, 0, _INDENT)))
    return Group(*lines) if lines else None


def _who(students: tuple[str, ...]) -> str:
    named = ", ".join(_shortened(visible(student)) for student in students[:_NAMED])
    more = len(students) - _NAMED
    return f"{named} and {more} more" if more > 0 else named
