"""Known wrong answers to e11: why the squash."""

import numpy as np

from autograder.checking import misconception
from exercises.e11_nonlinearity import collapse

Layer = tuple[np.ndarray, np.ndarray]


# --- collapse -------------------------------------------------------------------------------


@misconception(
    "collapse",
    name="The layers are multiplied in reading order",
    hint="Which acts first: the matrix on the left or the one next to a?",
)
def reading_order(parameters: list[Layer]) -> Layer:
    """Write W1 @ W2, as the list has it."""
    return collapse(parameters[::-1])


@misconception(
    "collapse",
    name="The biases are simply added up",
    hint="Does b1 pass through W2?",
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
)
def last_bias_only(parameters: list[Layer]) -> Layer:
    """Lose what the earlier layers add."""
    return collapse(parameters)[0], parameters[-1][1]


@misconception(
    "collapse",
    name="The first two layers only",
    hint="How many layers are in the list, and how many are in your product?",
)
def first_two_layers(parameters: list[Layer]) -> Layer:
    """Write the formula of two layers down as it stands."""
    (W1, b1), (W2, b2) = parameters[0], parameters[1]
    return W2 @ W1, W2 @ b1 + b2


# --- a ReLU between -------------------------------------------------------------------------


@misconception(
    "forward_relu",
    name="No bend between the layers",
    hint="Is that still more than one layer? What happens to a negative sum on its way?",
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
)
def relu_before_the_bias(parameters: list[Layer], a: np.ndarray) -> np.ndarray:
    """Bend the products, then shift."""
    *hidden, (W_last, b_last) = parameters
    for W, b in hidden:
        a = np.maximum(0.0, W @ a) + b
    return np.asarray(W_last @ a + b_last)


# --- xor ------------------------------------------------------------------------------------


@misconception(
    "xor",
    name="One ReLU alone",
    hint="What pulls the sum back down when both inputs are 1?",
)
def one_relu_alone(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Stop after the first hidden neuron."""
    return np.asarray(np.maximum(0.0, np.add(x1, x2)))[()]


@misconception(
    "xor",
    name="The second ReLU is not strong enough",
    hint="At s = 2 the first ReLU says 2. How strongly must the second one count against it?",
)
def second_relu_too_weak(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Subtract it once, which gives OR."""
    s = np.add(x1, x2)
    return np.asarray(np.maximum(0.0, s) - np.maximum(0.0, s - 1))[()]


@misconception(
    "xor",
    name="The neurons of XOR without their ReLUs",
    hint="What does s - 2 (s - 1) give at s = 0? Which part should be silent there?",
)
def neurons_without_relus(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Add and subtract as if nothing bent."""
    s = np.add(x1, x2)
    return np.asarray(s - 2.0 * (s - 1))[()]


@misconception(
    "xor",
    name="XNOR in place of XOR",
    hint="Should two equal inputs give 1 or 0?",
)
def turned_round(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Answer the opposite question."""
    s = np.add(x1, x2)
    return np.asarray(1.0 - np.maximum(0.0, s) + 2 * np.maximum(0.0, s - 1))[()]


@misconception(
    "xor",
    name="Both inputs must be 1",
    hint="Should it answer 1 when exactly one of them is 1, or when both are?",
)
def both_must_be_one(x1: np.ndarray, x2: np.ndarray) -> np.ndarray:
    """Give AND."""
    return np.asarray(np.maximum(0.0, np.add(x1, x2) - 1))[()]


@misconception(
    "xor",
    name="Python's ^ in place of neurons",
    hint="Which numbers does ^ take? And what would a network do with it?",
)
def operator_for_neurons(x1: int, x2: int) -> int:
    """Let Python answer, for whole numbers only."""
    return x1 ^ x2


# --- hinges ---------------------------------------------------------------------------------


@misconception(
    "hinge_network",
    name="Slopes in place of slope changes",
    hint="What are earlier hinges still adding when the next one sets in?",
)
def slopes_for_changes(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Give each hinge the whole slope of its piece."""
    return np.asarray(np.diff(ys) / np.diff(xs))


@misconception(
    "hinge_network",
    name="The first hinge is missing",
    hint="How many pieces are there, and how many hinges? Which hinge starts the first piece?",
)
def first_hinge_missing(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Take the differences of the slopes, which are one fewer."""
    return np.diff(np.diff(ys) / np.diff(xs))


@misconception(
    "hinge_network",
    name="How far it rises in place of how steep it is",
    hint="A rise of 1 over a distance of 2: how steep is that? Do your points know the distance?",
)
def rises_for_slopes(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Forget to divide by the distance."""
    return np.diff(np.diff(ys), prepend=0.0)


@misconception(
    "hinge_network",
    name="The distance divided by the rise",
    hint="Is a line that rises much over a short distance steep or flat?",
)
def distance_over_rise(xs: np.ndarray, ys: np.ndarray) -> np.ndarray:
    """Turn the fraction upside down."""
    return np.diff(np.diff(xs) / np.diff(ys), prepend=0.0)


@misconception(
    "hinge_value",
    name="The line starts at height 0",
    hint="How high is the line before any hinge has set in?",
)
def start_forgotten(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    """Add up the hinges alone."""
    return np.asarray(np.maximum(0.0, np.asarray(x)[..., np.newaxis] - xs[:-1]) @ changes)[()]


@misconception(
    "hinge_value",
    name="Hinges that are never silent",
    hint="What should a hinge say to an x on its left?",
)
def never_silent(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    """Leave the ReLU out."""
    return np.asarray(start + (np.asarray(x)[..., np.newaxis] - xs[:-1]) @ changes)[()]


@misconception(
    "hinge_value",
    name="Each hinge sits at the right end of its piece",
    hint="Where does the slope of a piece set in: where it begins or where it ends?",
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
)
def steps_for_ramps(x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float) -> np.ndarray:
    """Count which hinges are active, not how far x is past them."""
    active = np.where(np.asarray(x)[..., np.newaxis] > xs[:-1], 1.0, 0.0)
    return np.asarray(start + active @ changes)[()]


@misconception(
    "hinge_value",
    name="Every x is paired with one hinge",
    hint="How many hinges does each x meet? Which shape has x - xs when there are many of both?",
)
def paired_with_one_hinge(
    x: np.ndarray, xs: np.ndarray, changes: np.ndarray, start: float
) -> np.ndarray:
    """Subtract the hinges from the xs entry by entry, right for a single x."""
    return np.asarray(start + np.sum(changes * np.maximum(0.0, x - xs[:-1])))[()]


# --- the edge detector ----------------------------------------------------------------------

_ROW = np.array([[-1.0, -1.0, -1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0]])
_COLUMN = np.array([[-1.0, 1.0, -1.0, -1.0, 1.0, -1.0, -1.0, 1.0, -1.0]])


@misconception(
    "edge_detector",
    name="No negative surround",
    hint="What should a blank wall do? Which weights speak against it?",
)
def no_negative_surround() -> Layer:
    """Look at the middle row alone."""
    return np.maximum(0.0, _ROW), np.array([[-2.0]])


@misconception(
    "edge_detector",
    name="A column in place of a row",
    hint="Which of the nine weights belong to the middle row, when the patch is read row by row?",
)
def column_for_row() -> Layer:
    """Put the +1s where a patch read downwards would have them."""
    return _COLUMN.copy(), np.array([[-2.0]])


@misconception(
    "edge_detector",
    name="No bias to keep it quiet in the dark",
    hint="All nine pixels are 0. What is its activation then?",
)
def undecided_in_the_dark() -> Layer:
    """Leave the bias at 0."""
    return _ROW.copy(), np.array([[0.0]])


@misconception(
    "edge_detector",
    name="A bias that cheers it on",
    hint="Should the bias make it harder or easier to fire when there is nothing to be seen?",
)
def bias_cheers_it_on() -> Layer:
    """Take the wrong sign."""
    return _ROW.copy(), np.array([[2.0]])


@misconception(
    "edge_detector",
    name="Weights in the shape of the patch",
    hint="Which shape does a patch have when a layer hears it, and which W goes with that?",
)
def shape_of_the_patch() -> Layer:
    """Leave the filter 3×3."""
    return _ROW.reshape(3, 3), np.array([[-2.0]])
