"""Known wrong answers to e15: backpropagation.

Most of the wrong backprops below go forward and back correctly, by `_pass`, and go wrong in the one
line that their name tells.
"""

import numpy as np

from autograder.checking import misconception, misconception_family
from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e15_backprop import backprop, hidden_error, layer_gradients, output_error

Pair = tuple[np.ndarray, np.ndarray]
Parameters = list[Pair]


def _forward(parameters: Parameters, x: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return every layer's z and, input first, every layer's activations."""
    zs: list[np.ndarray] = []
    activations = [np.asarray(x, dtype=np.float64)]
    for W, b in parameters:
        zs.append(W @ activations[-1] + b)
        activations.append(sigmoid(zs[-1]))
    return zs, activations


def _errors(
    parameters: Parameters, zs: list[np.ndarray], output: np.ndarray, y: np.ndarray
) -> list[np.ndarray]:
    """Return every layer's error, first hidden layer first."""
    deltas = [output_error(zs[-1], output, y)]
    for (W, _), z in zip(reversed(parameters[1:]), reversed(zs[:-1]), strict=True):
        deltas.insert(0, hidden_error(W, deltas[0], z))
    return deltas


def _pass(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray], list[np.ndarray]]:
    """Return every layer's z, its previous activations and its error."""
    zs, activations = _forward(parameters, x)
    return zs, activations[:-1], _errors(parameters, zs, activations[-1], y)


def _gradients(previous: list[np.ndarray], deltas: list[np.ndarray]) -> Parameters:
    return [layer_gradients(d, a) for d, a in zip(deltas, previous, strict=True)]


def _divided(gradients: Parameters, by: float) -> Parameters:
    return [(dW / by, db / by) for dW, db in gradients]


# --- the last layer's error -----------------------------------------------------------------


@misconception(
    "output_error",
    name="The factor 2 is missing",
    hint="Differentiate the square: which factor comes down?",
    concept="factor",
)
def factor_two_missing(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the cost with a ½."""
    return np.asarray((a - y) * sigmoid_prime(z))


@misconception(
    "output_error",
    name="The sign is turned round",
    hint="Raise z where the output is too low already: does the cost rise or fall?",
    concept="sign",
)
def sign_turned(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Subtract the output from the target."""
    return np.asarray(2.0 * (y - a) * sigmoid_prime(z))


@misconception(
    "output_error",
    name="The last layer's squash has no slope",
    hint="Which link is missing between a neuron's z and the cost?",
    concept="chain incomplete",
)
def output_slope_skipped(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Take the slope in a for the slope in z."""
    return np.asarray(2.0 * (a - y))


@misconception(
    "output_error",
    name="The error of another cost, the cross-entropy",
    hint="For which cost does the squash's slope cancel out, and which cost is ours (e12)?",
    concept="definition",
)
def error_of_cross_entropy(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the plain miss, as many texts do whose cost is the cross-entropy."""
    return np.asarray(a - y)


@misconception(
    "output_error",
    name="The miss, the wrong way round and without its links",
    hint="Raise z where the output is too low: does the cost rise? And which two slopes meet here?",
    concept="chain incomplete",
)
def target_minus_output(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how far the target lies above."""
    return np.asarray(y - a)


@misconception(
    "output_error",
    name="The miss the wrong way round, and no factor 2",
    hint="Differentiate (a - y)² with a pencil: which sign and which number stand in front?",
    concept="sign",
)
def target_minus_output_by_slope(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Write the old delta rule, whose result is added to the weights."""
    return np.asarray((y - a) * sigmoid_prime(z))


@misconception(
    "output_error",
    name="The slope is taken at a instead of z",
    hint="Slope at which point: at what goes into the squash, or at what comes out?",
    concept="slope at which point",
    also={
        "hidden_error": lambda W_next, delta_next, z: (
            (W_next.T @ delta_next) * sigmoid_prime(sigmoid(z))
        )
    },
)
def slope_at_the_activation(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ask for the slope at the squashed value."""
    return np.asarray(2.0 * (a - y) * sigmoid_prime(a))


@misconception(
    "output_error",
    name="The squash itself instead of its slope",
    hint="How high is the curve here, or how steep?",
    concept="height or slope",
    also={"hidden_error": lambda W_next, delta_next, z: (W_next.T @ delta_next) * sigmoid(z)},
)
def squash_for_its_slope(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Multiply by the activation."""
    return np.asarray(2.0 * (a - y) * a)


@misconception(
    "output_error",
    name="The slope's formula is given z where it needs the activation",
    hint="In a(1 - a), is a the number before the squash or after it?",
    concept="slope at which point",
    also={"hidden_error": lambda W_next, delta_next, z: (W_next.T @ delta_next) * z * (1.0 - z)},
)
def slope_formula_of_z(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Write z(1 - z)."""
    return np.asarray(2.0 * (a - y) * z * (1.0 - z))


@misconception(
    "output_error",
    name="The slope of tanh",
    hint="Which curve squashes here, and how steep is it at z = 0?",
    concept="the squash",
    also={
        "hidden_error": lambda W_next, delta_next, z: (
            (W_next.T @ delta_next) * (1.0 - sigmoid(z) ** 2)
        )
    },
)
def slope_of_tanh(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Write 1 - a²."""
    return np.asarray(2.0 * (a - y) * (1.0 - a**2))


@misconception(
    "output_error",
    name="The slope is multiplied in twice",
    hint="How many squashes lie between this z and the cost?",
    concept="chain incomplete",
)
def slope_twice(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Multiply by the slope once more."""
    return np.asarray(2.0 * (a - y) * sigmoid_prime(z) ** 2)


@misconception_family(
    "output_error",
    name="A wrong factor in front of the error",
    hint="Nudge a by 0.001: how much does (a - y)² change? Which factor is that?",
    concept="factor",
    example=4.0,
)
def wrong_factor(z: np.ndarray, a: np.ndarray, y: np.ndarray, *, factor: float) -> np.ndarray:
    """Multiply by another number than the square's 2."""
    return np.asarray(factor * output_error(z, a, y))


@misconception_family(
    "output_error",
    name="A small number is added to the slope",
    hint="Is any division in danger here? How steep is the squash really where z is 40?",
    concept="the squash",
    example=1e-8,
    values=(1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3),
)
def slope_with_epsilon(
    z: np.ndarray, a: np.ndarray, y: np.ndarray, *, epsilon: float
) -> np.ndarray:
    """Keep the slope away from 0, as one keeps a divisor."""
    return np.asarray(2.0 * (a - y) * (sigmoid_prime(z) + epsilon))


@misconception(
    "output_error",
    name="The last layer's slope formula is given z where it needs the activation",
    hint="In a(1 - a), is a the number before the squash or after it? Look at the last layer.",
    concept="slope at which point",
)
def output_slope_formula_of_z(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Write z(1 - z) in the last layer alone."""
    return np.asarray(2.0 * (a - y) * z * (1.0 - z))


@misconception(
    "output_error",
    name="The last layer's slope is taken at a instead of z",
    hint="What does sigmoid_prime want to know of an output neuron: its sum, or its activation?",
    concept="slope at which point",
)
def output_slope_at_the_activation(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Ask for the slope at the squashed value, in the last layer alone."""
    return np.asarray(2.0 * (a - y) * sigmoid_prime(a))


@misconception(
    "output_error",
    name="The squared miss instead of its slope",
    hint="Is this how large the cost is, or how it changes?",
    concept="height or slope",
)
def square_kept(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Send the cost itself back."""
    return np.asarray((a - y) ** 2 * sigmoid_prime(z))


@misconception(
    "output_error",
    name="The error is divided by the number of outputs",
    hint="e12's cost adds up over the output neurons. Is there a mean over them anywhere?",
    concept="sum or mean",
)
def averaged_over_outputs(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the mean over the outputs."""
    return np.asarray(output_error(z, a, y) / a.shape[0])


@misconception(
    "output_error",
    name="The errors are added up over the neurons",
    hint="How many neurons has the last layer, and how many errors has one example?",
    concept="sum or mean",
)
def summed_over_outputs(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return one number for each example."""
    return np.asarray(np.sum(output_error(z, a, y), axis=0, keepdims=True))


def _backprop_of_averaged_errors(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    return backprop(parameters, x, y)  # the mean is taken once, in another place


@misconception(
    "output_error",
    name="The mean is taken too early",
    hint="Is this each example's own error, or its share in the batch?",
    concept="sum or mean",
    also={"backprop": _backprop_of_averaged_errors},
)
def averaged_too_early(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Divide by the number of examples where each example is still on its own."""
    return np.asarray(output_error(z, a, y) / a.shape[1])


# --- one layer's gradients from its error ---------------------------------------------------

AVERAGED = ("both averaged", "the weights averaged", "neither averaged")


def _averaged(what: str, dW: np.ndarray, db: np.ndarray, delta: np.ndarray) -> Pair:
    """Return mean gradients of the weights and summed ones of the biases, `what` of them means."""
    m = delta.shape[1]
    return dW * m if what == "neither averaged" else dW, db / m if what == "both averaged" else db


@misconception(
    "layer_gradients",
    name="The bias gradient keeps a column for each example",
    hint="How many biases are there? Where should the columns of examples disappear?",
    concept="shape",
)
def bias_gradient_not_summed(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Return the error itself for the biases."""
    return layer_gradients(delta, a_previous)[0], delta


@misconception(
    "layer_gradients",
    name="The bias gradient keeps a share for each example",
    hint="How many biases are there? The mean needs a division and what else?",
    concept="sum or mean",
)
def bias_gradient_divided_not_summed(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Divide the error by the number of examples and leave it there."""
    return layer_gradients(delta, a_previous)[0], delta / delta.shape[1]


@misconception_family(
    "layer_gradients",
    name="The bias gradient has lost its second axis",
    hint="Which shape has b, and which has your gradient of it?",
    concept="shape",
    example="both averaged",
    values=AVERAGED,
)
def bias_gradient_flat(delta: np.ndarray, a_previous: np.ndarray, *, what: str) -> Pair:
    """Sum the columns away, axis and all."""
    return _averaged(what, layer_gradients(delta, a_previous)[0], np.sum(delta, axis=1), delta)


@misconception_family(
    "layer_gradients",
    name="One number for all biases",
    hint="Has every neuron of the layer the same error? How many numbers does b hold?",
    concept="axes and layout",
    example="both averaged",
    values=AVERAGED,
)
def bias_gradient_one_number(delta: np.ndarray, a_previous: np.ndarray, *, what: str) -> Pair:
    """Sum over both axes at once."""
    dW, db = _averaged(what, layer_gradients(delta, a_previous)[0], np.sum(delta), delta)
    return dW, db[()]


@misconception_family(
    "layer_gradients",
    name="One number for all biases, with the right shape",
    hint="Has every neuron of the layer the same error? Which axis should be left?",
    concept="axes and layout",
    example="both averaged",
    values=AVERAGED,
)
def bias_gradient_spread(delta: np.ndarray, a_previous: np.ndarray, *, what: str) -> Pair:
    """Sum over both axes, and fill the column with the result."""
    total = np.full((len(delta), 1), np.sum(delta))
    return _averaged(what, layer_gradients(delta, a_previous)[0], total, delta)


@misconception(
    "layer_gradients",
    name="One number for all biases, in an array with two axes",
    hint="Has every neuron of the layer the same error? Over which axis does keepdims keep one?",
    concept="axes and layout",
)
def bias_gradient_one_by_one(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Sum over both axes with keepdims."""
    return layer_gradients(delta, a_previous)[0], np.sum(delta, keepdims=True) / delta.shape[1]


@misconception(
    "layer_gradients",
    name="The bias gradient is the mean of all errors at once",
    hint="Has every neuron of the layer the same error? Along which axis is your mean?",
    concept="axes and layout",
)
def bias_gradient_grand_mean(delta: np.ndarray, a_previous: np.ndarray) -> tuple[np.ndarray, float]:
    """Forget the axis of the mean."""
    return layer_gradients(delta, a_previous)[0], float(np.mean(delta))


@misconception(
    "layer_gradients",
    name="The bias gradient is averaged over the neurons",
    hint="Which axis counts the examples? One number is to be left for each what?",
    concept="axes and layout",
)
def bias_gradient_over_neurons(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Average along the wrong axis."""
    return layer_gradients(delta, a_previous)[0], np.mean(delta, axis=0, keepdims=True)


@misconception(
    "layer_gradients",
    name="The bias gradient is summed along the wrong axis",
    hint="After your sum, is a number left for each neuron or for each example?",
    concept="axes and layout",
)
def bias_gradient_down_the_columns(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Sum down the columns, and divide by the number of examples all the same."""
    return layer_gradients(delta, a_previous)[0], np.sum(delta, axis=0) / delta.shape[1]


@misconception(
    "layer_gradients",
    name="The bias gradient is summed along the wrong axis, and has two axes",
    hint="Write the shapes of b and of your sum side by side: which size was to stay?",
    concept="axes and layout",
)
def bias_gradient_as_a_row(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Sum down the columns with keepdims."""
    db = np.sum(delta, axis=0, keepdims=True) / delta.shape[1]
    return layer_gradients(delta, a_previous)[0], db


@misconception(
    "layer_gradients",
    name="The gradients are summed over the batch, not averaged",
    hint="Does doubling the data double the slope?",
    concept="sum or mean",
)
def summed_over_the_batch(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Differentiate the sum of the examples' costs."""
    dW, db = layer_gradients(delta, a_previous)
    return delta.shape[1] * dW, delta.shape[1] * db


@misconception(
    "layer_gradients",
    name="The weights' gradient is summed, the biases' averaged",
    hint="Does doubling the data double the slope? Treat dW as you treat db.",
    concept="sum or mean",
)
def weight_gradient_summed(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Forget the division for the weights."""
    dW, db = layer_gradients(delta, a_previous)
    return delta.shape[1] * dW, db


@misconception(
    "layer_gradients",
    name="The biases' gradient is summed, the weights' averaged",
    hint="Does doubling the data double the slope? Treat db as you treat dW.",
    concept="sum or mean",
)
def bias_gradient_summed(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Forget the division for the biases."""
    dW, db = layer_gradients(delta, a_previous)
    return dW, delta.shape[1] * db


@misconception(
    "layer_gradients",
    name="Divided by the number of examples twice",
    hint="How many of your lines divide by the number of examples, `mean` included?",
    concept="sum or mean",
)
def divided_twice(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Divide a mean once more."""
    dW, db = layer_gradients(delta, a_previous)
    return dW / delta.shape[1], db / delta.shape[1]


@misconception(
    "layer_gradients",
    name="The biases' gradient is divided twice",
    hint="A mean has a division in it already. How many has your db?",
    concept="sum or mean",
)
def bias_gradient_divided_twice(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Take the mean, and divide it."""
    dW, db = layer_gradients(delta, a_previous)
    return dW, db / delta.shape[1]


@misconception(
    "layer_gradients",
    name="Divided by the number of neurons",
    hint="Which axis of the error counts the examples, and which one is its length?",
    concept="axes and layout",
)
def divided_by_neurons(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Take the length of the error for the number of examples."""
    n, m = delta.shape
    dW, db = layer_gradients(delta, a_previous)
    return dW * m / n, db * m / n


@misconception(
    "layer_gradients",
    name="The weights' gradient is transposed",
    hint="Same shape as W? Row i belongs to which neuron?",
    concept="transposition",
)
def weight_gradient_transposed(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Multiply in the other order."""
    dW, db = layer_gradients(delta, a_previous)
    return dW.T, db


@misconception(
    "layer_gradients",
    name="The activations are not transposed",
    hint="Write the shapes of your two factors side by side: which inner sizes meet?",
    concept="transposition",
)
def activations_not_transposed(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Multiply the two as they come."""
    return delta @ a_previous / delta.shape[1], layer_gradients(delta, a_previous)[1]


@misconception(
    "layer_gradients",
    name="The weights' gradient is multiplied entry by entry",
    hint="Every neuron meets every activation before it: how many products are that?",
    concept="broadcasting",
)
def weight_gradient_in_pairs(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Use `*` for `@`."""
    return delta * a_previous / delta.shape[1], layer_gradients(delta, a_previous)[1]


@misconception(
    "layer_gradients",
    name="The product of the means instead of the mean of the products",
    hint="Each example has its own product. When do you average: before it or after?",
    concept="sum or mean",
)
def product_of_means(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Average errors and activations first, and multiply then."""
    dW = np.outer(np.mean(delta, axis=1), np.mean(a_previous, axis=1))
    return dW, layer_gradients(delta, a_previous)[1]


@misconception(
    "layer_gradients",
    name="Only the first example is used",
    hint="What if there are five examples: which of your lines looks at the fifth?",
    concept="axes and layout",
)
def first_example_only(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Treat the batch as the one column it starts with."""
    return layer_gradients(delta[:, :1], a_previous[:, :1])


@misconception(
    "layer_gradients",
    name="The pair is turned round",
    hint="A pair of parameters is (W, b). What does a pair of gradients begin with?",
    concept="axes and layout",
)
def pairs_turned(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Put the bias first."""
    dW, db = layer_gradients(delta, a_previous)
    return db, dW


@misconception(
    "layer_gradients",
    name="The way down instead of the gradient",
    hint="e13's step subtracts what you return. Where would it go from here?",
    concept="sign",
)
def way_down(delta: np.ndarray, a_previous: np.ndarray) -> Pair:
    """Return what is to be added to the parameters."""
    dW, db = layer_gradients(delta, a_previous)
    return -dW, -db


# --- a hidden layer's error -----------------------------------------------------------------

_BUT = {"the first": slice(1, None), "the last": slice(None, -1)}


@misconception(
    "hidden_error",
    name="W forwards instead of backwards",
    hint="Which direction now: from which layer's neurons to which?",
    concept="transposition",
)
def weights_not_transposed(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Multiply as on the way forward."""
    return np.asarray((W_next @ delta_next) * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="The hidden squash has no slope",
    hint="Every squash has a slope. Where is this layer's?",
    concept="chain incomplete",
)
def hidden_slope_skipped(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Stop at the slope in a."""
    return np.asarray(W_next.T @ delta_next)


@misconception(
    "hidden_error",
    name="The slope of a ReLU",
    hint="Which curve squashes in this network, and how steep is it where z is negative?",
    concept="the squash",
)
def slope_of_relu(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Let the error through where z is positive."""
    return np.asarray((W_next.T @ delta_next) * (z > 0))


@misconception(
    "hidden_error",
    name="The slope of tanh in the hidden layer",
    hint="Which curve squashes the hidden neurons, and how steep is it at z = 0?",
    concept="the squash",
)
def hidden_slope_of_tanh(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Differentiate another squash."""
    return np.asarray((W_next.T @ delta_next) * (1.0 - np.tanh(z) ** 2))


@misconception(
    "hidden_error",
    name="The hidden slope is taken at a instead of z",
    hint="What does sigmoid_prime want to know: what the neuron gathered, or what it said?",
    concept="slope at which point",
)
def hidden_slope_at_the_activation(
    W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray
) -> np.ndarray:
    """Ask for the slope at the squashed value, in the hidden layers alone."""
    return np.asarray((W_next.T @ delta_next) * sigmoid_prime(sigmoid(z)))


@misconception(
    "hidden_error",
    name="The hidden slope's formula is given z where it needs the activation",
    hint="In a(1 - a), is a the number before the squash or after it? Look at the hidden layers.",
    concept="slope at which point",
)
def hidden_slope_formula_of_z(
    W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray
) -> np.ndarray:
    """Write z(1 - z) in the hidden layers alone."""
    return np.asarray((W_next.T @ delta_next) * z * (1.0 - z))


@misconception(
    "hidden_error",
    name="The activation instead of the slope in the hidden layers",
    hint="How high is the curve at a hidden neuron's z, or how steep?",
    concept="height or slope",
)
def hidden_squash_for_its_slope(
    W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray
) -> np.ndarray:
    """Multiply by the activation, in the hidden layers alone."""
    return np.asarray((W_next.T @ delta_next) * sigmoid(z))


@misconception_family(
    "hidden_error",
    name="A wrong factor in front of the hidden error",
    hint="The square's 2 is in delta_next already. Which number comes in here, and from where?",
    concept="factor",
    example=2.0,
)
def wrong_hidden_factor(
    W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray, *, factor: float
) -> np.ndarray:
    """Multiply on the way back by a number that is always the same."""
    return np.asarray(factor * hidden_error(W_next, delta_next, z))


@misconception(
    "hidden_error",
    name="One path only",
    hint="Who else listens to this neuron?",
    concept="chain incomplete",
)
def one_path_only(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Collect the blame of the next layer's first neuron alone."""
    return np.asarray((W_next[:1].T @ delta_next[:1]) * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="The paths are averaged",
    hint="Two neurons listen. Do their complaints add up, or does one soften the other?",
    concept="sum or mean",
)
def paths_averaged(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Divide the blame by the number of listeners."""
    return np.asarray((W_next.T @ delta_next) / len(W_next) * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="All weights are added up",
    hint="Through which weights did this one neuron speak: through its own, or through all?",
    concept="axes and layout",
)
def all_weights_summed(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Give every neuron the sum of all weights and of all errors."""
    blame = np.sum(W_next) * np.sum(delta_next, axis=0, keepdims=True)
    return np.asarray(blame * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="The errors are multiplied entry by entry",
    hint="A neuron spoke to several others. Multiply, and then what?",
    concept="broadcasting",
)
def errors_in_pairs(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Use `*` for `@`."""
    return np.asarray((W_next.T * delta_next) * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="A matrix product with the slope",
    hint="Each neuron has one slope for each example. Does it meet the others' slopes?",
    concept="broadcasting",
)
def product_with_the_slope(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Multiply by the transposed slopes, so that the sizes fit."""
    return np.asarray((W_next.T @ delta_next) @ sigmoid_prime(z).T)


@misconception_family(
    "hidden_error",
    name="A column of W is dropped as if it were the bias's",
    hint="Does W have a column for the bias in this course, or does b stand apart (e08)?",
    concept="the bias",
    example="the first",
    values=("the first", "the last"),
)
def column_dropped(
    W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray, *, which: str
) -> np.ndarray:
    """Read W as theta."""
    return np.asarray((W_next[:, _BUT[which]].T @ delta_next) * sigmoid_prime(z))


@misconception_family(
    "hidden_error",
    name="An error is dropped as if it were the bias unit's",
    hint="How many neurons does this layer have, and how many errors do you return?",
    concept="the bias",
    example="the first",
    values=("the first", "the last"),
)
def error_dropped(
    W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray, *, which: str
) -> np.ndarray:
    """Leave out a row of a layer that has no bias unit."""
    return np.asarray(hidden_error(W_next, delta_next, z)[_BUT[which]])


# --- the way forward and back ---------------------------------------------------------------


@misconception(
    "backprop",
    name="Divided by the number of inputs",
    hint="Which axis of x counts the examples?",
    concept="axes and layout",
)
def divided_by_inputs(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Take the length of x for the number of examples."""
    n, m = x.shape
    return _divided(backprop(parameters, x, y), n / m)


@misconception(
    "backprop",
    name="Divided by the number of outputs",
    hint="Which axis of y counts the examples, and which one is its length?",
    concept="axes and layout",
)
def divided_by_outputs(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Take the length of y for the number of examples."""
    n, m = y.shape
    return _divided(backprop(parameters, x, y), n / m)


@misconception(
    "backprop",
    name="The mean over the outputs is taken as well",
    hint="Sum over the outputs, mean over the examples: by which of the two do you divide?",
    concept="sum or mean",
)
def mean_over_outputs_too(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Divide by the number of entries of y."""
    return _divided(backprop(parameters, x, y), len(y))


@misconception(
    "backprop",
    name="The bias gradient forgets the squash",
    hint="Between a bias and its neuron's activation, what lies in the way?",
    concept="chain incomplete",
)
def bias_gradient_before_the_slope(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    """Take the error before it met the squash's slope."""
    zs, previous, deltas = _pass(parameters, x, y)
    right = _gradients(previous, deltas)
    slopeless = [d / sigmoid_prime(z) for d, z in zip(deltas, zs, strict=True)]
    return [(dW, layer_gradients(d, d)[1]) for (dW, _), d in zip(right, slopeless, strict=True)]


@misconception(
    "backprop",
    name="A layer's own activation instead of the previous one",
    hint="What multiplies w on the way forward?",
    concept="order of layers",
)
def own_activation(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Pair each error with the activations that it comes from."""
    zs, _, deltas = _pass(parameters, x, y)
    return _gradients([sigmoid(z) for z in zs], deltas)


@misconception(
    "backprop",
    name="The input instead of the previous activations",
    hint="What does the second layer read: the input, or the first layer?",
    concept="order of layers",
)
def input_for_every_layer(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Pair every error with the network's input."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients([x for _ in previous], deltas)


@misconception(
    "backprop",
    name="z instead of the activations of the previous layer",
    hint="What does a weight multiply: what the neuron before it gathered, or what it said?",
    concept="slope at which point",
)
def previous_layer_not_squashed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Pair the errors with the pre-activations."""
    zs, _, deltas = _pass(parameters, x, y)
    return _gradients([x, *zs[:-1]], deltas)


@misconception(
    "backprop",
    name="The weight instead of the activation that it met",
    hint="z = w · a + b. Nudge w: with which of the other numbers does z move?",
    concept="definition",
)
def weight_for_activation(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Multiply each weight by its neuron's mean error."""
    return [
        (db * W, db) for (W, _), (_, db) in zip(parameters, backprop(parameters, x, y), strict=True)
    ]


@misconception(
    "backprop",
    name="The error goes on without the squash's slope",
    hint="What travels back to the layer before: the slope in a, or the slope in z?",
    concept="chain incomplete",
)
def raw_error_sent_back(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Use each layer's slope for its own gradients, and send back what came before it."""
    zs, activations = _forward(parameters, x)
    raw = 2.0 * (activations[-1] - y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        delta = raw * sigmoid_prime(zs[layer])
        gradients.insert(0, layer_gradients(delta, activations[layer]))
        raw = parameters[layer][0].T @ raw
    return gradients


@misconception(
    "backprop",
    name="The last layer's gradients lack the slope, the hidden layers' have it",
    hint="You send the right error back. Which one do you use for the last layer itself?",
    concept="chain incomplete",
)
def last_gradients_without_slope(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    """Build the last gradients of the miss, and the error of it afterwards."""
    _, activations = _forward(parameters, x)
    miss = 2.0 * (activations[-1] - y)
    last = layer_gradients(miss, activations[-2])
    return [*backprop(parameters, x, y)[:-1], last]


@misconception(
    "backprop",
    name="The slope is multiplied in twice at the last layer",
    hint="output_error has the squash's slope in it already. Where does it come in again?",
    concept="chain incomplete",
)
def slope_again(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Multiply the last layer's error by the slope once more."""
    zs, activations = _forward(parameters, x)
    deltas = [output_error(zs[-1], activations[-1], y) * sigmoid_prime(zs[-1])]
    for (W, _), z in zip(reversed(parameters[1:]), reversed(zs[:-1]), strict=True):
        deltas.insert(0, hidden_error(W, deltas[0], z))
    return _gradients(activations[:-1], deltas)


@misconception(
    "backprop",
    name="The gradient of W is used for W on the way back",
    hint="Through which numbers did the neuron speak on the way forward?",
    concept="definition",
)
def gradient_for_weights(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Send the error back through dW."""
    zs, activations = _forward(parameters, x)
    delta = output_error(zs[-1], activations[-1], y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        gradients.insert(0, layer_gradients(delta, activations[layer]))
        if layer > 0:
            delta = hidden_error(gradients[0][0], delta, zs[layer - 1])
    return gradients


@misconception(
    "backprop",
    name="The last layer's error is used for every layer",
    hint="In which line does the error travel one layer back?",
    concept="order of layers",
)
def error_not_carried(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Never replace the error."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients(previous, [deltas[-1] for _ in deltas])


@misconception(
    "backprop",
    name="The wrong layer's weights on the way back",
    hint="Through which weights did this layer speak: those that lead into it, or out of it?",
    concept="order of layers",
)
def weights_of_the_wrong_layer(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Send the error back through the weights that lead into the layer."""
    zs, activations = _forward(parameters, x)
    delta = output_error(zs[-1], activations[-1], y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        gradients.insert(0, layer_gradients(delta, activations[layer]))
        if layer > 0:
            delta = hidden_error(parameters[layer - 1][0], delta, zs[layer - 1])
    return gradients


@misconception(
    "backprop",
    name="The slope of the layer after",
    hint="Which layer's error are you working out, and which layer's z did you pass?",
    concept="order of layers",
)
def slope_of_the_layer_after(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Keep the index of the layer that the error comes from."""
    zs, activations = _forward(parameters, x)
    delta = output_error(zs[-1], activations[-1], y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        gradients.insert(0, layer_gradients(delta, activations[layer]))
        if layer > 0:
            delta = hidden_error(parameters[layer][0], delta, zs[layer])
    return gradients


@misconception_family(
    "backprop",
    name="The updated weights are used on the way back",
    hint="Slope of which network: the one that ran forward, or the one you are about to have?",
    concept="aliasing and in-place",
    example=0.35,
    degree=7,
)
def updated_weights(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, *, tenths: float
) -> Parameters:
    """Step before the error has travelled on, by any rate; four layers make it a 7th power."""
    rate = tenths / 10
    zs, activations = _forward(parameters, x)
    delta = output_error(zs[-1], activations[-1], y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        gradients.insert(0, layer_gradients(delta, activations[layer]))
        if layer > 0:
            updated = parameters[layer][0] - rate * gradients[0][0]
            delta = hidden_error(updated, delta, zs[layer - 1])
    return gradients


# --- the list that comes back ---------------------------------------------------------------


@misconception(
    "backprop",
    name="The layers come in reverse order",
    hint="You found the last layer first. Who comes first in the parameters?",
    concept="order of layers",
)
def layers_reversed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Append on the way back and leave it so."""
    return backprop(parameters, x, y)[::-1]


@misconception(
    "backprop",
    name="Only the last layer has gradients",
    hint="How many pairs are in the parameters, and how many do you return?",
    concept="chain incomplete",
)
def last_layer_only(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Stop before the error travels back."""
    return backprop(parameters, x, y)[-1:]


@misconception(
    "backprop",
    name="The hidden layers' gradients stay 0",
    hint="A hidden weight moves the output too. In which line does its gradient get a value?",
    concept="chain incomplete",
)
def hidden_layers_skipped(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Leave zeros in all layers but the last."""
    *hidden, last = backprop(parameters, x, y)
    return [*((np.zeros_like(dW), np.zeros_like(db)) for dW, db in hidden), last]


@misconception(
    "backprop",
    name="The gradients come back as two lists",
    hint="In what form did the parameters come in: a list of pairs, or a pair of lists?",
    concept="shape",
)
def two_lists(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return all dW, and then all db."""
    gradients = backprop(parameters, x, y)
    return [dW for dW, _ in gradients], [db for _, db in gradients]


@misconception(
    "backprop",
    name="The gradients come back as one long list",
    hint="A layer's dW and db belong together. What holds them together in the parameters?",
    concept="shape",
)
def one_long_list(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """Return dW and db in turn."""
    return [gradient for pair in backprop(parameters, x, y) for gradient in pair]


@misconception(
    "backprop",
    name="The gradients come back as a dict",
    hint="In what form did the parameters come in? The gradients should come out in the same.",
    concept="shape",
)
def dict_of_gradients(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> dict[str, np.ndarray]:
    """Name each gradient, counting the layers from 1."""
    return {
        f"d{name}{layer}": gradient
        for layer, pair in enumerate(backprop(parameters, x, y), start=1)
        for name, gradient in zip("Wb", pair, strict=True)
    }


@misconception(
    "backprop",
    name="The new parameters are returned, not the gradients",
    hint="Who takes the step: backprop, or e13? What is left for e13 to subtract?",
    concept="definition",
)
def new_parameters_returned(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Take the step at once."""
    gradients = backprop(parameters, x, y)
    return [(W - dW, b - db) for (W, b), (dW, db) in zip(parameters, gradients, strict=True)]


@misconception_family(
    "backprop",
    name="Written for one number of layers",
    hint="How many layers has this network, and where does your code say how many there are?",
    concept="chain incomplete",
    example="2",
    values=("1", "2", "3", "4", "2, by index", "3, by index"),
)
def one_depth_only(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, *, layers: str
) -> Parameters:
    """Name the layers one by one."""
    if layers == "1":
        (_,) = parameters
    elif layers == "2":
        _, _ = parameters
    elif layers == "3":
        _, _, _ = parameters
    elif layers == "4":
        _, _, _, _ = parameters
    else:
        n = int(layers[0])
        return backprop([parameters[layer] for layer in range(n)], x, y)
    return backprop(parameters, x, y)


@misconception_family(
    "backprop",
    name="A part of the weights is added to their gradients (weight decay)",
    hint="Is there a term for large weights in e12's cost? Set all errors to 0: what is left?",
    concept="definition",
    example=0.01,
)
def weight_decay(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, *, part: float
) -> Parameters:
    """Differentiate a cost that also punishes large weights."""
    return [
        (dW + part * W, db)
        for (W, _), (dW, db) in zip(parameters, backprop(parameters, x, y), strict=True)
    ]


@misconception_family(
    "backprop",
    name="A part of the weights, divided by the number of examples, is added to their gradients",
    hint="Is there a term for large weights in e12's cost? What would your code give where a = y?",
    concept="definition",
    example=0.01,
)
def weight_decay_by_examples(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, *, part: float
) -> Parameters:
    """Divide that term as the others are divided."""
    return weight_decay(parameters, x, y, part=part / x.shape[1])


@misconception_family(
    "backprop",
    name="An error is dropped in backprop as if it were the bias unit's",
    hint="How many errors does a layer have in your backprop, and how many neurons?",
    concept="the bias",
    example="the last",
    values=("the first", "the last"),
)
def error_dropped_on_the_way(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, *, which: str
) -> Parameters:
    """Read the layers as if they had bias units, in backprop alone."""
    zs, activations = _forward(parameters, x)
    delta = output_error(zs[-1], activations[-1], y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        gradients.insert(0, layer_gradients(delta, activations[layer]))
        if layer > 0:
            delta = hidden_error(parameters[layer][0], delta, zs[layer - 1])[_BUT[which]]
    return gradients


@misconception(
    "backprop",
    name="The caller's parameters are moved inside backprop",
    hint="Who takes the step: backprop, or e13? What does the caller find in W afterwards?",
    concept="aliasing and in-place",
)
def parameters_moved(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Take the step in place, and return the gradients all the same."""
    gradients = backprop(parameters, x, y)
    for (W, b), (dW, db) in zip(parameters, gradients, strict=True):
        np.subtract(W, dW, out=W)
        np.subtract(b, db, out=b)
    return gradients


# --- the way forward ------------------------------------------------------------------------


@misconception(
    "backprop",
    name="The biases are left out on the way forward",
    hint="What does a neuron do with silent inputs? Is your forward run e07's?",
    concept="the bias",
)
def forward_without_bias(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Forget the bias when gathering."""
    silent = [(W, np.zeros_like(b)) for W, b in parameters]
    return backprop(silent, x, y)


@misconception(
    "backprop",
    name="The last layer is not squashed on the way forward",
    hint="Which numbers does the cost compare with y: can they exceed 1?",
    concept="the squash",
)
def last_layer_not_squashed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Compare the last z with the target."""
    zs, activations = _forward(parameters, x)
    deltas = _errors(parameters, zs, zs[-1], y)
    return _gradients(activations[:-1], deltas)


@misconception(
    "backprop",
    name="The inputs are scaled inside",
    hint="Whose task is it to scale the inputs, and what did the first layer read?",
    concept="scaling",
)
def inputs_scaled(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Divide the inputs by the largest of them."""
    return backprop(parameters, x / np.max(x), y)
