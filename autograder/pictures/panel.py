"""The look of all pictures, and the panels that they are made of."""

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase

from autograder.pictures.subject import FONT, Found

__all__ = [
    "BLACK",
    "GREY",
    "ORANGE",
    "PENS",
    "RC",
    "RUST",
    "SKY",
    "curve",
    "curves",
    "legend",
    "limits",
    "panels",
    "say",
]

# The colours of Okabe and Ito.
BLACK: Final = "#000000"
_BLUE: Final = "#0072B2"
_VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
ORANGE: Final = "#E69F00"
_GREEN: Final = "#009E73"
GREY: Final = "#999999"
# Vermilion for text, which must be darker than a line to be legible on white.
RUST: Final = "#A33F00"


@dataclass(frozen=True)
class _Pen:
    """The look of one line; no two pens differ in colour alone."""

    color: str
    dashes: str
    marker: str


PENS: Final = (
    _Pen(_BLUE, "-", "o"),
    _Pen(_VERMILION, "--", "s"),
    _Pen(_GREEN, "-.", "^"),
    _Pen(BLACK, ":", "D"),
)

# These override the reader's own matplotlibrc.
RC: Final[Any] = {
    "font.family": FONT,
    "font.size": 10.0,
    "text.usetex": False,
    "axes.titlesize": 11.0,
    "axes.labelsize": 10.0,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.titlesize": 13.0,
    "figure.facecolor": "white",
    "legend.fontsize": 9.0,
    "legend.framealpha": 0.9,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "savefig.facecolor": "white",
    "savefig.bbox": None,
}


_CHARACTERS_PER_INCH: Final = 12.0
_NOTE_SIZE: Final = 9.0


def panels(figure: FigureBase, rows: int, columns: int) -> list[Axes]:
    """Return the panels of a grid, row by row."""
    return list(np.ravel(np.asarray(figure.subplots(rows, columns, squeeze=False))))


def curve(axes: Axes, x: np.ndarray, found: Found, pen: int, label: str) -> None:
    """Draw a line with the pen of this number, if there is one to draw."""
    if found.is_there:
        drawn = PENS[pen]
        axes.plot(x, found.value, color=drawn.color, linestyle=drawn.dashes, lw=2, label=label)


def curves(
    axes: Axes, x: np.ndarray, founds: Mapping[str, Found], heights: tuple[float, float], place: str
) -> None:
    """Draw all lines of a panel by their labels, with its `limits`, its `legend` and its notes."""
    for pen, (label, found) in enumerate(founds.items()):
        curve(axes, x, found, pen, label)
    limits(axes, *heights, *founds.values())
    legend(axes, place)
    say(axes, *founds.values(), low=place == "upper left")


def legend(axes: Axes, place: Any) -> None:
    """Name the lines of a panel, if there are any."""
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc=place)


def limits(axes: Axes, low: float, high: float, *founds: Found) -> None:
    """Show heights from `low` to `high`, and wrong curves as far again beyond.

    A correct curve is always shown at the same scale; one that runs away is cut off.
    """
    reach = high - low
    for found in founds:
        if found.is_there and np.any(np.isfinite(found.value)):
            low_there, high_there = np.nanmin(found.value), np.nanmax(found.value)
            low = min(low, max(low_there - 0.05 * reach, low - reach))
            high = max(high, min(high_there + 0.05 * reach, high + reach))
    axes.set_ylim(low, high)


def say(axes: Axes, *founds: Found, low: bool = False) -> None:
    """Write a panel's notes into it: in the middle if there is nothing else.

    Otherwise on the left, at the top, or low if the legend is at the top.
    """
    notes = dict.fromkeys(found.note for found in founds if found.note)
    if not notes:
        return
    is_empty = not any(found.is_there for found in founds)
    text = "\n".join(textwrap.fill(note, _characters(axes)) for note in notes)
    # A dollar sign in a student's error message must not begin a formula.
    axes.text(
        0.5 if is_empty else 0.03,
        0.5 if is_empty else (0.03 if low else 0.97),
        text,
        transform=axes.transAxes,
        ha="center" if is_empty else "left",
        va="center" if is_empty else ("bottom" if low else "top"),
        color=RUST,
        fontsize=_NOTE_SIZE,
        parse_math=False,
        zorder=10,
        bbox={"facecolor": "white", "edgecolor": RUST, "boxstyle": "round,pad=0.4"},
    )


def _characters(axes: Axes) -> int:
    """Return how many characters of a note fit on a line of a panel."""
    spec: Any = axes.get_subplotspec()
    share = 1.0 if spec is None else len(spec.colspan) / spec.get_gridspec().ncols
    figure: Any = axes.get_figure()
    width = figure.bbox.width / figure.dpi
    return max(12, int((width * share - 1.0) * _CHARACTERS_PER_INCH))
