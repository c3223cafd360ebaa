"""Known wrong answers to e10, each with the question that leads out of it."""

from autograder.checking import misconception
from exercises.e10_parameters import count_weights


def _products(sizes: list[int]) -> list[int]:
    return [sizes[gap] * sizes[gap + 1] for gap in range(len(sizes) - 1)]


@misconception(
    "count_parameters",
    name="Weights only",
    hint="Does every neuron have a bias? Where did you count it?",
    also={"count_by_layer": _products},
)
def weights_only(sizes: list[int]) -> int:
    return count_weights(sizes)


@misconception(
    "count_biases",
    name="Biases for the inputs too",
    hint="Do inputs compute anything? What would they need a bias for?",
)
def input_biases(sizes: list[int]) -> int:
    return sum(sizes)


@misconception(
    "count_biases",
    name="One bias for each layer",
    hint="Whose bias? Do all neurons of a layer have to share one?",
    also={"count_by_layer": lambda sizes: [product + 1 for product in _products(sizes)]},
)
def one_bias_per_layer(sizes: list[int]) -> int:
    return len(sizes) - 1


@misconception(
    "count_biases",
    name="Biases for the hidden layers alone",
    hint="Do the output neurons compute something? Then what do they add?",
)
def output_without_biases(sizes: list[int]) -> int:
    return sum(sizes[1:-1])


def _first_and_last(sizes: list[int]) -> list[int]:
    return [sizes[1] * (sizes[0] + 1), sizes[-1] * (sizes[-2] + 1)]


@misconception(
    "count_parameters",
    name="A layer between two hidden layers skipped",
    hint="How many gaps? Count them in a network of four columns of neurons.",
    also={
        "count_weights": lambda sizes: sizes[0] * sizes[1] + sizes[-2] * sizes[-1],
        "count_by_layer": _first_and_last,
    },
)
def a_layer_skipped(sizes: list[int]) -> int:
    return sum(_first_and_last(sizes))


@misconception(
    "count_parameters",
    name="Neurons counted, not parameters",
    hint="Where do weights live: in the neurons, or on the lines between them?",
    also={"count_weights": sum},
)
def neurons_counted(sizes: list[int]) -> int:
    return sum(sizes)


@misconception(
    "count_weights",
    name="All sizes multiplied together",
    hint="Does a line join four neurons at once, or two? How many lines cross one gap?",
)
def all_sizes_multiplied(sizes: list[int]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product


@misconception(
    "count_by_layer",
    name="The biases of the layer before, not of the layer itself",
    hint="Biases of which layer? Which neurons add them?",
)
def layers_with_the_wrong_biases(sizes: list[int]) -> list[int]:
    return [sizes[gap] * (sizes[gap + 1] + 1) for gap in range(len(sizes) - 1)]


@misconception(
    "count_by_layer",
    name="The input layer in the list",
    hint="Do inputs compute anything? How many layers bring parameters?",
)
def input_layer_listed(sizes: list[int]) -> list[int]:
    return [0, *(product + n for product, n in zip(_products(sizes), sizes[1:], strict=True))]


@misconception(
    "theta_size",
    name="Θ without its column of biases",
    hint="Does every neuron have a bias? What stands in the first column of θ?",
)
def theta_without_biases(n_previous: int, n_this: int) -> int:
    return n_previous * n_this


@misconception(
    "theta_size",
    name="One bias for each unit of the previous layer",
    hint="Biases of which layer? How many rows has θ?",
)
def theta_with_the_wrong_biases(n_previous: int, n_this: int) -> int:
    return n_previous * (n_this + 1)


@misconception(
    "theta_size",
    name="A bias unit on both sides",
    hint="Biases of which layer? Does anything lead into this layer's own bias unit?",
)
def theta_with_two_bias_units(n_previous: int, n_this: int) -> int:
    return (n_previous + 1) * (n_this + 1)


@misconception(
    "theta_size",
    name="The shape of θ, not its size",
    hint="How many numbers are in an array of that shape?",
)
def shape_for_size(n_previous: int, n_this: int) -> tuple[int, int]:
    return (n_this, n_previous + 1)


@misconception(
    "count_weights",
    name="Written for four layers alone",
    hint="What if the network has three layers, or seven? What does your code repeat by hand?",
)
def four_layers_alone(sizes: list[int]) -> int:
    return sizes[0] * sizes[1] + sizes[1] * sizes[2] + sizes[2] * sizes[3]
