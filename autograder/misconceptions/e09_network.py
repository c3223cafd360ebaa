"""Known wrong answers to e09: the network.

A mistake that can be made in `forward` and in `activations` is known in each of them by a name of
its own: they are two loops, and one of them may be right. A mistake that e07's layer may have made
already is left to e07.
"""

from collections.abc import Callable

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid
from exercises.e07_dense import dense_forward, pre_activation
from exercises.e09_network import activations, forward

Parameters = list[tuple[np.ndarray, np.ndarray]]


# --- which layers, and in which order -------------------------------------------------------


def _all_fed_the_input(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    return [a, *(dense_forward(W, b, a) for W, b in parameters)]


def _two_layers(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    (W1, b1), (W2, b2) = parameters
    hidden = dense_forward(W1, b1, a)
    return [a, hidden, dense_forward(W2, b2, hidden)]


@misconception(
    "forward",
    name="Every layer is fed the input",
    hint="What does layer 2 hear: the input, or what layer 1 says?",
    concept="chain incomplete",
)
def every_layer_fed_the_input(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Hand each layer the same array."""
    return _all_fed_the_input(parameters, a)[-1]


@misconception(
    "activations",
    name="Every layer of the list is fed the input",
    hint="What does layer 2 hear: the input, or what layer 1 says?",
    concept="chain incomplete",
)
def list_every_layer_fed_the_input(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Hand each layer the same array."""
    return _all_fed_the_input(parameters, a)


@misconception(
    "forward",
    name="The last layer is skipped",
    hint="How many outputs has the network, and how many have you?",
    concept="chain incomplete",
)
def last_layer_skipped(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Count the columns of neurons, and stop a gap too early."""
    return forward(parameters[:-1], a)


@misconception(
    "forward",
    name="The first layer is skipped",
    hint="Who listens to the input? Which W has as many columns as the input has numbers?",
    concept="chain incomplete",
)
def first_layer_skipped(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Take the first pair of parameters for the input's own."""
    return forward(parameters[1:], a)


@misconception(
    "activations",
    name="The list skips the first layer",
    hint="Who listens to the input? Which W has as many columns as the input has numbers?",
    concept="chain incomplete",
)
def list_first_layer_skipped(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Take the first pair of parameters for the input's own."""
    return activations(parameters[1:], a)


@misconception(
    "forward",
    name="The layers work in reversed order",
    hint="Who comes first: the layer that listens to the input, or the one that answers?",
    concept="order of layers",
)
def layers_in_reversed_order(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Read f3(f2(f1(x))) from the left."""
    return forward(parameters[::-1], a)


@misconception(
    "activations",
    name="The layers of the list work in reversed order",
    hint="Who comes first: the layer that listens to the input, or the one that answers?",
    concept="order of layers",
)
def list_layers_in_reversed_order(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Read f3(f2(f1(x))) from the left."""
    return activations(parameters[::-1], a)


@misconception(
    "forward",
    name="The function is done after one layer",
    hint="How often does your loop run before the function returns?",
    concept="chain incomplete",
)
def returns_inside_the_loop(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Indent the return too far."""
    return forward(parameters[:1], a)


@misconception(
    "activations",
    name="The list is done after one layer",
    hint="How often does your loop run before the function returns?",
    concept="chain incomplete",
)
def list_returns_inside_the_loop(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Indent the return too far."""
    return activations(parameters[:1], a)


@misconception(
    "forward",
    name="There is room for two layers only",
    hint="Where does your code say how many layers there are, and who should say it?",
    concept="chain incomplete",
)
def room_for_two_layers(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Name the layers one by one."""
    return _two_layers(parameters, a)[-1]


@misconception(
    "activations",
    name="The list has room for two layers only",
    hint="Where does your code say how many layers there are, and who should say it?",
    concept="chain incomplete",
)
def list_room_for_two_layers(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Name the layers one by one."""
    return _two_layers(parameters, a)


# --- what passes from one to the next -------------------------------------------------------


def _chained(
    parameters: Parameters,
    a: np.ndarray,
    inner: Callable[[np.ndarray], np.ndarray],
    last: Callable[[np.ndarray], np.ndarray],
) -> list[np.ndarray]:
    """Return the list of a network with other squashes than sigmoids."""
    said = [a]
    for index, (W, b) in enumerate(parameters):
        squash = inner if index < len(parameters) - 1 else last
        said.append(squash(pre_activation(W, b, said[-1])))
    return said


def _as_it_is(z: np.ndarray) -> np.ndarray:
    return z


def _relu(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(0.0, z))


def _softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z)
    return np.asarray(powers / powers.sum(axis=0, keepdims=True))


@misconception(
    "forward",
    name="Only the last layer squashes",
    hint="Without a squash in between: is that still more than one layer?",
    concept="the squash",
)
def only_the_last_squashes(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Pass the sums on as they are, and squash at the very end."""
    return _chained(parameters, a, _as_it_is, sigmoid)[-1]


@misconception(
    "activations",
    name="Only the last layer of the list squashes",
    hint="Without a squash in between: is that still more than one layer?",
    concept="the squash",
)
def list_only_the_last_squashes(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Pass the sums on as they are, and squash at the very end."""
    return _chained(parameters, a, _as_it_is, sigmoid)


@misconception(
    "forward",
    name="The output layer does not squash",
    hint="Can an output be below 0? Is the last layer a layer like the others?",
    concept="the squash",
)
def output_layer_does_not_squash(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Squash between the layers only."""
    return _chained(parameters, a, sigmoid, _as_it_is)[-1]


@misconception(
    "activations",
    name="The list ends without a squash",
    hint="Can an output be below 0? Is the last layer a layer like the others?",
    concept="the squash",
)
def list_output_layer_does_not_squash(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Squash between the layers only."""
    return _chained(parameters, a, sigmoid, _as_it_is)


@misconception(
    "forward",
    name="No layer squashes at all",
    hint="Which of e07's two functions is a whole layer?",
    concept="the squash",
)
def no_layer_squashes(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Chain the pre-activations."""
    return _chained(parameters, a, _as_it_is, _as_it_is)[-1]


@misconception(
    "activations",
    name="No layer of the list squashes",
    hint="Which of e07's two functions is a whole layer?",
    concept="the squash",
)
def list_no_layer_squashes(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Chain the pre-activations."""
    return _chained(parameters, a, _as_it_is, _as_it_is)


@misconception(
    "forward",
    name="ReLUs in the hidden layers",
    hint="Which squash has each layer of this course? Can a hidden activation be 3?",
    concept="the squash",
)
def relu_in_hidden_layers(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Bend the hidden layers as other networks do."""
    return _chained(parameters, a, _relu, sigmoid)[-1]


@misconception(
    "activations",
    name="ReLUs in the hidden layers of the list",
    hint="Which squash has each layer of this course? Can a hidden activation be 3?",
    concept="the squash",
)
def list_relu_in_hidden_layers(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Bend the hidden layers as other networks do."""
    return _chained(parameters, a, _relu, sigmoid)


@misconception(
    "forward",
    name="A softmax at the end",
    hint="Are the outputs of this network strengths, or shares that add up to 1?",
    concept="the squash",
)
def softmax_at_the_end(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Share out 1 among the outputs."""
    return _chained(parameters, a, sigmoid, _softmax)[-1]


@misconception(
    "activations",
    name="A softmax at the end of the list",
    hint="Are the outputs of this network strengths, or shares that add up to 1?",
    concept="the squash",
)
def list_softmax_at_the_end(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Share out 1 among the outputs."""
    return _chained(parameters, a, sigmoid, _softmax)


# --- what comes back ------------------------------------------------------------------------


@misconception(
    "forward",
    name="The answer is worked out and never returned",
    hint="What does a function give back that ends without saying what?",
    concept="definition",
)
def answer_not_returned(parameters: Parameters, a: np.ndarray) -> None:
    """Print the answer, or end with a bare return."""
    print(forward(parameters, a))


@misconception(
    "forward",
    name="All layers' activations where the last one's were asked",
    hint="How many arrays should come back, and how many did you return?",
    concept="shape",
)
def list_for_the_last(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Return the list that `activations` is to return."""
    return activations(parameters, a)


@misconception(
    "forward",
    name="The caller's list of parameters is used up",
    hint="Who owns the list? How many layers does the caller find in it after your function?",
    concept="aliasing and in-place",
)
def parameters_used_up(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Take the layers out of the list while working through it."""
    while parameters:
        W, b = parameters.pop(0)
        a = dense_forward(W, b, a)
    return a


@misconception(
    "activations",
    name="The input is not in the list",
    hint="What did the first layer listen to, and where is that in your list?",
    concept="indexing from 0",
)
def input_left_out(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Begin with the first hidden layer."""
    return activations(parameters, a)[1:]


@misconception(
    "activations",
    name="The answer is not in the list",
    hint="What does the last layer say? Do you note it before or after the layer has worked?",
    concept="indexing from 0",
)
def output_left_out(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Append what each layer hears, which leaves out what the last one says."""
    return activations(parameters, a)[:-1]


@misconception(
    "activations",
    name="Input and answer are both missing in the list",
    hint="How many columns of neurons has the network, and how many arrays has your list?",
    concept="indexing from 0",
)
def hidden_layers_alone(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Keep what the hidden layers say."""
    return activations(parameters, a)[1:-1]


@misconception(
    "activations",
    name="The last activations where the whole list was asked",
    hint="How many arrays should come back? What becomes of those that you had on the way?",
    concept="shape",
)
def last_for_the_list(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Return what `forward` is to return."""
    return forward(parameters, a)


@misconception(
    "activations",
    name="What was gathered is listed, where what was said was asked",
    hint="Is that z or a? Which of the two does the next layer hear?",
    concept="the squash",
)
def sums_for_activations(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Note z, and pass on its squash."""
    noted = [a]
    for W, b in parameters:
        z = pre_activation(W, b, a)
        noted.append(z)
        a = sigmoid(z)
    return noted


def _gathered(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    return sums_for_activations(parameters, a)[1:]


@misconception(
    "activations",
    name="Two lists where one was asked",
    hint="Which of your lists holds what was said? Was the other one asked for?",
    concept="shape",
)
def sums_beside_activations(
    parameters: Parameters, a: np.ndarray
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return the sums too, as backpropagation will want them."""
    return activations(parameters, a), _gathered(parameters, a)


@misconception(
    "activations",
    name="The answer stands first",
    hint="Which column of neurons comes first: the one with the pixels or the one that answers?",
    concept="order of layers",
)
def answer_first(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Insert at the front."""
    return activations(parameters, a)[::-1]
