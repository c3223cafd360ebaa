"""e12 · What each output neuron adds to the cost, and which way it pushes."""

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import BLACK, ORANGE, SKY, panels, say
from autograder.pictures.subject import Subject

SIZE = (10.0, 4.2)
OUTPUT = np.array([[0.43, 0.28, 0.19, 0.88, 0.72, 0.01, 0.64, 0.86, 0.99, 0.63]]).T
WANTED = 3
NEURONS = np.arange(10)


def draw(figure: Figure, student: Subject) -> None:
    """Draw the worked example: a network that took a 3 for an 8."""
    shares, slopes = panels(figure, 1, 2)
    wanted = np.zeros((10, 1))
    wanted[WANTED] = 1.0

    parts = [(OUTPUT[[i]], wanted[[i]]) for i in NEURONS]
    costs = student.numbers("example_cost", [*parts, (OUTPUT, wanted)])
    title = "Cost of each output"
    if costs.is_there:
        bars = shares.bar(NEURONS, costs.value[:-1], color=SKY, edgecolor=BLACK)
        bars[WANTED].set_hatch("///")
        shares.margins(y=0.15)
        title = f"Cost of each output; together {costs.value[-1]:.4f}"
    shares.set(title=title, xlabel="output neuron (the digit is a 3)", ylabel="example_cost")
    say(shares, costs)

    slope = student.array("cost_prime", OUTPUT, wanted, shape=(10, 1))
    if slope.is_there:
        bars = slopes.bar(NEURONS, slope.value[:, 0], color=ORANGE, edgecolor=BLACK)
        bars[WANTED].set_hatch("///")
        slopes.margins(y=0.15)
    slopes.axhline(0.0, color=BLACK, lw=0.8)
    slopes.set(title="Slope of the cost in each output", xlabel="output neuron (the digit is a 3)")
    slopes.set_ylabel("cost_prime")
    say(slopes, slope)
    for axes in (shares, slopes):
        axes.set_xticks(NEURONS)
        axes.set_xlim(-0.6, 9.6)
