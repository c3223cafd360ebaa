"""e05 · Other curves, and where a neuron with a ReLU begins to fire."""

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import GREY, PENS, curve, curves, legend, limits, panels, say
from autograder.pictures.subject import Subject

SIZE = (11.0, 4.2)
THRESHOLDS = (-1.0, 0.0, 1.5)


def draw(figure: Figure, student: Subject) -> None:
    """Draw the ReLU with its slope, two other curves, and ReLUs moved by their threshold."""
    rectifier, others, shifted = panels(figure, 1, 3)
    z = np.linspace(-3.0, 3.0, 241)
    for axes in (rectifier, others, shifted):
        axes.axhline(0.0, color=GREY, lw=0.8)
        axes.axvline(0.0, color=GREY, lw=0.8)
        axes.set_xlim(z[0], z[-1])

    relu = {f"{name}(z)": student.curve(name, z) for name in ("relu", "relu_prime")}
    rectifier.set(title="ReLU and slope", xlabel="weighted sum z", ylabel="activation, slope")
    curves(rectifier, z, relu, (-0.5, 3.1), "center left")

    smooth = {f"{name}(z)": student.curve(name, z) for name in ("tanh", "quadratic")}
    others.set(title="Two other curves", xlabel="weighted sum z", ylabel="activation")
    curves(others, z, smooth, (-1.5, 9.5), "upper center")

    rises = [student.curve("shifted_relu", z, threshold) for threshold in THRESHOLDS]
    starts = [student.array("active_from", 1.0, -threshold, shape=()) for threshold in THRESHOLDS]
    for pen, (threshold, rise, start) in enumerate(zip(THRESHOLDS, rises, starts, strict=True)):
        curve(shifted, z, rise, pen, f"shifted_relu(x, {threshold:g})".replace("-", "−"))
        if start.is_there:
            look = PENS[pen]
            shifted.plot(
                start.value, 0.0, look.marker, color=look.color, ms=9, mec="black", clip_on=False
            )
    shifted.plot([], [], "o", color="white", mec="black", ms=9, label="active_from(1, −threshold)")
    shifted.set(title="Moved by a threshold", xlabel="input x", ylabel="activation")
    limits(shifted, -0.6, 4.2, *rises)
    legend(shifted, "upper left")
    say(shifted, *rises, *starts, low=True)
