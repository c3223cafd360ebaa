"""The class page's two charts, as SVG inside the page.

Nothing is said by colour alone: a label says it, too. Text stays text, so that it has the page's
own colour for text, in the dark as well.
"""

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape

import matplotlib
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from autograder.grading.visible import visible
from autograder.reporting.class_summary import ExerciseSummary, ScoreRange
from autograder.reporting.marks import number, short_id

__all__ = ["exercise_chart", "score_chart"]

# Okabe and Ito's blue, and a grey that can be seen on white and on black.
_BLUE = "#0072B2"
_GREY = "#808080"

_WIDTH = 6.0  # inches; narrow, so that the labels can still be read on a phone
_FONT_SIZE = 13
_LONGEST_LABEL = 42


def score_chart(ranges: Sequence[ScoreRange]) -> str:
    """Return a histogram of totals.

    Parameters
    ----------
    ranges : sequence of ScoreRange
        The bars, from low to high.
    """
    counted = sum(each.count for each in ranges)
    summary = f"{counted} totals. " + " ".join(
        f"{each.label} points: {each.count}." for each in ranges if each.count
    )
    with _drawing(height=3.6) as (figure, axes):
        bars = axes.bar(
            [each.low for each in ranges],
            [each.count for each in ranges],
            width=[(each.high - each.low) * 0.92 for each in ranges],
            align="edge",
            color=_BLUE,
        )
        axes.bar_label(bars, [str(each.count) if each.count else "" for each in ranges], padding=3)
        ends = [*(each.low for each in ranges[::2]), ranges[-1].high]
        axes.set_xticks(ends, [number(end) for end in ends])
        axes.set_xlabel("points in all")
        axes.set_ylim(0, max(1, *(each.count for each in ranges)) * 1.12)
        axes.set_yticks([])
        axes.spines["bottom"].set_color(_GREY)
        return _svg(figure, "scores", "How the totals are spread", summary)


def exercise_chart(exercises: Sequence[ExerciseSummary]) -> str:
    """Return a bar for each exercise: the mean share of its points, in a full bar's outline."""
    shares = [(exercise, _percent(exercise)) for exercise in exercises]
    summary = " ".join(f"{exercise.exercise}: {percent}." for exercise, percent in shares)
    with _drawing(height=0.5 + 0.62 * len(exercises)) as (figure, axes):
        places = range(len(exercises))
        filled = [exercise.share or 0.0 for exercise in exercises]
        axes.barh(places, filled, height=0.36, color=_BLUE)
        axes.barh(
            places, [1.0] * len(exercises), height=0.36, fill=False, edgecolor=_GREY, linewidth=0.8
        )
        for place, (exercise, percent) in enumerate(shares):
            axes.text(0, place - 0.3, _label(exercise), va="bottom", ha="left")
            axes.text(1, place - 0.3, percent, va="bottom", ha="right", weight="bold")
        axes.set_xlim(-0.005, 1.005)
        axes.set_ylim(len(exercises) - 0.6, -0.95)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.spines["bottom"].set_visible(False)
        return _svg(figure, "exercises", "How much of each exercise is right", summary)


def _percent(exercise: ExerciseSummary) -> str:
    return "no marks" if exercise.share is None else f"{100 * exercise.share:.0f} %"


def _label(exercise: ExerciseSummary) -> str:
    label = visible(f"{short_id(exercise.exercise)}  {exercise.title}")
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"


@contextmanager
def _drawing(height: float) -> Iterator[tuple[Figure, Axes]]:
    """Give an empty figure, with settings of matplotlib that end with the block.

    They ignore the user's matplotlibrc, so that the same gradebook gives the same bytes everywhere.
    """
    with matplotlib.rc_context(), warnings.catch_warnings():
        # A title may hold letters that matplotlib's font lacks; the browser's font draws them.
        warnings.simplefilter("ignore")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {
                "svg.fonttype": "none",
                "svg.hashsalt": "nudge",
                "font.size": _FONT_SIZE,
                "text.parse_math": False,
                "axes.spines.left": False,
                "axes.spines.right": False,
                "axes.spines.top": False,
                "xtick.major.size": 0,
            }
        )
        figure = Figure(figsize=(_WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        yield figure, figure.add_subplot()


def _svg(figure: Figure, name: str, title: str, description: str) -> str:
    """Return the figure as an <svg> element with a title and a description.

    The prologue, the metadata and the size in points are removed: only a file of its own needs
    them. Ids get the chart's name, because two charts share a page.
    """
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    drawn = file.getvalue()
    drawn = drawn[drawn.index("<svg") :]
    drawn = re.sub(r"<metadata>.*?</metadata>\s*", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"<style.*?</style>\s*", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r"<!--.*?-->\s*", "", drawn, flags=re.DOTALL)
    drawn = re.sub(r'\bid="', f'id="{name}-', drawn)
    drawn = re.sub(r'href="#', f'href="#{name}-', drawn)
    drawn = drawn.replace("url(#", f"url(#{name}-")
    view_box = re.search(r'viewBox="[^"]*"', drawn)
    assert view_box is not None
    opening = (
        f'<svg {view_box[0]} role="img" aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>'
    )
    return opening + drawn[drawn.index(">") + 1 :].strip()
