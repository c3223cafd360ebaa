"""e11 · A line with hinges comes as close to x² as you like."""

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import GREY, PENS, curve, legend, limits, panels, say
from autograder.pictures.subject import Found, Subject

SIZE = (10.0, 4.2)
PIECES = (2, 4, 10)


def draw(figure: Figure, student: Subject) -> None:
    """Draw x² with hinge networks through a few of its points, and how far off each is."""
    fits, errors = panels(figure, 1, 2)
    x = np.linspace(0.0, 1.0, 401)
    fits.plot(x, x**2, color=GREY, lw=6, alpha=0.5, label="x²")
    asked: list[Found] = []
    missed: list[Found] = []
    for pen, n in enumerate(PIECES):
        changes, heights = _fitted(student, n, x)
        asked += [changes, heights]
        curve(fits, x, heights, pen, f"{n} pieces")
        if heights.is_there:
            xs = np.linspace(0.0, 1.0, n + 1)
            at = np.interp(xs, x, heights.value)
            fits.plot(xs, at, PENS[pen].marker, color=PENS[pen].color, ms=5)
            missed.append(Found(heights.value - x**2))
            largest = np.nanmax(np.abs(missed[-1].value), initial=0.0)
            curve(errors, x, missed[-1], pen, f"{n} pieces, at most {largest:.4f}")
    fits.set(title="hinge_value through points of x²", xlabel="x", ylabel="height", xlim=(0, 1))
    limits(fits, -0.05, 1.05, *asked[1::2])
    legend(fits, "upper left")
    errors.axhline(0.0, color=GREY, lw=0.8)
    errors.set(title="Too high by", xlabel="x", ylabel="hinge_value − x²", xlim=(0, 1))
    limits(errors, -0.005, 0.09, *missed)
    legend(errors, "upper right")
    say(fits, *asked, low=True)
    if not missed:
        say(errors, *asked)


def _fitted(student: Subject, n: int, x: np.ndarray) -> tuple[Found, Found]:
    """Ask for the hinges through n + 1 points of x², and for the heights of their line."""
    xs = np.linspace(0.0, 1.0, n + 1)
    changes = student.array("hinge_network", xs, xs**2, shape=(n,))
    if not changes.is_there:
        return changes, Found()
    return changes, student.curve("hinge_value", x, xs, changes.value, 0.0)
