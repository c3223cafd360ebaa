"""e17 · The tent of all products, as it is and as it was learned."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from autograder.calls.script import Rng, Script
from autograder.pictures.panel import BLACK, panels, say
from autograder.pictures.subject import Found, Subject, Unfit, floats, parts

SIZE = (12.0, 3.7)
PAIRS, HIDDEN, RATE, STEPS = 200, 32, 0.1, 2000
EDGE = np.linspace(0.0, 20.0, 41)
HEIGHTS = (25, 50, 100, 150, 200, 250, 300, 350)


def draw(figure: Figure, student: Subject) -> None:
    """Draw x₀·x₁, the trained perceptron's answer, and the difference."""
    # Square panels, close together.
    figure.set_layout_engine("compressed")
    true, learned, missed = panels(figure, 1, 3)
    products = np.outer(EDGE, EDGE)
    image = _surface(true, products)
    figure.colorbar(image, ax=[true, learned], label="product")
    true.set_title("As it is: x₀ · x₁")

    pairs = _pairs(student)
    found = _fitted(student, pairs)
    title = "As it was learned" + (" from the dots" if pairs.is_there else "")
    if found.is_there:
        _surface(learned, found.value)
        score = student.array(
            "r_squared", products.reshape(-1, 1) / 400, found.value.reshape(-1, 1) / 400, shape=()
        )
        if score.is_there:
            title += f": R² {score.value:.3f}"
        difference = found.value - products
        most = max(10.0, float(np.nanmax(np.abs(difference), initial=0.0)))
        image = missed.imshow(
            difference, cmap="cividis", vmin=-most, vmax=most, origin="lower", extent=(0, 20, 0, 20)
        )
        figure.colorbar(image, ax=missed, label="learned − true")
    if pairs.is_there:
        X = 20 * pairs.value[0]
        learned.plot(X[:, 0], X[:, 1], ".", color="white", mec=BLACK, mew=0.4, ms=5)
    learned.set_title(title)
    missed.set_title("Difference")
    for axes in (true, learned, missed):
        axes.set(xlabel="x₀", ylabel="x₁", xlim=(0, 20), ylim=(0, 20), aspect="equal")
        axes.set(xticks=[0, 10, 20], yticks=[0, 10, 20])
    say(learned, found, Found(note=pairs.note))
    say(missed, found)


def _pairs(student: Subject) -> Found:
    """Ask for examples, and have them scaled."""
    # One call after the other, so that a note names the call that fails.
    script = Script()
    made = script.call("make_products", PAIRS, Rng(17))
    found = student.script("make_products", script.giving(made), _read_pairs)
    return student.asked("scale", found.value, _read_pairs) if found.is_there else found


def _read_pairs(value: Any) -> tuple[tuple[np.ndarray, np.ndarray], str]:
    X, y = parts(value, 2, "a pair X, y")
    (X, lost), (y, lost_too) = floats(X, (PAIRS, 2)), floats(y, (PAIRS, 1))
    if lost or lost_too:
        raise Unfit(f"gives {lost or lost_too}")
    return (X, y), ""


def _fitted(student: Subject, pairs: Found) -> Found:
    """Ask for a trained perceptron's answer at every point of the grid."""
    if pairs.is_there:
        X, y = pairs.value
    else:
        # `fit` can be drawn by itself: these replace the student's own pairs.
        X = np.random.default_rng(17).random((PAIRS, 2))
        y = X[:, :1] * X[:, 1:]
    grid = np.stack(np.meshgrid(EDGE, EDGE), axis=-1).reshape(-1, 2) / 20
    script = Script()
    perceptron = script.call("fit", X, y, HIDDEN, RATE, STEPS, Rng(18))
    output = script.item(script.method(perceptron, "forward_pass", grid), 0)
    found = student.script("fit", script.giving(output, long=True), (len(grid), 1))
    if not found.is_there:
        return found
    return Found(400 * found.value.reshape(len(EDGE), -1), found.note)


def _surface(axes: Axes, heights: np.ndarray) -> Any:
    """Draw heights over the plane as colours with lines of equal height; return the colours."""
    image = axes.imshow(
        heights, cmap="cividis", vmin=0, vmax=400, origin="lower", extent=(0, 20, 0, 20)
    )
    there = np.ma.masked_invalid(heights)
    levels = [height for height in HEIGHTS if np.min(there) < height < np.max(there)]
    if levels:
        lines = axes.contour(EDGE, EDGE, there, levels, colors="white", linewidths=1)
        axes.clabel(lines, levels[1::2], fontsize=8)
    return image
