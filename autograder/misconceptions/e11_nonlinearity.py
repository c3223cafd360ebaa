"""Known wrong answers to e11: why the squash."""

from collections.abc import Callable

import numpy as np

from autograder.checking import misconception
from exercises.e11_nonlinearity import collapse, hinge_network, hinge_value

Layer = tuple[np.ndarray, np.ndarray]


# --- collapse -------------------------------------------------------------------------------


@misconception(
    "collapse",
    name="The layers are multiplied in reading order",
    hint="Which acts first: the matrix on the left or the one next to a?",
    concept="order of layers",
)
def reading_order(parameters: list[Layer]) -> Layer:
    """Write W1 @ W2, as the list has it."""
    return collapse(parameters[::-1])


@misconception(
    "collapse",
    name="The biases are simply added up",
    hint="Does b1 pass through W2?",
    concept="chain incomplete",
)
def biases_added_up(parameters: list[Layer]) -> Layer:
    """Collect the weights by products and the biases by a sum."""
    W, b = parameters[0]
    for W_next, b_next in parameters[1:]:
        W, b = W_next @ W, b + b_next
    return W, b


@misconception(
    "collapse",
    name="Only the last layer's bias is kept",
    hint="What does the second layer hear when the input is 0: is it 0 too?",
    concept="chain incomplete",
)
def last_bias_only(parameters: list[Layer]) -> Layer:
    """Lose what the earlier layers add."""
    return collapse(parameters)[0], parameters[-1][1]


@misconception(
    "collapse",
    name="The first two layers only",
    hint="How many layers are in the list, and how many are in your product?",
    concept="chain incomplete",
)
def first_two_layers(parameters: list[Layer]) -> Layer:
    """Write the formula of two layers down as it stands."""
    (W1, b1), (W2, b2) = parameters[0], parameters[1]
    return W2 @ W1, W2 @ b1 + b2


@misconception(
    "collapse",
    name="Only the first layer's bias is carried on",
    hint="The second layer has a bias of its own. Where is it in your b?",
    concept="chain incomplete",
)
def later_biases_dropped(parameters: list[Layer]) -> Layer:
    """Send b through the weights, and add no later bias."""
    W, b = parameters[0]
    for W_next, _ in parameters[1:]:
        W, b = W_next @ W, W_next @ b
    return W, b


@misconception(
    "collapse",
    name="The weights come back without the biases",
    hint="What does the one layer answer when its input is 0? Where does your answer say so?",
    concept="the bias",
)
def weights_alone(parameters: list[Layer]) -> np.ndarray:
    """Return the product of the weights."""
    return collapse(parameters)[0]


@misconception(
    "collapse",
    name="The caller's list of layers is used up",
    hint="Who owns the list? How many layers does the caller find in it after your function?",
    concept="aliasing and in-place",
)
def layers_used_up(parameters: list[Layer]) -> Layer:
    """Take the layers out of the list while working through it."""
    W, b = parameters.pop(0)
    while parameters:
        W_next, b_next = parameters.pop(0)
        W, b = W_next @ W, W_next @ b + b_next
    return W, b


# --- a ReLU between -------------------------------------------------------------------------


@misconception(
    "forward_relu",
    name="No bend between the layers",
    hint="Is that still more than one layer? What happens to a negative sum on its way?",
    concept="the squash",
)
def no_bend(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Chain the layers as they are."""
    for W, b in parameters:
        a = W @ a + b
    return a


@misconception(
    "forward_relu",
    name="A ReLU after the last layer too",
    hint="May the answer be negative? Between which layers do the ReLUs stand?",
    concept="the squash",
)
def relu_at_the_end_too(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Treat all layers alike."""
    for W, b in parameters:
        a = np.maximum(0.0, W @ a + b)
    return a


@misconception(
    "forward_relu",
    name="The ReLU comes before the bias",
    hint="What exactly goes into the ReLU: is the bias in it?",
    concept="the bias",
)
def relu_before_the_bias(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Bend the products, then shift."""
    *hidden, (W_last, b_last) = parameters
    for W, b in hidden:
        a = np.maximum(0.0, W @ a) + b
    return np.asarray(W_last @ a + b_last)


def _bent(
    parameters: list[Layer], a: np.ndarray, bend: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Run a network with any bend between its layers."""
    *hidden, (W_last, b_last) = parameters
    for W, b in hidden:
        a = bend(W @ a + b)
    return np.asarray(W_last @ a + b_last)


@misconception(
    "forward_relu",
    name="Sigmoids between the layers",
    hint="Which bend was asked for here? What does it make of 3?",
    concept="the squash",
)
def sigmoid_between(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Squash as everywhere else in the course."""
    return _bent(parameters, a, lambda z: 1.0 / (1.0 + np.exp(-z)))


@misconception(
    "forward_relu",
    name="Steps between the layers",
    hint="How strongly does a ReLU fire: only 0 or 1, or as strongly as it was told?",
    concept="the squash",
)
def step_between(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Hand on whether each neuron fires."""
    return _bent(parameters, a, lambda z: np.where(z > 0, 1.0, 0.0))


@misconception(
    "forward_relu",
    name="Leaky ReLUs between the layers",
    hint="What does a ReLU hand on of a sum of -3? And what does yours?",
    concept="the squash",
)
def leaky_between(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Let a little of the negative sums through."""
    return _bent(parameters, a, lambda z: np.where(z > 0, z, 0.01 * z))


@misconception(
    "forward_relu",
    name="The input goes through a ReLU too",
    hint="The first layer may hear something negative. Does it, in your code?",
    concept="the squash",
)
def input_bent_too(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Bend before each layer, not after it."""
    for W, b in parameters:
        a = W @ np.maximum(0.0, a) + b
    return a


@misconception(
    "forward_relu",
    name="Only the first hidden layer bends",
    hint="How many hidden layers are there, and after how many of them does your code bend?",
    concept="the squash",
)
def first_hidden_layer_alone(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Write the ReLU once, before the loop."""
    (W, b), *others = parameters
    a = np.maximum(0.0, W @ a + b) if others else W @ a + b
    for W, b in others:
        a = W @ a + b
    return np.asarray(a)


# --- xor ------------------------------------------------------------------------------------


@misconception(
    "xor",
    name="One ReLU alone",
    hint="What pulls the sum back down when both inputs are 1?",
    concept="chain incomplete",
)
def one_relu_alone(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Stop after the first hidden neuron."""
    return np.asarray(np.maximum(0.0, np.add(x1, x2)))[()]


@misconception(
    "xor",
    name="The second ReLU is not strong enough",
    hint="At s = 2 the first ReLU says 2. How strongly must the second one count against it?",
    concept="factor",
)
def second_relu_too_weak(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Subtract it once, which gives OR."""
    s = np.add(x1, x2)
    return np.asarray(np.maximum(0.0, s) - np.maximum(0.0, s - 1))[()]


@misconception(
    "xor",
    name="The neurons of XOR without their ReLUs",
    hint="What does s - 2 (s - 1) give at s = 0? Which part should be silent there?",
    concept="the squash",
)
def neurons_without_relus(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Add and subtract as if nothing bent."""
    s = np.add(x1, x2)
    return np.asarray(s - 2.0 * (s - 1))[()]


@misconception(
    "xor",
    name="XNOR in place of XOR",
    hint="Should two equal inputs give 1 or 0?",
    concept="sign",
)
def turned_round(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Answer the opposite question."""
    s = np.add(x1, x2)
    return np.asarray(1.0 - np.maximum(0.0, s) + 2 * np.maximum(0.0, s - 1))[()]


@misconception(
    "xor",
    name="Both inputs must be 1",
    hint="Should it answer 1 when exactly one of them is 1, or when both are?",
    concept="special cases",
)
def both_must_be_one(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Give AND."""
    return np.asarray(np.maximum(0.0, np.add(x1, x2) - 1))[()]


@misconception(
    "xor",
    name="Python's ^ in place of neurons",
    hint="Which numbers does ^ take? And what would a network do with it?",
    concept="dtype",
)
def operator_for_neurons(x1: int, x2: int) -> int:
    """Let Python answer, for whole numbers only."""
    return x1 ^ x2


@misconception(
    "xor",
    name="How far the inputs are apart",
    hint="Both ReLUs hear the sum s. What do they hear when both inputs are .75?",
    concept="special cases",
)
def distance_of_the_inputs(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Take |x1 - x2|, which has the same table."""
    return np.asarray(np.abs(np.subtract(x1, x2)))[()]


@misconception(
    "xor",
    name="1 wherever the inputs are unlike",
    hint="What should .5 and .25 give? Does your code ask how large they are?",
    concept="special cases",
)
def unlike_inputs(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Compare the inputs, as a table wants it."""
    return np.where(np.not_equal(x1, x2), 1.0, 0.0)[()]


@misconception(
    "xor",
    name="1 where the sum is 1, and 0 everywhere else",
    hint="Between s = 0 and s = 1 the first ReLU climbs. What does your code answer at s = .75?",
    concept="special cases",
)
def sum_of_exactly_one(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Look the sum up in the table."""
    return np.where(np.add(x1, x2) == 1, 1.0, 0.0)[()]


@misconception(
    "xor",
    name="A product of the inputs in place of ReLUs",
    hint="Which two neurons hear s, and does either of them multiply the inputs?",
    concept="special cases",
)
def product_for_relus(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Take x1 + x2 - 2 x1 x2, which has the same table."""
    return np.asarray(np.add(x1, x2) - 2.0 * np.multiply(x1, x2))[()]


@misconception(
    "xor",
    name="Python's max, for one number only",
    hint="One number or many? Which of your steps cannot take an array?",
    concept="dtype",
)
def one_number_only(x1: float, x2: float) -> float:
    """Take the larger of 0 and one number."""
    return max(0.0, x1 + x2) - 2.0 * max(0.0, x1 + x2 - 1.0)


# --- hinges ---------------------------------------------------------------------------------


@misconception(
    "hinge_network",
    name="Slopes in place of slope changes",
    hint="What are earlier hinges still adding when the next one sets in?",
    concept="definition",
)
def slopes_for_changes(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Give each hinge the whole slope of its piece."""
    return np.asarray(np.diff(ys) / np.diff(xs))


@misconception(
    "hinge_network",
    name="The first hinge is missing",
    hint="How many pieces are there, and how many hinges? Which hinge starts the first piece?",
    concept="indexing from 0",
)
def first_hinge_missing(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Take the differences of the slopes, which are one fewer."""
    return np.diff(np.diff(ys) / np.diff(xs))


@misconception(
    "hinge_network",
    name="How far it rises in place of how steep it is",
    hint="A rise of 1 over a distance of 2: how steep is that? Do your points know the distance?",
    concept="scaling",
)
def rises_for_slopes(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Forget to divide by the distance."""
    return np.diff(np.diff(ys), prepend=0.0)


@misconception(
    "hinge_network",
    name="The distance divided by the rise",
    hint="Is a line that rises much over a short distance steep or flat?",
    concept="definition",
)
def distance_over_rise(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Turn the fraction upside down."""
    return np.diff(np.diff(xs) / np.diff(ys), prepend=0.0)


@misconception(
    "hinge_network",
    name="The changes have the wrong sign",
    hint="The line gets steeper at a hinge. Is the change of slope there positive or negative?",
    concept="sign",
)
def changes_turned_round(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Take the slope before, less the slope after."""
    changes = -hinge_network(xs, ys)
    changes[0] = -changes[0]
    return changes


@misconception(
    "hinge_network",
    name="Each change is that of the next hinge",
    hint="Which hinge starts the first piece, and how steep is it before?",
    concept="indexing from 0",
)
def changes_at_the_right_ends(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Put the 0 behind the slopes, not in front of them."""
    return np.diff(np.diff(ys) / np.diff(xs), append=0.0)


@misconception(
    "hinge_network",
    name="A slope at each point, not for each piece",
    hint="How many pieces are there, and how many numbers have you?",
    concept="shape",
)
def slope_at_each_point(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Ask NumPy for the gradient."""
    return np.asarray(np.gradient(ys, xs))


@misconception(
    "hinge_value",
    name="The line starts at height 0",
    hint="How high is the line before any hinge has set in?",
    concept="the bias",
)
def start_forgotten(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    """Add up the hinges alone."""
    return np.asarray(np.maximum(0.0, np.asarray(x)[..., np.newaxis] - xs[:-1]) @ changes)[()]


@misconception(
    "hinge_value",
    name="Hinges that are never silent",
    hint="What should a hinge say to an x on its left?",
    concept="the squash",
)
def never_silent(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    """Leave the ReLU out."""
    return np.asarray(start + (np.asarray(x)[..., np.newaxis] - xs[:-1]) @ changes)[()]


@misconception(
    "hinge_value",
    name="Each hinge sits at the right end of its piece",
    hint="Where does the slope of a piece set in: where it begins or where it ends?",
    concept="indexing from 0",
)
def hinges_at_the_right_ends(
    x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float
) -> np.ndarray:
    """Leave the first point out, and not the last."""
    past = np.maximum(0.0, np.asarray(x)[..., np.newaxis] - xs[1:])
    return np.asarray(start + past @ changes)[()]


@misconception(
    "hinge_value",
    name="Steps in place of ramps",
    hint="Once a hinge has set in, does the line jump, or does it climb the further it goes?",
    concept="the squash",
)
def steps_for_ramps(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    """Count which hinges are active, not how far x is past them."""
    active = np.where(np.asarray(x)[..., np.newaxis] > xs[:-1], 1.0, 0.0)
    return np.asarray(start + active @ changes)[()]


@misconception(
    "hinge_value",
    name="Every x is paired with one hinge",
    hint="How many hinges does each x meet? Which shape has x - xs when there are many of both?",
    concept="broadcasting",
)
def paired_with_one_hinge(
    x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float
) -> np.ndarray:
    """Subtract the hinges from the xs entry by entry, right for a single x."""
    return np.asarray(start + np.sum(changes * np.maximum(0.0, x - xs[:-1])))[()]


@misconception(
    "hinge_value",
    name="Flat beyond the last point",
    hint="Does any hinge stop climbing at the last point?",
    concept="special cases",
)
def flat_beyond_the_points(
    x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float
) -> np.ndarray:
    """Interpolate between the points."""
    return np.asarray(np.interp(x, xs, hinge_value(xs, xs, changes, start)))[()]


@misconception(
    "hinge_value",
    name="A hinge at the last point too",
    hint="How many pieces are there, and at which of the points does none begin?",
    concept="indexing from 0",
)
def hinge_at_the_last_point(
    x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float
) -> np.ndarray:
    """Let every point have a hinge."""
    past = np.maximum(0.0, np.asarray(x)[..., np.newaxis] - xs)
    return np.asarray(start + past @ changes)[()]


@misconception(
    "hinge_value",
    name="Written for one x at a time",
    hint="One number or many? Which of your steps cannot take an array of xs?",
    concept="dtype",
)
def one_x_at_a_time(x: float, xs: np.ndarray, changes: np.ndarray, start: float) -> float:
    """Take Python's max of 0 and one number."""
    heights = (d * max(0.0, x - c) for d, c in zip(changes, xs, strict=False))
    return float(start + sum(heights))


@misconception(
    "hinge_value",
    name="All heights in one row, whatever the shape of x",
    hint="Which shape has x, and which has your answer?",
    concept="shape",
)
def heights_in_one_row(
    x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float
) -> np.ndarray:
    """Make a column of x, and never shape the heights as x is."""
    past = np.maximum(0.0, np.reshape(x, (-1, 1)) - xs[:-1])
    heights = start + past @ changes
    return np.asarray(heights[0] if np.ndim(x) == 0 else heights)


# --- the edge detector ----------------------------------------------------------------------

_ROW = np.array([[-1.0, -1.0, -1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0]])
_COLUMN = np.array([[-1.0, 1.0, -1.0, -1.0, 1.0, -1.0, -1.0, 1.0, -1.0]])


@misconception(
    "edge_detector",
    name="No negative surround",
    hint="What should a blank wall do? Which weights speak against it?",
    concept="sign",
)
def no_negative_surround() -> Layer:
    """Look at the middle row alone."""
    return np.maximum(0.0, _ROW), np.array([[-2.0]])


@misconception(
    "edge_detector",
    name="A column in place of a row",
    hint="Which of the nine weights belong to the middle row, when the patch is read row by row?",
    concept="axes and layout",
)
def column_for_row() -> Layer:
    """Put the +1s where a patch read downwards would have them."""
    return _COLUMN.copy(), np.array([[-2.0]])


@misconception(
    "edge_detector",
    name="No bias to keep it quiet in the dark",
    hint="All nine pixels are 0. What is its activation then?",
    concept="the bias",
)
def undecided_in_the_dark() -> Layer:
    """Leave the bias at 0."""
    return _ROW.copy(), np.array([[0.0]])


@misconception(
    "edge_detector",
    name="A bias that cheers it on",
    hint="Should the bias make it harder or easier to fire when there is nothing to be seen?",
    concept="sign",
)
def bias_cheers_it_on() -> Layer:
    """Take the wrong sign."""
    return _ROW.copy(), np.array([[2.0]])


@misconception(
    "edge_detector",
    name="Weights in the shape of the patch",
    hint="Which shape does a patch have when a layer hears it, and which W goes with that?",
    concept="shape",
)
def shape_of_the_patch() -> Layer:
    """Leave the filter 3×3."""
    return _ROW.reshape(3, 3), np.array([[-2.0]])


@misconception(
    "edge_detector",
    name="The top row in place of the middle one",
    hint="Which of the nine weights belong to the middle row, counted from 0?",
    concept="indexing from 0",
)
def top_row() -> Layer:
    """Let the first three weights speak for the line."""
    return np.roll(_ROW, -3), np.array([[-2.0]])


@misconception(
    "edge_detector",
    name="Weights without a second axis",
    hint="A layer's W has a row for each neuron. How many rows has yours, and which .shape?",
    concept="shape",
)
def flat_weights() -> tuple[np.ndarray, float]:
    """Write the nine weights as a vector, and the bias as a number."""
    return _ROW.ravel().copy(), -2.0
