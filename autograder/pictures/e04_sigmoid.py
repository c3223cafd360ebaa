"""e04 · The sigmoid, its slope, and the way back."""

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import GREY, curves, panels
from autograder.pictures.subject import Subject

SIZE = (10.0, 4.2)


def draw(figure: Figure, student: Subject) -> None:
    """Draw σ with σ′ over z, and the logit over a."""
    there, back = panels(figure, 1, 2)

    z = np.linspace(-8.0, 8.0, 161)
    squash = {f"{name}(z)": student.curve(name, z) for name in ("sigmoid", "sigmoid_prime")}
    curves(there, z, squash, (-0.05, 1.05), "upper left")
    there.axhline(0.5, color=GREY, lw=0.8)
    there.axvline(0.0, color=GREY, lw=0.8)
    there.set(title="Squash and slope", xlabel="weighted sum z", ylabel="activation, slope")
    there.set_xlim(z[0], z[-1])

    a = np.linspace(0.005, 0.995, 199)
    way_back = {"logit(a)": student.curve("logit", a)}
    curves(back, a, way_back, (-6.0, 6.0), "lower right")
    back.axhline(0.0, color=GREY, lw=0.8)
    back.axvline(0.5, color=GREY, lw=0.8)
    back.set(title="The way back", xlabel="activation a", ylabel="weighted sum z")
    back.set_xlim(0.0, 1.0)
