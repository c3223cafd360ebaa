"""Known wrong answers to e14: the chain rule.

Most of the wrong chains go forward rightly and go wrong in the one link that their name tells.
"""

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e14_chain_rule import chain


def _with(found: dict[str, float], factor: float) -> dict[str, float]:
    """Return the chain with all three slopes multiplied by `factor`."""
    slopes = {name: found[name] * factor for name in ("dw", "db", "da_previous")}
    return {**found, **slopes}


def _largest(bias: float, weights: float, previous: float) -> str:
    sizes = {"bias": bias, "weights": weights, "previous activations": previous}
    return max(sizes, key=lambda kind: sizes[kind])


# --- a link that is wrong -------------------------------------------------------------------


@misconception(
    "chain",
    name="The square's slope without its 2",
    hint="Differentiate the square. What is the slope of (a - y)² at a - y = 1?",
    concept="factor",
)
def without_the_two(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Take a - y for the slope of the cost."""
    return _with(chain(w, b, a_previous, y), 0.5)


@misconception(
    "chain",
    name="The squash's slope is taken at a",
    hint="Slope at which point? Does sigmoid_prime want the sum or the activation?",
    concept="slope at which point",
)
def slope_taken_at_a(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Give sigmoid_prime the activation."""
    found = chain(w, b, a_previous, y)
    at_a = sigmoid_prime(np.asarray(found["a"]))
    return _with(found, float(at_a / sigmoid_prime(np.asarray(found["z"]))))


@misconception(
    "chain",
    name="The squash has no link in the chain",
    hint="Which link is missing? There are three between w and C.",
    concept="chain incomplete",
)
def squash_left_out(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Go from the sum to the cost at once."""
    found = chain(w, b, a_previous, y)
    return _with(found, 1.0 / float(sigmoid_prime(np.asarray(found["z"]))))


@misconception(
    "chain",
    name="The squash itself in place of its slope",
    hint="How high is the curve there, or how steep? Which of the two belongs in the chain?",
    concept="height or slope",
)
def height_of_the_squash(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Multiply by a."""
    found = chain(w, b, a_previous, y)
    return _with(found, found["a"] / float(sigmoid_prime(np.asarray(found["z"]))))


@misconception(
    "chain",
    name="The neuron's own activation meets the weight",
    hint="What multiplies w on the way forward?",
    concept="order of layers",
)
def own_activation_meets_w(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Take a where the previous activation belongs."""
    found = chain(w, b, a_previous, y)
    return {**found, "dw": found["a"] * found["db"]}


@misconception(
    "chain",
    name="The slope in w is multiplied by w",
    hint="Derivative with respect to what? Nudge w by 1: by how much does z move?",
    concept="definition",
)
def multiplied_by_w(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Keep w, and differentiate the other factor away."""
    found = chain(w, b, a_previous, y)
    return {**found, "dw": found["da_previous"]}


@misconception(
    "chain",
    name="The slopes in w and in the previous activation are exchanged",
    hint="z = w · a + b. Hold one of the two still: by how much does z move with the other?",
    concept="definition",
)
def links_exchanged(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Multiply each by itself, where it is to be multiplied by its partner."""
    found = chain(w, b, a_previous, y)
    return {**found, "dw": found["da_previous"], "da_previous": found["dw"]}


@misconception(
    "chain",
    name="The bias is treated like the weight",
    hint="What does the bias multiply on the way forward?",
    concept="the bias",
)
def bias_like_the_weight(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Let the bias meet the previous activation."""
    found = chain(w, b, a_previous, y)
    return {**found, "db": found["dw"]}


@misconception(
    "chain",
    name="The miss is taken the wrong way round",
    hint="Raise w: does C rise? Then which sign must its slope have?",
    concept="sign",
)
def target_minus_activation(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Differentiate (y - a)² and lose the inner minus."""
    return _with(chain(w, b, a_previous, y), -1.0)


@misconception(
    "chain",
    name="The error of another cost, the cross-entropy",
    hint="For which cost does the squash's slope cancel out, and which cost is ours (e12)?",
    concept="definition",
)
def error_of_cross_entropy(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Take a - y for both common links."""
    found = chain(w, b, a_previous, y)
    return _with(found, 0.5 / float(sigmoid_prime(np.asarray(found["z"]))))


@misconception(
    "chain",
    name="The slope in the previous activation lacks the squash",
    hint="From the previous activation to the cost: does that way lead through the squash too?",
    concept="chain incomplete",
)
def squash_missing_for_previous(
    w: float, b: float, a_previous: float, y: float
) -> dict[str, float]:
    """Go from the previous activation to the cost at once."""
    found = chain(w, b, a_previous, y)
    return {**found, "da_previous": w * 2.0 * (found["a"] - y)}


@misconception(
    "chain",
    name="The slope in the bias lacks the squash",
    hint="From the bias to the cost: does that way lead through the squash too?",
    concept="chain incomplete",
)
def squash_missing_for_bias(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Take the cost's slope for the bias's."""
    found = chain(w, b, a_previous, y)
    return {**found, "db": 2.0 * (found["a"] - y)}


@misconception(
    "chain",
    name="The slope in the bias is 1",
    hint="1 is the first link of the bias's chain. Which links come after it?",
    concept="chain incomplete",
)
def bias_link_alone(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Stop after the first link."""
    return {**chain(w, b, a_previous, y), "db": 1.0}


@misconception(
    "chain",
    name="The slope's formula is given z where it needs the activation",
    hint="In a(1 - a), is a the number before the squash or after it?",
    concept="slope at which point",
)
def slope_formula_of_z(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Write z(1 - z)."""
    found = chain(w, b, a_previous, y)
    z = found["z"]
    return _with(found, z * (1.0 - z) / float(sigmoid_prime(np.asarray(z))))


@misconception(
    "chain",
    name="The slope of tanh",
    hint="Which curve squashes here, and how steep is it at z = 0?",
    concept="the squash",
)
def slope_of_tanh(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Write 1 - a²."""
    found = chain(w, b, a_previous, y)
    return _with(found, (1.0 - found["a"] ** 2) / float(sigmoid_prime(np.asarray(found["z"]))))


@misconception(
    "chain",
    name="The squared miss instead of its slope",
    hint="Is this how large the cost is, or how it changes?",
    concept="height or slope",
)
def cost_for_its_slope(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Multiply by the cost itself."""
    found = chain(w, b, a_previous, y)
    return _with(found, (found["a"] - y) / 2.0)


@misconception(
    "chain",
    name="The miss the wrong way round, and without its 2",
    hint="Differentiate (a - y)² with a pencil: which sign and which number stand in front?",
    concept="sign",
)
def old_delta_rule(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Take y - a for the slope of the cost."""
    return _with(chain(w, b, a_previous, y), -0.5)


# --- a way forward that is wrong ------------------------------------------------------------


@misconception(
    "chain",
    name="Half of the squared miss",
    hint="Which cost is ours: is there a ½ in it?",
    concept="factor",
)
def half_of_the_cost(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Use the definition that makes the 2 go away."""
    found = _with(chain(w, b, a_previous, y), 0.5)
    return {**found, "cost": found["cost"] / 2}


@misconception(
    "chain",
    name="Squashed before the bias",
    hint="What exactly goes into the sigmoid?",
    concept="the bias",
)
def squashed_before_the_bias(w: float, b: float, a_previous: float, y: float) -> dict[str, float]:
    """Leave the bias out of z."""
    found = chain(w, 0.0, a_previous, y)
    a = float(sigmoid(np.asarray(w * a_previous))) + b
    common = float(sigmoid_prime(np.asarray(w * a_previous))) * 2 * (a - y)
    slopes = {"dw": a_previous * common, "db": 2 * (a - y), "da_previous": w * common}
    return {**found, "a": a, "cost": (a - y) ** 2, **slopes}


# --- which nudge pays most ------------------------------------------------------------------


@misconception(
    "nudges",
    name="The largest number wins, whatever it meets",
    hint="Is it large, or does it move a lot? By how much does z move with the bias?",
    concept="definition",
)
def largest_number(w: np.ndarray, b: float, a_previous: np.ndarray) -> str:
    """Compare the numbers themselves."""
    return _largest(abs(b), float(np.max(np.abs(w))), float(np.max(np.abs(a_previous))))


@misconception(
    "nudges",
    name="Weights and previous activations change places",
    hint="What does a weight meet in z: itself, or what it is multiplied by?",
    concept="definition",
)
def partners_exchanged(w: np.ndarray, b: float, a_previous: np.ndarray) -> str:
    """Credit each factor with its own size."""
    return _largest(1.0, float(np.max(np.abs(w))), float(np.max(np.abs(a_previous))))


@misconception(
    "nudges",
    name="Negative weights are overlooked",
    hint="May a nudge also go down? What does a negative weight make of it?",
    concept="sign",
)
def negative_weights_overlooked(w: np.ndarray, b: float, a_previous: np.ndarray) -> str:
    """Look for the largest slope, not for the largest in size."""
    return _largest(1.0, float(np.max(a_previous)), float(np.max(w)))


@misconception(
    "nudges",
    name="All numbers of a kind are moved together",
    hint="How many numbers may you move at a time?",
    concept="sum or mean",
)
def moved_together(w: np.ndarray, b: float, a_previous: np.ndarray) -> str:
    """Add up what a whole kind can do."""
    return _largest(1.0, float(np.sum(np.abs(a_previous))), float(np.sum(np.abs(w))))
