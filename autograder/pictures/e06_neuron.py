"""e06 · One neuron draws one line; XNOR needs three neurons."""

import itertools
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from autograder.pictures.panel import BLACK, GREY, SKY, curve, panels, say
from autograder.pictures.subject import Found, Subject

SIZE = (10.5, 7.0)
CORNERS = tuple(itertools.product((0.0, 1.0), repeat=2))
LOW, HIGH = -0.5, 1.5
FINE, COARSE = np.linspace(LOW, HIGH, 201), np.linspace(LOW, HIGH, 25)
YES = "#BBDDF3"


def draw(figure: Figure, student: Subject) -> None:
    """Draw on which side of its line each gate says yes, and which answers it gives."""
    left, middle, right, one_input, regions, key = panels(figure, 2, 3)
    for axes, name in ((left, "AND"), (middle, "OR"), (right, "NOR")):
        _two_inputs(axes, student, name)
    _not(one_input, student)
    _xnor(regions, student)
    _key(key)


def _two_inputs(axes: Axes, student: Subject, name: str) -> None:
    """Draw a gate's line from its weights, and the answers of `gate` at the corners."""
    theta = student.constant(name, (3,))
    _plane(axes, name)
    answers = Found()
    if theta.is_there and np.all(np.isfinite(theta.value)):
        bias, w1, w2 = theta.value
        sums = bias + w1 * FINE + w2 * FINE[:, np.newaxis]
        _sides(axes, FINE, sums, 0.0)
        given = tuple(theta.value.tolist())
        answers = student.numbers("gate", [(given, *corner) for corner in CORNERS])
        _corners(axes, answers)
    say(axes, theta, answers)


def _not(axes: Axes, student: Subject) -> None:
    """Draw a gate of one input as a curve."""
    theta = student.constant("NOT", (2,))
    answers = Found()
    axes.set(title="NOT", xlabel="input x", ylabel="answer", xlim=(LOW, HIGH), ylim=(-0.1, 1.25))
    axes.set_box_aspect(1)
    axes.set(xticks=[0, 1], yticks=[0, 0.5, 1])
    axes.axhline(0.5, color=GREY, lw=0.8)
    if theta.is_there and np.all(np.isfinite(theta.value)):
        given = tuple(theta.value.tolist())
        x = np.append(np.linspace(LOW, HIGH, 81), [0.0, 1.0])
        answers = student.numbers("gate", [(given, at) for at in x.tolist()])
        if answers.is_there:
            curve(axes, x[:-2], Found(answers.value[:-2]), 0, "")
            for at, answer in zip((0, 1), answers.value[-2:], strict=True):
                _answer(axes, at, answer, answer)
    say(axes, theta, answers)


def _xnor(axes: Axes, student: Subject) -> None:
    """Draw where `xnor` says yes: on both sides of a strip, which no single line can give."""
    _plane(axes, "XNOR = OR(AND, NOR)")
    grid = [(x1, x2) for x2 in COARSE.tolist() for x1 in COARSE.tolist()]
    found = student.numbers("xnor", [*grid, *CORNERS])
    if found.is_there:
        _sides(axes, COARSE, found.value[: len(grid)].reshape(len(COARSE), -1), 0.5)
        _corners(axes, Found(found.value[len(grid) :]))
    say(axes, found)


def _plane(axes: Axes, title: str) -> None:
    axes.set(title=title, xlabel="input x₁", ylabel="input x₂", xticks=[0, 1], yticks=[0, 1])
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")


def _sides(axes: Axes, grid: np.ndarray, values: np.ndarray, level: float) -> None:
    """Shade where `values` are above `level`, and draw the border if there is one."""
    heights = np.nan_to_num(values, nan=level)
    if heights.min() < level < heights.max():
        axes.contourf(grid, grid, heights, [level, heights.max()], colors=[YES])
        axes.contour(grid, grid, heights, [level], colors=BLACK, linewidths=2)
    elif heights.min() > level:
        axes.set_facecolor(YES)


def _corners(axes: Axes, answers: Found) -> None:
    if answers.is_there:
        for (x1, x2), answer in zip(CORNERS, answers.value, strict=True):
            _answer(axes, x1, x2, answer)


def _answer(axes: Axes, x: float, y: float, answer: float) -> None:
    """Mark a row of the truth table: black for yes, white for no, with the number beside it."""
    if not np.isfinite(answer):
        return
    says_yes = answer >= 0.5
    axes.plot(x, y, "o", ms=13, mec=BLACK, mew=1.5, color=BLACK if says_yes else "white", zorder=5)
    axes.annotate(f"{answer:.2f}", (x, y), (0, 11), textcoords="offset points", ha="center")


def _key(axes: Axes) -> None:
    axes.set_axis_off()
    dot: dict[str, Any] = {"linestyle": "", "marker": "o", "ms": 13, "mec": BLACK, "mew": 1.5}
    handles = [
        Patch(facecolor=YES, edgecolor=SKY, label="where it says yes"),
        *axes.plot([], [], color=BLACK, lw=2, label="the border: neither yes nor no"),
        *axes.plot([], [], color=BLACK, label="answer of 0.5 or more: yes", **dot),
        *axes.plot([], [], color="white", label="answer below 0.5: no", **dot),
    ]
    axes.legend(handles=handles, loc="center", fontsize=10, frameon=False, labelspacing=1.2)
