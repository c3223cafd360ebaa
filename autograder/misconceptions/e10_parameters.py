"""Known wrong answers to e10, each with the question that leads out of it."""

from itertools import pairwise

from autograder.checking import misconception
from exercises.e10_parameters import count_weights


def _products(sizes: list[int]) -> list[int]:
    return [sizes[gap] * sizes[gap + 1] for gap in range(len(sizes) - 1)]


# --- weights --------------------------------------------------------------------------------


def _first_and_last(sizes: list[int]) -> list[int]:
    return [sizes[1] * (sizes[0] + 1), sizes[-1] * (sizes[-2] + 1)]


@misconception(
    "count_weights",
    name="The first gap and the last alone",
    hint="How many gaps has a network of four columns? In which of them did you count no line?",
    concept="chain incomplete",
)
def first_gap_and_last(sizes: list[int]) -> int:
    return sizes[0] * sizes[1] + sizes[-2] * sizes[-1]


@misconception(
    "count_weights",
    name="The last gap is missing",
    hint="Count the gaps on paper, and then the turns of your loop. Are they equally many?",
    concept="indexing from 0",
    also={"count_by_layer": lambda sizes: [s * (r + 1) for r, s in pairwise(sizes[:-1])]},
)
def last_gap_missing(sizes: list[int]) -> int:
    return sum(_products(sizes)[:-1])


@misconception(
    "count_weights",
    name="All sizes multiplied together",
    hint="Does a line join four neurons at once, or two? How many lines cross one gap?",
    concept="definition",
)
def all_sizes_multiplied(sizes: list[int]) -> int:
    product = 1
    for size in sizes:
        product *= size
    return product


@misconception(
    "count_weights",
    name="The sizes are added where a gap wants their product",
    hint="Three neurons face two: draw the lines. How many are there?",
    concept="definition",
)
def sums_over_gaps(sizes: list[int]) -> int:
    return sum(sizes[gap] + sizes[gap + 1] for gap in range(len(sizes) - 1))


@misconception(
    "count_weights",
    name="Written for four layers alone",
    hint="What if the network has three layers, or seven? What does your code repeat by hand?",
    concept="chain incomplete",
)
def four_layers_alone(sizes: list[int]) -> int:
    return sizes[0] * sizes[1] + sizes[1] * sizes[2] + sizes[2] * sizes[3]


def _three_layers(sizes: list[int]) -> tuple[int, int, int]:
    n_input, n_hidden, n_output = sizes
    return n_input, n_hidden, n_output


def _weights_of_three(sizes: list[int]) -> int:
    n_input, n_hidden, n_output = _three_layers(sizes)
    return n_input * n_hidden + n_hidden * n_output


@misconception(
    "count_weights",
    name="Written for three layers alone",
    hint="How many sizes does your code expect in the list, and how many may there be?",
    concept="chain incomplete",
    also={"count_biases": lambda sizes: sum(_three_layers(sizes)[1:])},
)
def three_layers_alone(sizes: list[int]) -> int:
    return _weights_of_three(sizes)


@misconception(
    "count_weights",
    name="The list of sizes is used up",
    hint="Who owns the list? What does the caller find in it after your function is done?",
    concept="aliasing and in-place",
)
def sizes_used_up(sizes: list[int]) -> int:
    before, total = sizes.pop(0), 0
    while sizes:
        this = sizes.pop(0)
        total += before * this
        before = this
    return total


# --- biases ---------------------------------------------------------------------------------


@misconception(
    "count_biases",
    name="No biases at all",
    hint="What does a neuron that computes add to its sum, whatever the inputs say?",
    concept="the bias",
)
def no_biases(sizes: list[int]) -> int:
    return 0


@misconception(
    "count_biases",
    name="Biases for the inputs too",
    hint="Do inputs compute anything? What would they need a bias for?",
    concept="the bias",
)
def input_biases(sizes: list[int]) -> int:
    return sum(sizes)


@misconception(
    "count_biases",
    name="One bias for each layer",
    hint="Whose bias? Do all neurons of a layer have to share one?",
    concept="the bias",
    also={"count_by_layer": lambda sizes: [product + 1 for product in _products(sizes)]},
)
def one_bias_per_layer(sizes: list[int]) -> int:
    return len(sizes) - 1


@misconception(
    "count_biases",
    name="Biases for the hidden layers alone",
    hint="Do the output neurons compute something? Then what do they add?",
    concept="the bias",
)
def output_without_biases(sizes: list[int]) -> int:
    return sum(sizes[1:-1])


@misconception(
    "count_biases",
    name="Biases for all layers but the last",
    hint="Which layer has no biases: the one that holds the pixels, or the one that answers?",
    concept="the bias",
)
def biases_of_all_but_the_last(sizes: list[int]) -> int:
    return sum(sizes[:-1])


# --- all of them, and layer by layer --------------------------------------------------------


@misconception(
    "count_parameters",
    name="Weights only",
    hint="Does every neuron have a bias? Where did you count it?",
    concept="the bias",
    also={"count_by_layer": _products},
)
def weights_only(sizes: list[int]) -> int:
    return count_weights(sizes)


@misconception(
    "count_parameters",
    name="A layer between two hidden layers skipped",
    hint="How many gaps? Count them in a network of four columns of neurons.",
    concept="chain incomplete",
    also={"count_by_layer": _first_and_last},
)
def a_layer_skipped(sizes: list[int]) -> int:
    return sum(_first_and_last(sizes))


@misconception(
    "count_parameters",
    name="Neurons counted, not parameters",
    hint="Where do weights live: in the neurons, or on the lines between them?",
    concept="definition",
    also={"count_weights": sum},
)
def neurons_counted(sizes: list[int]) -> int:
    return sum(sizes)


def _biases_of_the_layer_before(sizes: list[int]) -> list[int]:
    return [sizes[gap] * (sizes[gap + 1] + 1) for gap in range(len(sizes) - 1)]


@misconception(
    "count_by_layer",
    name="The biases of the layer before, not of the layer itself",
    hint="Biases of which layer? Which neurons add them?",
    concept="the bias",
    also={"count_parameters": lambda sizes: sum(_biases_of_the_layer_before(sizes))},
)
def layers_with_the_wrong_biases(sizes: list[int]) -> list[int]:
    return _biases_of_the_layer_before(sizes)


@misconception(
    "count_by_layer",
    name="The input layer in the list",
    hint="Do inputs compute anything? How many layers bring parameters?",
    concept="indexing from 0",
)
def input_layer_listed(sizes: list[int]) -> list[int]:
    return [0, *(product + n for product, n in zip(_products(sizes), sizes[1:], strict=True))]


@misconception(
    "count_by_layer",
    name="Running totals instead of each layer's own count",
    hint="Which parameters does the second layer bring itself, and which were there before it?",
    concept="sum or mean",
)
def running_totals(sizes: list[int]) -> list[int]:
    counts, total = [], 0
    for n_previous, n_this in pairwise(sizes):
        total += n_this * (n_previous + 1)
        counts.append(total)
    return counts


@misconception(
    "count_by_layer",
    name="Weights and biases side by side, not together",
    hint="How many numbers are to stand in the list for one layer?",
    concept="shape",
)
def weights_beside_biases(sizes: list[int]) -> list[tuple[int, int]]:
    return list(zip(_products(sizes), sizes[1:], strict=True))


# --- θ --------------------------------------------------------------------------------------


@misconception(
    "theta_size",
    name="Θ without its column of biases",
    hint="Does every neuron have a bias? What stands in the first column of θ?",
    concept="the bias",
)
def theta_without_biases(n_previous: int, n_this: int) -> int:
    return n_previous * n_this


@misconception(
    "theta_size",
    name="One bias for each unit of the previous layer",
    hint="Biases of which layer? How many rows has θ?",
    concept="the bias",
)
def theta_with_the_wrong_biases(n_previous: int, n_this: int) -> int:
    return n_previous * (n_this + 1)


@misconception(
    "theta_size",
    name="A bias unit on both sides",
    hint="Biases of which layer? Does anything lead into this layer's own bias unit?",
    concept="the bias",
)
def theta_with_two_bias_units(n_previous: int, n_this: int) -> int:
    return (n_previous + 1) * (n_this + 1)


@misconception(
    "theta_size",
    name="One bias for all of θ",
    hint="How many rows has θ, and how many biases stand in its first column?",
    concept="the bias",
)
def theta_with_one_bias(n_previous: int, n_this: int) -> int:
    return n_previous * n_this + 1


@misconception(
    "theta_size",
    name="The shape of θ, not its size",
    hint="How many numbers are in an array of that shape?",
    concept="shape",
)
def shape_for_size(n_previous: int, n_this: int) -> tuple[int, int]:
    return (n_this, n_previous + 1)
