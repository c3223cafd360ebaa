"""Known wrong answers to e15: backpropagation.

Most of the wrong backprops below go forward and back rightly, by `_pass`, and go wrong in the
one line that their name tells.
"""

from collections.abc import Callable

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e15_backprop import backprop, hidden_error, output_error

Parameters = list[tuple[np.ndarray, np.ndarray]]
_Layer = Callable[[np.ndarray, np.ndarray], np.ndarray]


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


def _gradients(
    previous: list[np.ndarray], deltas: list[np.ndarray], weights: _Layer, biases: _Layer
) -> Parameters:
    return [(weights(d, a), biases(d, a)) for d, a in zip(deltas, previous, strict=True)]


def _weights(delta: np.ndarray, a: np.ndarray) -> np.ndarray:
    return np.asarray(delta @ a.T / delta.shape[1])


def _biases(delta: np.ndarray, a: np.ndarray) -> np.ndarray:
    return np.asarray(np.mean(delta, axis=1, keepdims=True))


# --- the last layer's error -----------------------------------------------------------------


@misconception(
    "output_error",
    name="The factor 2 is missing",
    hint="Differentiate the square: which factor comes down?",
)
def factor_two_missing(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the cost with a ½."""
    return np.asarray((a - y) * sigmoid_prime(z))


@misconception(
    "output_error",
    name="The sign is turned round",
    hint="Raise z where the output is too low already: does the cost rise or fall?",
)
def sign_turned(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Subtract the output from the target."""
    return np.asarray(2.0 * (y - a) * sigmoid_prime(z))


@misconception(
    "output_error",
    name="The last layer's squash has no slope",
    hint="Which link is missing between a neuron's z and the cost?",
)
def output_slope_skipped(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Take the slope in a for the slope in z."""
    return np.asarray(2.0 * (a - y))


@misconception(
    "output_error",
    name="The slope is taken at a instead of z",
    hint="Slope at which point: at what goes into the squash, or at what comes out?",
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
    also={"hidden_error": lambda W_next, delta_next, z: (W_next.T @ delta_next) * sigmoid(z)},
)
def squash_for_its_slope(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Multiply by the activation."""
    return np.asarray(2.0 * (a - y) * a)


@misconception(
    "output_error",
    name="The squared miss instead of its slope",
    hint="Is this how large the cost is, or how it changes?",
)
def square_kept(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Send the cost itself back."""
    return np.asarray((a - y) ** 2 * sigmoid_prime(z))


def _backprop_of_averaged_errors(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    return backprop(parameters, x, y)  # the mean is taken once, in another place


@misconception(
    "output_error",
    name="The mean is taken too early",
    hint="Is this each example's own error, or its share in the batch?",
    also={"backprop": _backprop_of_averaged_errors},
)
def averaged_too_early(z: np.ndarray, a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Divide by the number of examples where each example is still on its own."""
    return np.asarray(output_error(z, a, y) / a.shape[1])


# --- a hidden layer's error -----------------------------------------------------------------


@misconception(
    "hidden_error",
    name="W forwards instead of backwards",
    hint="Which direction now: from which layer's neurons to which?",
)
def weights_not_transposed(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Multiply as on the way forward."""
    return np.asarray((W_next @ delta_next) * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="The hidden squash has no slope",
    hint="Every squash has a slope. Where is this layer's?",
)
def hidden_slope_skipped(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Stop at the slope in a."""
    return np.asarray(W_next.T @ delta_next)


@misconception(
    "hidden_error",
    name="One path only",
    hint="Who else listens to this neuron?",
)
def one_path_only(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Collect the blame of the next layer's first neuron alone."""
    return np.asarray((W_next[:1].T @ delta_next[:1]) * sigmoid_prime(z))


@misconception(
    "hidden_error",
    name="The paths are averaged",
    hint="Two neurons listen. Do their complaints add up, or does one soften the other?",
)
def paths_averaged(W_next: np.ndarray, delta_next: np.ndarray, z: np.ndarray) -> np.ndarray:
    """Divide the blame by the number of listeners."""
    return np.asarray((W_next.T @ delta_next) / len(W_next) * sigmoid_prime(z))


# --- gradients from the errors --------------------------------------------------------------


@misconception(
    "backprop",
    name="The bias gradient keeps a column for each example",
    hint="How many biases are there? Where should the columns of examples disappear?",
)
def bias_gradient_not_summed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Return the error itself for the biases."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients(previous, deltas, _weights, lambda d, a: d)


@misconception(
    "backprop",
    name="The bias gradient keeps a share for each example",
    hint="How many biases are there? The mean needs a division and what else?",
)
def bias_gradient_divided_not_summed(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    """Divide the error by the number of examples and leave it there."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients(previous, deltas, _weights, lambda d, a: d / d.shape[1])


@misconception(
    "backprop",
    name="The bias gradient has lost its second axis",
    hint="Which shape has b, and which has your gradient of it?",
)
def bias_gradient_flat(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Sum the columns away, axis and all."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients(previous, deltas, _weights, lambda d, a: np.mean(d, axis=1))


@misconception(
    "backprop",
    name="The bias gradient is summed over the neurons",
    hint="Which axis counts the examples? One number is to be left for each what?",
)
def bias_gradient_over_neurons(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Average along the wrong axis."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients(previous, deltas, _weights, lambda d, a: np.mean(d, axis=0, keepdims=True))


@misconception(
    "backprop",
    name="The bias gradient forgets the squash",
    hint="Between a bias and its neuron's activation, what lies in the way?",
)
def bias_gradient_before_the_slope(
    parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> Parameters:
    """Take the error before it met the squash's slope."""
    zs, previous, deltas = _pass(parameters, x, y)
    right = _gradients(previous, deltas, _weights, _biases)
    slopeless = [d / sigmoid_prime(z) for d, z in zip(deltas, zs, strict=True)]
    return [(dW, _biases(d, d)) for (dW, _), d in zip(right, slopeless, strict=True)]


@misconception(
    "backprop",
    name="The gradients are summed over the batch, not averaged",
    hint="Does doubling the data double the slope?",
)
def summed_over_the_batch(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Differentiate the sum of the examples' costs."""
    m = x.shape[1]
    return [(m * dW, m * db) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="The weights' gradient is summed, the biases' averaged",
    hint="Does doubling the data double the slope? Treat dW as you treat db.",
)
def weight_gradient_summed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Forget the division for the weights."""
    return [(x.shape[1] * dW, db) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="The biases' gradient is summed, the weights' averaged",
    hint="Does doubling the data double the slope? Treat db as you treat dW.",
)
def bias_gradient_summed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Forget the division for the biases."""
    return [(dW, x.shape[1] * db) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="Divided by the number of inputs",
    hint="Which axis of x counts the examples?",
)
def divided_by_inputs(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Take the length of x for the number of examples."""
    n, m = x.shape
    return [(dW * m / n, db * m / n) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="The weights' gradient is transposed",
    hint="Same shape as W? Row i belongs to which neuron?",
)
def weight_gradient_transposed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Multiply in the other order."""
    return [(dW.T, db) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="A layer's own activation instead of the previous one",
    hint="What multiplies w on the way forward?",
)
def own_activation(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Pair each error with the activations that it comes from."""
    zs, _, deltas = _pass(parameters, x, y)
    return _gradients([sigmoid(z) for z in zs], deltas, _weights, _biases)


@misconception(
    "backprop",
    name="The input instead of the previous activations",
    hint="What does the second layer hear: the input, or the first layer?",
)
def input_for_every_layer(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Pair every error with the network's input."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients([x for _ in previous], deltas, _weights, _biases)


@misconception(
    "backprop",
    name="z instead of the activations of the previous layer",
    hint="What does a weight multiply: what the neuron before it gathered, or what it said?",
)
def previous_layer_not_squashed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Pair the errors with the pre-activations."""
    zs, _, deltas = _pass(parameters, x, y)
    return _gradients([x, *zs[:-1]], deltas, _weights, _biases)


@misconception(
    "backprop",
    name="The product of the means instead of the mean of the products",
    hint="Each example has its own product. When do you average: before it or after?",
)
def product_of_means(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Average errors and activations first, and multiply then."""
    _, previous, deltas = _pass(parameters, x, y)
    return _gradients(
        previous,
        deltas,
        lambda d, a: np.outer(np.mean(d, axis=1), np.mean(a, axis=1)),
        _biases,
    )


@misconception(
    "backprop",
    name="Only the first example is used",
    hint="What if there are five examples: which of your lines looks at the fifth?",
)
def first_example_only(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Treat the batch as the one column it starts with."""
    return backprop(parameters, x[:, :1], y[:, :1])


@misconception(
    "backprop",
    name="The updated weights are used on the way back",
    hint="Slope of which network: the one that ran forward, or the one you are about to have?",
)
def updated_weights(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Step before the error has travelled on."""
    zs, activations = _forward(parameters, x)
    delta = output_error(zs[-1], activations[-1], y)
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        previous = activations[layer]
        gradients.insert(0, (_weights(delta, previous), _biases(delta, previous)))
        if layer > 0:
            delta = hidden_error(parameters[layer][0] - gradients[0][0], delta, zs[layer - 1])
    return gradients


# --- the list that comes back ---------------------------------------------------------------


@misconception(
    "backprop",
    name="The layers come in reverse order",
    hint="You found the last layer first. Who comes first in the parameters?",
)
def layers_reversed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Append on the way back and leave it so."""
    return backprop(parameters, x, y)[::-1]


@misconception(
    "backprop",
    name="The pairs are turned round",
    hint="A pair of parameters is (W, b). What does a pair of gradients begin with?",
)
def pairs_turned(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Put the bias first."""
    return [(db, dW) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="The way down instead of the gradient",
    hint="The step will subtract the gradient. Which sign is already inside?",
)
def way_down(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Return what is to be added to the parameters."""
    return [(-dW, -db) for dW, db in backprop(parameters, x, y)]


@misconception(
    "backprop",
    name="Written for exactly two layers",
    hint="How many layers has this network, and where does your code say how many there are?",
)
def two_layers_exactly(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Name the layers one by one."""
    (W1, b1), (W2, b2) = parameters
    return backprop([(W1, b1), (W2, b2)], x, y)


# --- the way forward ------------------------------------------------------------------------


@misconception(
    "backprop",
    name="The biases are left out on the way forward",
    hint="What does a neuron do with silent inputs? Is your forward run e07's?",
)
def forward_without_bias(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Forget the bias when gathering."""
    silent = [(W, np.zeros_like(b)) for W, b in parameters]
    return backprop(silent, x, y)


@misconception(
    "backprop",
    name="The last layer is not squashed on the way forward",
    hint="Which numbers does the cost compare with y: can they exceed 1?",
)
def last_layer_not_squashed(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> Parameters:
    """Compare the last z with the target."""
    zs, activations = _forward(parameters, x)
    deltas = _errors(parameters, zs, zs[-1], y)
    return _gradients(activations[:-1], deltas, _weights, _biases)
