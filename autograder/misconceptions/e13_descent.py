"""Known wrong answers to e13: the downhill step."""

from collections.abc import Callable

import numpy as np

from autograder.checking import misconception, misconception_family
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
    hint="The gradient points uphill. Raise a parameter with a negative slope: does the cost fall?",
    concept="sign",
)
def uphill(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Add the gradients, as if they were the way down."""
    return step(parameters, gradients, -eta)


@misconception(
    "step",
    name="The step has no learning rate",
    hint="How far? Does your result change when eta does?",
    concept="factor",
)
def without_eta(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Subtract the whole gradient."""
    return step(parameters, gradients, 1.0)


@misconception_family(
    "step",
    name="A wrong factor in front of the learning rate",
    hint="With eta = 1 and a gradient of 1: how far should the step go, and how far does yours?",
    concept="factor",
    example=2.0,
)
def step_of_another_length(
    parameters: Parameters, gradients: Parameters, eta: float, *, factor: float
) -> Parameters:
    """Multiply the step by a number that is always the same."""
    return step(parameters, gradients, factor * eta)


@misconception(
    "step",
    name="Only the weights take the step",
    hint="What is the second half of each pair of gradients for?",
    concept="the bias",
)
def biases_stay(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Leave the biases where they are."""
    moved = step(parameters, gradients, eta)
    return [(W, b) for (W, _), (_, b) in zip(moved, parameters, strict=True)]


@misconception(
    "step",
    name="The learning rate is divided by the number of layers",
    hint="Does a parameter's step depend on how many other layers there are?",
    concept="scaling",
)
def eta_shared_by_layers(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Divide by the length of the list, as if it counted examples."""
    return step(parameters, gradients, eta / len(parameters))


@misconception(
    "step",
    name="Written into a tuple",
    hint="A pair (W, b) is a tuple: can one of its places get another value? And whose pair is it?",
    concept="aliasing and in-place",
)
def written_into_a_tuple(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Assign to the places of the pairs that were given."""
    for pair, (dW, db) in zip(parameters, gradients, strict=True):
        pair[0] = pair[0] - eta * dW  # type: ignore[index]
        pair[1] = pair[1] - eta * db  # type: ignore[index]
    return parameters


@misconception(
    "step",
    name="The layers' gradients meet in reverse order",
    hint="Which gradients belong to the first pair of parameters?",
    concept="order of layers",
)
def gradients_reversed(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Take the last layer's gradients first."""
    return step(parameters, gradients[::-1], eta)


@misconception(
    "step",
    name="All steps have the same length",
    hint="Where the ground is nearly level, should the step be as long as where it is steep?",
    concept="definition",
)
def sign_of_the_slope(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Use the direction alone."""
    return step(parameters, [(np.sign(dW), np.sign(db)) for dW, db in gradients], eta)


@misconception(
    "step",
    name="The way is returned, not the place it leads to",
    hint="You have worked out how far to move. Where do you stand afterwards?",
    concept="definition",
)
def way_for_place(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Return the change of each parameter."""
    return [(-eta * dW, -eta * db) for dW, db in gradients]


@misconception(
    "step",
    name="Only the first layer takes the step",
    hint="How many pairs come in, and how many go out? Where does your loop return?",
    concept="order of layers",
)
def first_layer_only(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    """Return from within the loop."""
    return step(parameters[:1], gradients[:1], eta)


@misconception(
    "step",
    name="A step of a fraction within an array of whole numbers",
    hint="Can this array hold .1? What is its dtype?",
    concept="dtype",
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
    concept="aliasing and in-place",
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
    concept="indexing from 0",
)
def start_left_out(start: float, eta: float, steps: int) -> list[float]:
    """List where each step has led."""
    return descend(start, eta, steps)[1:]


@misconception(
    "descend",
    name="One step too few",
    hint="Three steps: how many places have you been to, and how many are in your list?",
    concept="indexing from 0",
)
def one_step_too_few(start: float, eta: float, steps: int) -> list[float]:
    """Make the list as long as there are steps."""
    return descend(start, eta, max(steps - 1, 0))[: max(steps, 0)]


@misconception(
    "descend",
    name="Only the last place is returned",
    hint="Where else have you been? What kind of thing was asked for?",
    concept="shape",
)
def last_place_only(start: float, eta: float, steps: int) -> float:
    """Return the end of the walk."""
    return descend(start, eta, steps)[-1]


@misconception(
    "descend",
    name="The slope of the valley without its 2",
    hint="How fast does a square grow? What is the slope of (w - 3)² at w = 4?",
    concept="factor",
)
def slope_without_its_two(start: float, eta: float, steps: int) -> list[float]:
    """Differentiate to w - 3."""
    return descend(start, eta / 2, steps)


def _with_momentum(start: float, eta: float, steps: int, kept: float) -> list[float]:
    visited, way = [start], 0.0
    for _ in range(steps):
        way = kept * way - eta * 2.0 * (visited[-1] - 3.0)
        visited.append(visited[-1] + way)
    return visited


@misconception_family(
    "descend",
    name="Part of the last step is taken again (momentum)",
    hint="Which slopes does your second step use: that of one place, or of two?",
    concept="definition",
    example=0.9,
    values=(0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99),
)
def momentum(start: float, eta: float, steps: int, *, kept: float) -> list[float]:
    """Go on rolling with a part of the last step."""
    return _with_momentum(start, eta, steps, kept)


@misconception(
    "descend",
    name="The sign of the walk is turned",
    hint="At 0 the slope is -6, so downhill is to the right. Where does your first step lead?",
    concept="sign",
)
def walk_uphill(start: float, eta: float, steps: int) -> list[float]:
    """Add the slope, in the walk alone."""
    return _walk(start, steps, lambda w: w + eta * 2.0 * (w - 3.0))


@misconception(
    "descend",
    name="The walk has no learning rate",
    hint="How far? Does your second place change when eta does?",
    concept="factor",
)
def walk_without_eta(start: float, eta: float, steps: int) -> list[float]:
    """Subtract the whole slope, in the walk alone."""
    return descend(start, 1.0, steps)


@misconception_family(
    "descend",
    name="The learning rate shrinks with every step",
    hint="The slope gets smaller by itself near the bottom. Does eta change on the way?",
    concept="factor",
    example="1 / t",
    values=("1 / t", "1 / (1 + t)", "1 / sqrt(t)", "0.5", "0.9", "0.95", "0.99", "0.999"),
)
def shrinking_eta(start: float, eta: float, steps: int, *, by: str) -> list[float]:
    """Divide eta by the number of the step, or multiply it by the same number in each."""
    divisors = {
        "1 / t": lambda t: t,
        "1 / (1 + t)": lambda t: t + 1,
        "1 / sqrt(t)": lambda t: t**0.5,
    }
    visited = [start]
    for t in range(1, steps + 1):
        rate = eta / divisors[by](t) if by in divisors else eta * float(by) ** (t - 1)
        visited.append(visited[-1] - rate * 2.0 * (visited[-1] - 3.0))
    return visited


@misconception(
    "descend",
    name="The walk stops at the bottom",
    hint="How many places were asked for, and does your walk end before that?",
    concept="special cases",
)
def stops_when_the_cost_rises(start: float, eta: float, steps: int) -> list[float]:
    """Leave the loop where a step does not make the cost smaller."""
    places = descend(start, eta, steps)
    falls = [places[0]]
    for w in places[1:]:
        if (w - 3.0) ** 2 >= (falls[-1] - 3.0) ** 2:
            break
        falls.append(w)
    return falls


@misconception(
    "descend",
    name="The height in place of the slope",
    hint="How high is the valley there, or how steep? Which of the two decides the step?",
    concept="height or slope",
)
def height_for_slope(start: float, eta: float, steps: int) -> list[float]:
    """Subtract the cost itself."""
    return _walk(start, steps, lambda w: w - eta * (w - 3.0) ** 2)


@misconception(
    "descend",
    name="The slope is felt only once",
    hint="After the first step, is the ground still as steep as at the start?",
    concept="slope at which point",
)
def slope_felt_once(start: float, eta: float, steps: int) -> list[float]:
    """Work the slope out before the loop."""
    slope = 2.0 * (start - 3.0)
    return _walk(start, steps, lambda w: w - eta * slope)


@misconception(
    "descend",
    name="The costs are listed, not the places",
    hint="Is that how high you stood, or where?",
    concept="definition",
)
def costs_for_places(start: float, eta: float, steps: int) -> list[float]:
    """List (w - 3)²."""
    return [(w - 3.0) ** 2 for w in descend(start, eta, steps)]
