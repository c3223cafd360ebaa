"""The analysis of the checks in a terminal: how reliable, how hard, and what deserves a look."""

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.grading.visible import visible
from autograder.reporting.analysis import Analysis
from autograder.reporting.marks import number, percent, short_id, signed

__all__ = ["analysis_summary"]

_MOST_FLAGS = 10


def analysis_summary(analysis: Analysis) -> RenderableType:
    """Return the remarks, the reliability, a table of the exercises and the flags."""
    lines: list[RenderableType] = [Text(visible(sentence)) for sentence in analysis.remarks]
    if found := analysis.reliability:
        lines.append(
            Text(
                f"Cronbach's alpha over {found.items} exercises: {signed(found.alpha)}, 95 % "
                f"interval {signed(found.low)} to {signed(found.high)}; standard error of a total: "
                f"{number(found.error)} points"
            )
        )
    lines.append(_exercises(analysis))
    if analysis.flags:
        lines.append(Text("Worth a look", style="bold"))
        lines += [Text(f"  {visible(flag.sentence)}") for flag in analysis.flags[:_MOST_FLAGS]]
        if (more := len(analysis.flags) - _MOST_FLAGS) > 0:
            lines.append(Text(f"  and {more} more, on the page", style="dim"))
    return Group(*lines)


def _exercises(analysis: Analysis) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("exercise", no_wrap=True)
    for name in ("points", "discrimination", "wrong", "to write", "blocked", "stopped"):
        table.add_column(name, justify="right", no_wrap=True)
    for exercise in analysis.exercises:
        own = exercise.figures
        shares = own.shares
        table.add_row(
            Text(visible(short_id(exercise.exercise))),
            percent(own.difficulty),
            signed(own.discrimination),
            *(
                percent(share)
                for share in (
                    (shares.wrong, shares.todo, shares.blocked, shares.stopped)
                    if shares
                    else (None,) * 4
                )
            ),
        )
    return table
