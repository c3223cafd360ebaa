"""Known wrong answers to e09: the network."""

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid
from exercises.e07_dense import dense_forward, pre_activation
from exercises.e09_network import activations, forward

Parameters = list[tuple[np.ndarray, np.ndarray]]


# --- which layers, and in which order -------------------------------------------------------


def _all_fed_the_input(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    return [a, *(dense_forward(W, b, a) for W, b in parameters)]


@misconception(
    "forward",
    name="Every layer is fed the input",
    hint="What does layer 2 hear: the input, or what layer 1 says?",
    also={"activations": _all_fed_the_input},
)
def every_layer_fed_the_input(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Hand each layer the same array."""
    return _all_fed_the_input(parameters, a)[-1]


@misconception(
    "forward",
    name="The last layer is skipped",
    hint="How many outputs has the network, and how many have you?",
    also={"activations": lambda parameters, a: activations(parameters[:-1], a)},
)
def last_layer_skipped(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Count the columns of neurons, and stop a gap too early."""
    return forward(parameters[:-1], a)


@misconception(
    "forward",
    name="The first layer is skipped",
    hint="Who listens to the input? Which W has as many columns as the input has numbers?",
    also={"activations": lambda parameters, a: activations(parameters[1:], a)},
)
def first_layer_skipped(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Take the first pair of parameters for the input's own."""
    return forward(parameters[1:], a)


@misconception(
    "forward",
    name="The layers work in reversed order",
    hint="Who comes first: the layer that listens to the input, or the one that answers?",
    also={"activations": lambda parameters, a: activations(parameters[::-1], a)},
)
def layers_in_reversed_order(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Read f3(f2(f1(x))) from the left."""
    return forward(parameters[::-1], a)


@misconception(
    "forward",
    name="The function is done after one layer",
    hint="How often does your loop run before the function returns?",
    also={"activations": lambda parameters, a: activations(parameters[:1], a)},
)
def returns_inside_the_loop(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Indent the return too far."""
    return forward(parameters[:1], a)


def _two_layers(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    (W1, b1), (W2, b2) = parameters
    hidden = dense_forward(W1, b1, a)
    return [a, hidden, dense_forward(W2, b2, hidden)]


@misconception(
    "forward",
    name="There is room for two layers only",
    hint="Where does your code say how many layers there are, and who should say it?",
    also={"activations": _two_layers},
)
def room_for_two_layers(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Name the layers one by one."""
    return _two_layers(parameters, a)[-1]


# --- what passes from one to the next -------------------------------------------------------


def _squashed_at_the_end(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    said = [a]
    for W, b in parameters:
        said.append(pre_activation(W, b, said[-1]))
    return [*said[:-1], sigmoid(said[-1])]


@misconception(
    "forward",
    name="Only the last layer squashes",
    hint="Without a squash in between: is that still more than one layer?",
    also={"activations": _squashed_at_the_end},
)
def only_the_last_squashes(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Pass the sums on as they are, and squash at the very end."""
    return _squashed_at_the_end(parameters, a)[-1]


def _last_sum(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    said = activations(parameters[:-1], a)
    W, b = parameters[-1]
    return [*said, pre_activation(W, b, said[-1])]


@misconception(
    "forward",
    name="The output layer does not squash",
    hint="Can an output be below 0? Is the last layer a layer like the others?",
    also={"activations": _last_sum},
)
def output_layer_does_not_squash(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Squash between the layers only."""
    return _last_sum(parameters, a)[-1]


def _never_squashed(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    said = [a]
    for W, b in parameters:
        said.append(pre_activation(W, b, said[-1]))
    return said


@misconception(
    "forward",
    name="No layer squashes at all",
    hint="Which of e07's two functions is a whole layer?",
    also={"activations": _never_squashed},
)
def no_layer_squashes(parameters: Parameters, a: np.ndarray) -> np.ndarray:
    """Chain the pre-activations."""
    return _never_squashed(parameters, a)[-1]


# --- what comes back ------------------------------------------------------------------------


@misconception(
    "forward",
    name="All layers' activations where the last one's were asked",
    hint="How many arrays should come back, and how many did you return?",
)
def list_for_the_last(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Return the list that `activations` is to return."""
    return activations(parameters, a)


@misconception(
    "forward",
    name="The caller's list of parameters is used up",
    hint="Who owns the list? How many layers does the caller find in it after your function?",
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
)
def input_left_out(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Begin with the first hidden layer."""
    said = [a]
    for W, b in parameters:
        said.append(dense_forward(W, b, said[-1]))
    return said[1:]


@misconception(
    "activations",
    name="The answer is not in the list",
    hint="What does the last layer say? Do you note it before or after the layer has worked?",
)
def output_left_out(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Append what each layer hears, which leaves out what the last one says."""
    heard = []
    for W, b in parameters:
        heard.append(a)
        a = dense_forward(W, b, a)
    return heard


@misconception(
    "activations",
    name="What was gathered is listed, where what was said was asked",
    hint="Is that z or a? Which of the two does the next layer hear?",
)
def sums_for_activations(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Note z, and pass on its squash."""
    noted = [a]
    for W, b in parameters:
        z = pre_activation(W, b, a)
        noted.append(z)
        a = sigmoid(z)
    return noted


@misconception(
    "activations",
    name="The answer stands first",
    hint="Which column of neurons comes first: the one with the pixels or the one that answers?",
)
def answer_first(parameters: Parameters, a: np.ndarray) -> list[np.ndarray]:
    """Insert at the front."""
    return activations(parameters, a)[::-1]
