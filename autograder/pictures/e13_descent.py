"""e13 · The way down (w − 3)², with three learning rates."""

import numpy as np
from matplotlib.figure import Figure

from autograder.pictures.panel import BLACK, GREY, PENS, panels, say
from autograder.pictures.subject import Found, Subject

SIZE = (11.0, 4.2)
# An odd number of steps where the walk swings: after an even one its end lies on its start.
WALKS = ((0.1, 12, "step by step"), (1.0, 11, "back and forth"), (1.1, 8, "up and away"))


def draw(figure: Figure, student: Subject) -> None:
    """Draw every w that `descend` visits on the parabola."""
    for axes, (eta, steps, title) in zip(panels(figure, 1, 3), WALKS, strict=True):
        visited = student.array("descend", 0.0, eta, steps, shape=(steps + 1,))
        w = visited.value if visited.is_there else np.zeros(1)
        reach = max(3.5, 1.1 * float(np.nanmax(np.abs(w - 3.0), initial=0.0)))
        floor = np.linspace(3.0 - reach, 3.0 + reach, 201)
        axes.plot(floor, (floor - 3.0) ** 2, color=GREY, lw=1.5)
        if visited.is_there:
            axes.plot(w, (w - 3.0) ** 2, color=PENS[0].color, lw=1, marker="o", ms=5)
            axes.plot(w[0], (w[0] - 3.0) ** 2, "s", color=PENS[1].color, ms=8, label="start")
            axes.plot(w[-1], (w[-1] - 3.0) ** 2, "D", color=BLACK, ms=7, label=f"step {steps}")
            axes.legend(loc="upper center")
        axes.set(title=f"η = {eta:g}: {title}", xlabel="weight w", ylabel="cost (w − 3)²")
        axes.set_xlim(floor[0], floor[-1])
        # Within the arms of the parabola, above its floor, where the walk should end.
        say(axes, Found(note=visited.note))
