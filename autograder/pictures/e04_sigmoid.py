"""e04 · The sigmoid, its slope, and the way back."""

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import GREY, curve, legend, limits, panels, say
from autograder.pictures.subject import Subject

SIZE = (10.0, 4.2)


def draw(figure: Figure, student: Subject) -> None:
    """Draw σ with σ′ over z, and the logit over a."""
    there, back = panels(figure, 1, 2)

    z = np.linspace(-8.0, 8.0, 161)
    squash, slope = student.curve("sigmoid", z), student.curve("sigmoid_prime", z)
    curve(there, z, squash, 0, "sigmoid(z)")
    curve(there, z, slope, 1, "sigmoid_prime(z)")
    there.axhline(0.5, color=GREY, lw=0.8)
    there.axvline(0.0, color=GREY, lw=0.8)
    there.set(title="Squash and slope", xlabel="weighted sum z", ylabel="activation, slope")
    there.set_xlim(z[0], z[-1])
    limits(there, -0.05, 1.05, squash, slope)
    legend(there, "upper left")
    say(there, squash, slope, low=True)

    a = np.linspace(0.005, 0.995, 199)
    way_back = student.curve("logit", a)
    curve(back, a, way_back, 0, "logit(a)")
    back.axhline(0.0, color=GREY, lw=0.8)
    back.axvline(0.5, color=GREY, lw=0.8)
    back.set(title="The way back", xlabel="activation a", ylabel="weighted sum z")
    back.set_xlim(0.0, 1.0)
    limits(back, -6.0, 6.0, way_back)
    legend(back, "lower right")
    say(back, way_back)
