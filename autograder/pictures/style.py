"""How all pictures look: colours for every eye, and lines that differ in grey print too."""

from dataclasses import dataclass
from typing import Any, Final

__all__ = ["BLACK", "BLUE", "FONT", "GREY", "ORANGE", "PENS", "RC", "RUST", "SKY", "Pen"]

# It comes with matplotlib, and has the Greek letters and the signs that are used.
FONT: Final = "DejaVu Sans"

# The colours of Okabe and Ito.
BLACK: Final = "#000000"
BLUE: Final = "#0072B2"
_VERMILION: Final = "#D55E00"
SKY: Final = "#56B4E9"
ORANGE: Final = "#E69F00"
_GREEN: Final = "#009E73"
GREY: Final = "#999999"
# Vermilion for text, which has to be darker than a line to be read on white.
RUST: Final = "#A33F00"


@dataclass(frozen=True)
class Pen:
    """How one line is drawn: no two pens differ in colour alone."""

    color: str
    dashes: str
    marker: str


PENS: Final = (
    Pen(BLUE, "-", "o"),
    Pen(_VERMILION, "--", "s"),
    Pen(_GREEN, "-.", "^"),
    Pen(BLACK, ":", "D"),
)

# Whatever a reader's own matplotlibrc says.
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
