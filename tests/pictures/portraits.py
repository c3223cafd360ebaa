"""Pictures of solutions, of stubs, and of what students may write in their place."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import FigureBase
from matplotlib.text import Text

from autograder.checking.in_process import InProcessCaller
from autograder.course import ModuleSet
from autograder.pictures import Picture, portrait
from tests.student_folder import ROOT

__all__ = ["FUNCTIONS", "changed", "drawn_from", "line", "panel", "texts"]

# The functions that each picture asks for.
FUNCTIONS = {
    "e04_sigmoid": ("sigmoid", "sigmoid_prime", "logit"),
    "e05_functions": (
        *("relu", "relu_prime", "tanh", "quadratic"),
        *("shifted_relu", "active_from"),
    ),
    "e06_neuron": ("gate", "xnor"),
    "e11_nonlinearity": ("hinge_network", "hinge_value"),
    "e12_cost": ("example_cost", "cost_prime"),
    "e13_descent": ("descend",),
    "e15_backprop": ("backprop",),
    "e17_regression": ("make_products", "scale", "fit", "r_squared"),
    "e18_mnist": ("init_parameters", "train", "predict", "confusion"),
}


def drawn_from(folder: Path, exercise: str, instead: Path | None = None) -> Picture:
    """Draw an exercise in this process, from a folder of modules."""
    modules = ModuleSet(folder, {exercise: instead} if instead else None)
    caller = InProcessCaller(f"{exercise}.py", lambda: modules.exercise(exercise))
    return portrait(exercise, caller)


def changed(exercise: str, source: str) -> str:
    """Return the text of a solution in which `source` replaces functions of the same names."""
    text = (ROOT / "solutions" / f"{exercise}.py").read_text(encoding="utf-8")
    own = text.partition('\nif __name__ == "__main__"')[0]
    return f"{own}\n\n{source}\n"


def texts(figure: FigureBase) -> list[str]:
    """Return all that is written on a figure, each text on one line."""
    found = (text.get_text() for text in figure.findobj(Text))
    return [" ".join(text.split()) for text in found if text]


def panel(picture: Picture, title: str) -> Axes:
    """Return the panel whose title begins so."""
    return next(axes for axes in picture.get_axes() if axes.get_title().startswith(title))


def line(picture: Picture, label: str) -> np.ndarray:
    """Return the heights of the first line with this label."""
    found = [
        one for axes in picture.get_axes() for one in axes.get_lines() if one.get_label() == label
    ]
    return np.asarray(found[0].get_ydata())
