"""Known wrong answers to e13: the downhill step."""

from collections.abc import Callable

import numpy as np

from autograder.checking import misconception
from exercises.e13_descent import descend, step

Parameters = list[tuple[np.ndarray, np.ndarray]]


def _walk(start: float, steps: int, move: Callable[[float], float]) -> list[float]:
    """Return the start and where each move leads."""
    visited = [start]
    for _ in range(steps):
        visited.append(move(visited[-1]))
    return visited


@misconception(
    "step",
    name="The step goes uphill",
    hint="Which sign is already inside? Where a slope is negative, should its parameter rise?",
    also={
        "descend": lambda start, eta, steps: _walk(
            start, steps, lambda w: w + eta * 2.0 * (w - 3.0)
        ),
    },
)
def uphill(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Add the gradients, as if they were the way down."""
    return step(parameters, gradients, -eta)


@misconception(
    "step",
    name="The step has no learning rate",
    hint="How far? Does your result change when eta does?",
    also={"descend": lambda start, eta, steps: descend(start, 1.0, steps)},
)
def without_eta(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Subtract the whole gradient."""
    return step(parameters, gradients, 1.0)


@misconception(
    "step",
    name="Only the weights take the step",
    hint="What is the second half of each pair of gradients for?",
)
def biases_stay(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Leave the biases where they are."""
    moved = step(parameters, gradients, eta)
    return [(W, b) for (W, _), (_, b) in zip(moved, parameters, strict=True)]


@misconception(
    "step",
    name="All steps have the same length",
    hint="Where the ground is nearly level, should the step be as long as where it is steep?",
)
def sign_of_the_slope(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Use the direction alone."""
    return step(parameters, [(np.sign(dW), np.sign(db)) for dW, db in gradients], eta)


@misconception(
    "step",
    name="The way is returned, not the place it leads to",
    hint="You have worked out how far to move. Where do you stand afterwards?",
)
def way_for_place(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Return the change of each parameter."""
    return [(-eta * dW, -eta * db) for dW, db in gradients]


@misconception(
    "step",
    name="Only the first layer takes the step",
    hint="How many pairs come in, and how many go out? Where does your loop return?",
)
def first_layer_only(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Return from within the loop."""
    return step(parameters[:1], gradients[:1], eta)


@misconception(
    "step",
    name="A step of a fraction within an array of whole numbers",
    hint="Can this array hold .1? What is its dtype?",
)
def fraction_into_whole_numbers(
    parameters: Parameters, gradients: Parameters, eta: float
) -> Parameters:
    """Copy each array, and subtract in place: right unless it holds whole numbers."""
    moved = [(W.copy(), b.copy()) for W, b in parameters]
    for (W, b), (dW, db) in zip(moved, gradients, strict=True):
        W -= eta * dW  # noqa: PLW2901 - the mistake itself
        b -= eta * db  # noqa: PLW2901
    return moved


@misconception(
    "step",
    name="The caller's parameters are moved",
    hint="New list or old? What does the caller find in the old parameters afterwards?",
)
def callers_parameters_moved(
    parameters: Parameters, gradients: Parameters, eta: float
) -> Parameters:
    """Put the new pairs into the list that was given."""
    parameters[:] = step(parameters, gradients, eta)
    return parameters


@misconception(
    "descend",
    name="The start is not in the list",
    hint="Where did you stand before the first step?",
)
def start_left_out(start: float, eta: float, steps: int) -> list[float]:
    """List where each step has led."""
    return descend(start, eta, steps)[1:]


@misconception(
    "descend",
    name="One step too few",
    hint="Three steps: how many places have you been to, and how many are in your list?",
)
def one_step_too_few(start: float, eta: float, steps: int) -> list[float]:
    """Make the list as long as there are steps."""
    return descend(start, eta, max(steps - 1, 0))[: max(steps, 0)]


@misconception(
    "descend",
    name="Only the last place is returned",
    hint="Where else have you been? What kind of thing was asked for?",
)
def last_place_only(start: float, eta: float, steps: int) -> float:
    """Return the end of the walk."""
    return descend(start, eta, steps)[-1]


@misconception(
    "descend",
    name="The slope of the valley without its 2",
    hint="How fast does a square grow? What is the slope of (w - 3)² at w = 4?",
)
def slope_without_its_two(start: float, eta: float, steps: int) -> list[float]:
    """Differentiate to w - 3."""
    return descend(start, eta / 2, steps)


@misconception(
    "descend",
    name="The height in place of the slope",
    hint="How high is the valley there, or how steep? Which of the two decides the step?",
)
def height_for_slope(start: float, eta: float, steps: int) -> list[float]:
    """Subtract the cost itself."""
    return _walk(start, steps, lambda w: w - eta * (w - 3.0) ** 2)


@misconception(
    "descend",
    name="The slope is felt only once",
    hint="After the first step, is the ground still as steep as at the start?",
)
def slope_felt_once(start: float, eta: float, steps: int) -> list[float]:
    """Work the slope out before the loop."""
    slope = 2.0 * (start - 3.0)
    return _walk(start, steps, lambda w: w - eta * slope)


@misconception(
    "descend",
    name="The costs are listed, not the places",
    hint="Is that how high you stood, or where?",
)
def costs_for_places(start: float, eta: float, steps: int) -> list[float]:
    """List (w - 3)²."""
    return [(w - 3.0) ** 2 for w in descend(start, eta, steps)]
