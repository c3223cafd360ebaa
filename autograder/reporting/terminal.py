"""The gradebook in a terminal: the class as a table, and what to teach again."""

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from autograder.grading.results import Gradebook, Standing, SubmissionResult
from autograder.grading.visible import visible
from autograder.reporting.class_summary import (
    CommonMisconception,
    common_misconceptions,
    summarise,
)
from autograder.reporting.marks import mark, number, short_id, standing, total, why_unmarked

__all__ = ["CommonMisconception", "class_table", "common_misconceptions", "misconception_list"]

_WORDS = {Standing.GRADED: "", Standing.REFUSED: "refused", Standing.UNGRADED: "no mark"}
_LONGEST_NAME = 24
_NAMED = 6
_INDENT = 14


def class_table(gradebook: Gradebook) -> RenderableType:
    """Return students × exercises with totals, and under it why somebody has none.

    Six exercises fit into 80 columns. Names are `Text`, never markup, with escapes spelled out.
    """
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
    summary = summarise(gradebook)
    table.add_column(
        "student\n", Text("mean", style="dim"), no_wrap=True, overflow="ellipsis", max_width=24
    )
    for exercise in summary.exercises:
        table.add_column(
            Text(f"{visible(short_id(exercise.exercise))}\n{number(exercise.possible)}"),
            Text("" if exercise.mean is None else number(exercise.mean), style="dim"),
            justify="right",
            no_wrap=True,
        )
    mean = "" if summary.mean is None else number(summary.mean)
    table.add_column(
        Text(f"total\n{number(gradebook.possible)}"),
        Text(mean, style="dim"),
        justify="right",
        no_wrap=True,
    )
    for result in gradebook.results:
        table.add_row(*_row(result, gradebook))
    unmarked = [
        Text(f"{_WORDS[standing(result, gradebook)]}: {visible(result.student)}: {visible(why)}")
        for result in gradebook.results
        if (why := why_unmarked(result, gradebook))
    ]
    return Group(table, *unmarked)


def _row(result: SubmissionResult, gradebook: Gradebook) -> list[Text]:
    stands = standing(result, gradebook)
    cells = [Text(_shortened(visible(result.student)))]
    for exercise, _, possible in gradebook.exercises:
        points = mark(result, exercise)
        if points is None or stands is Standing.REFUSED:
            cells.append(Text("-", style="dim"))
        else:
            cells.append(Text(number(points), style="bold" if points >= possible else ""))
    points = total(result, gradebook)
    if stands is Standing.GRADED and points is not None:
        cells.append(Text(number(points), style="bold"))
    else:
        cells.append(Text(_WORDS[stands], style="italic"))
    return cells


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def misconception_list(gradebook: Gradebook, most: int = 3) -> RenderableType:
    """Return the mistakes that most students made, with the question that helps and who."""
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
    return Group(*lines) if lines else Text("No known mistake was made.")


def _who(students: tuple[str, ...]) -> str:
    named = ", ".join(_shortened(visible(student)) for student in students[:_NAMED])
    more = len(students) - _NAMED
    return f"{named} and {more} more" if more > 0 else named
