"""e15 · Every gradient beside the slope that a small nudge measures."""

import itertools
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import GREY, PENS, legend, panels, say
from autograder.pictures.subject import Subject, layers

SIZE = (10.0, 4.6)
SIZES = (3, 4, 2)
EXAMPLES = 5
NUDGE = 1e-5

Parameters = list[tuple[np.ndarray, np.ndarray]]


def draw(figure: Figure, student: Subject) -> None:
    """Draw `backprop`'s gradient of each parameter against central differences of the cost."""
    together, apart = panels(figure, 1, 2)
    rng = np.random.default_rng(15)
    parameters = [
        (rng.normal(size=(n, before)), rng.normal(size=(n, 1)))
        for before, n in itertools.pairwise(SIZES)
    ]
    x, y = rng.normal(size=(SIZES[0], EXAMPLES)), np.eye(SIZES[-1])[:, [0, 1, 1, 0, 1]]
    measured = _measured(parameters, x, y)

    found = student.asked("backprop", [parameters, x, y], _read)
    reach = 1.15 * float(np.max(np.abs(np.hstack(measured))))
    together.plot([-reach, reach], [-reach, reach], color=GREY, lw=1.5, label="equal")
    start = 0
    for number, slopes in enumerate(measured):
        name = f"{'Wb'[number % 2]}{number // 2 + 1}"
        if found.is_there:
            look, gradient = PENS[number], found.value[number]
            together.plot(
                slopes, gradient, look.marker, color=look.color, ms=7, mec="white", label=name
            )
            places = start + np.arange(slopes.size)
            apart.plot(places, gradient - slopes, look.marker, color=look.color, ms=6, label=name)
        start += slopes.size
    together.set(title="Parameter by parameter", xlabel="slope of the cost, measured by nudging")
    together.set(ylabel="backprop", xlim=(-reach, reach))
    legend(together, "upper left")
    apart.axhline(0.0, color=GREY, lw=1.5)
    apart.set(title="Difference", xlabel="parameter", ylabel="backprop − measured")
    if found.is_there:
        largest = np.nanmax(np.abs(np.hstack(found.value) - np.hstack(measured)), initial=0.0)
        # Below this there is only rounding, which would otherwise fill the panel.
        apart.set_ylim(*np.multiply((-1.2, 1.2), max(largest, 1e-7)))
        apart.set_title(f"Difference, at most {largest:.0e}")
    say(together, found, low=True)
    if not found.is_there:
        say(apart, found)


def _measured(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Nudge one parameter after the other, and see how much the cost moves."""
    found = []
    for array in (array for pair in parameters for array in pair):
        slope = np.zeros(array.size)
        for i in range(array.size):
            there = array.flat[i]
            array.flat[i] = there + NUDGE
            above = _cost(parameters, x, y)
            array.flat[i] = there - NUDGE
            below = _cost(parameters, x, y)
            array.flat[i] = there
            slope[i] = (above - below) / (2 * NUDGE)
        found.append(slope)
    return found


def _cost(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> float:
    """Return the mean over the examples of the summed squares, through the hyperbolic tangent."""
    said = x
    for weights, biases in parameters:
        said = 0.5 + np.tanh((np.dot(weights, said) + biases) / 2) / 2
    return float(np.sum((said - y) ** 2) / x.shape[1])


def _read(value: Any) -> tuple[list[np.ndarray], str]:
    """Read gradients in the order and with the shapes of the parameters, each laid out flat."""
    wanted = f"a list of {len(SIZES) - 1} pairs (dW, db)"
    gradients, left_out = layers(value, SIZES, wanted, wanted)
    return [gradient.ravel() for pair in gradients for gradient in pair], left_out
