"""e18 · What the digit classifier learned, and what it mixes up."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure, SubFigure

import datasets
from autograder.calls.script import Rng, Script
from autograder.pictures.panel import BLACK, RUST, curve, panels, say
from autograder.pictures.subject import Found, Subject, floats, layers, parts

SIZE = (12.0, 9.6)
SIZES = [784, 16, 16, 10]
EPOCHS, BATCH, ETA = 10, 10, 1.5
ROWS, COLUMNS = 4, 6


def draw(figure: Figure, student: Subject) -> None:
    """Draw the cost curve, the confusion matrix, digits with predictions, and first weights."""
    digits = datasets.load("embedded")
    learned = _trained(student, digits)
    read = _predicted(student, learned, digits)
    grid: Any = figure.subfigures(2, 2)
    _cost(grid[0, 0], learned)
    _confusion(grid[0, 1], student, read, digits)
    _gallery(grid[1, 0], read, digits)
    _weights(grid[1, 1], learned)


def _columns(images: np.ndarray) -> np.ndarray:
    return images.reshape(-1, 784).T / 255.0


def _trained(student: Subject, digits: datasets.Dataset) -> Found:
    """Ask for a network trained on the digits of the kit, and for the costs during its training."""
    # One call after the other, so that a note names the call that fails.
    script = Script()
    asked = script.giving(script.call("init_parameters", SIZES, Rng(18)))
    begin = student.script("init_parameters", asked, _read_parameters)
    if not begin.is_there or begin.note:
        return Found(note=begin.note)
    wanted = np.eye(10)[digits.train_labels].T
    X = _columns(digits.train_images)
    script = Script()
    learned = script.call("train", begin.value, X, wanted, EPOCHS, BATCH, ETA, Rng(19))
    return student.script("train", script.giving(learned, long=True), _read_training)


def _read_training(value: Any) -> tuple[tuple[list[Any], np.ndarray], str]:
    """Read what was learned, and one cost an epoch."""
    parameters, history = parts(value, 2, "a pair: parameters and history")
    parameters, left_out = _read_parameters(parameters)
    costs, lost = floats(history, (EPOCHS,))
    return (parameters, costs), left_out or lost


def _read_parameters(parameters: Any) -> tuple[list[Any], str]:
    """Read weights and biases of the shapes that SIZES asks for."""
    return layers(parameters, SIZES, f"parameters of {len(SIZES) - 1} layers", "pairs (W, b)")


def _predicted(student: Subject, learned: Found, digits: datasets.Dataset) -> Found:
    """Ask for the network's predictions of the test digits."""
    if not learned.is_there:
        return Found(note=learned.note)
    X = _columns(digits.test_images)
    found = student.array("predict", learned.value[0], X, shape=(len(digits.test_labels),))
    if not found.is_there or found.note:
        return Found(note=found.note)
    return Found(found.value.astype(np.int64))


def _cost(figure: SubFigure, learned: Found) -> None:
    axes = figure.subplots()
    axes.set(title="Cost after each epoch", xlabel="epoch", ylabel="cost of all 1,500 examples")
    axes.set_xlim(0.5, EPOCHS + 0.5)
    if learned.is_there:
        epochs = np.arange(1, EPOCHS + 1)
        costs = learned.value[1]
        curve(axes, epochs, Found(costs), 0, "")
        axes.plot(epochs, costs, "o", color=BLACK, ms=5)
        axes.set_ylim(0.0, 1.1 * max(0.1, float(np.nanmax(costs, initial=0.0))))
    say(axes, learned)


def _confusion(figure: SubFigure, student: Subject, read: Found, digits: datasets.Dataset) -> None:
    axes = figure.subplots()
    title = "What was taken for what"
    counts = Found(note=read.note)
    if read.is_there:
        counts = student.array("confusion", digits.test_labels, read.value, 10, shape=(10, 10))
        right = float(np.mean(read.value == digits.test_labels))
        title += f": {right:.1%} of {len(read.value)} read correctly"
    if counts.is_there:
        most = max(1.0, float(np.nanmax(counts.value, initial=0.0)))
        axes.imshow(counts.value, cmap="Blues", vmin=0, vmax=most)
        for (row, column), count in np.ndenumerate(counts.value):
            if count:
                ink = "white" if count > most / 2 else BLACK
                axes.text(column, row, f"{count:.0f}", ha="center", va="center", color=ink, size=9)
    axes.set(title=title, xlabel="taken for", ylabel="digit")
    axes.set(xticks=range(10), yticks=range(10), xlim=(-0.5, 9.5), ylim=(9.5, -0.5))
    say(axes, counts)


def _gallery(figure: SubFigure, read: Found, digits: datasets.Dataset) -> None:
    """Draw digits with their predictions, the wrong ones first."""
    figure.suptitle("Digit → prediction", fontsize=11)
    if not read.is_there:
        _say_instead(figure, read)
        return
    truth = digits.test_labels
    wrong = np.flatnonzero(read.value != truth)[: ROWS * COLUMNS // 2]
    right = np.flatnonzero(read.value == truth)
    shown = np.concatenate([wrong, right])[: ROWS * COLUMNS]
    grid = panels(figure, ROWS, COLUMNS)
    for axes in grid:
        axes.set_axis_off()
    for axes, at in zip(grid, shown, strict=False):
        axes.imshow(digits.test_images[at], cmap="gray_r")
        is_wrong = read.value[at] != truth[at]
        axes.set_title(
            f"{truth[at]} → {read.value[at]}" + (" ✗" if is_wrong else ""),
            fontsize=10,
            color=RUST if is_wrong else BLACK,
            fontweight="bold" if is_wrong else "normal",
            pad=2,
        )


def _weights(figure: SubFigure, learned: Found) -> None:
    figure.suptitle("Weights of the 16 first hidden neurons", fontsize=11)
    if not learned.is_there:
        _say_instead(figure, learned)
        return
    weights = learned.value[0][0][0]
    most = max(1e-9, float(np.nanpercentile(np.abs(weights), 99)))
    grid = panels(figure, 4, 4)
    for neuron, (axes, row) in enumerate(zip(grid, weights, strict=True)):
        image = axes.imshow(row.reshape(28, 28), cmap="cividis", vmin=-most, vmax=most)
        axes.set_title(f"neuron {neuron}", fontsize=8, pad=2)
        axes.set_axis_off()
    figure.colorbar(image, ax=grid, label="weight of a pixel", shrink=0.8)


def _say_instead(figure: SubFigure, found: Found) -> None:
    axes = figure.subplots()
    axes.set_axis_off()
    say(axes, Found(note=found.note))
