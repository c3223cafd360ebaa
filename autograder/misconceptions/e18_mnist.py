"""Known wrong answers to e18: the digit classifier.

Most of the wrong trainings below are `_trained`, with one part of it gone wrong; where that part is
the step, it is all that is written (`_wrong_step`).
"""

import itertools
from collections.abc import Callable, Iterable

import numpy as np

from autograder.checking import misconception, misconception_family
from exercises.e04_sigmoid import sigmoid, sigmoid_prime
from exercises.e12_cost import cost, cost_prime
from exercises.e15_backprop import backprop, hidden_error
from exercises.e18_mnist import init_parameters, minibatches, predict, train

Parameters = list[tuple[np.ndarray, np.ndarray]]
Batches = Iterable[tuple[np.ndarray, np.ndarray]]
Learned = tuple[Parameters, list[float]]
Step = Callable[[Parameters, np.ndarray, np.ndarray, float], Parameters]


def _moved(parameters: Parameters, gradients: Parameters, eta: float) -> Parameters:
    return [
        (W - eta * dW, b - eta * db) for (W, b), (dW, db) in zip(parameters, gradients, strict=True)
    ]


def _outputs(parameters: Parameters, X: np.ndarray) -> np.ndarray:
    a = X
    for W, b in parameters:
        a = sigmoid(W @ a + b)
    return a


def _trained(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batches: Callable[[], Batches],
    step: Callable[[Parameters, np.ndarray, np.ndarray], Parameters],
) -> Learned:
    history = []
    for _ in range(epochs):
        for x, y in batches():
            parameters = step(parameters, x, y)
        history.append(cost(_outputs(parameters, X), Y))
    return parameters, history


def _wrong_step(
    *, name: str, hint: str, concept: str, cost: str = ""
) -> Callable[[Step], Callable[..., Learned]]:
    """Declare a step `(parameters, x, y, eta)` to be the one thing that is wrong in a training."""

    def declare(step: Step) -> Callable[..., Learned]:
        def wrong(
            parameters: Parameters,
            X: np.ndarray,
            Y: np.ndarray,
            epochs: int,
            batch_size: int,
            eta: float,
            rng: np.random.Generator,
        ) -> Learned:
            return _trained(
                parameters,
                X,
                Y,
                epochs,
                lambda: minibatches(X, Y, batch_size, rng),
                lambda now, x, y: step(now, x, y, eta),
            )

        wrong.__name__ = step.__name__
        return misconception("train", name=name, hint=hint, concept=concept, cost=cost)(wrong)

    return declare


# --- how it begins --------------------------------------------------------------------------


@misconception(
    "init_parameters",
    name="Weights of variance 1",
    hint="How large is a sum of 784 numbers of about 1? How steep is the sigmoid out there?",
    concept="scaling",
)
def variance_one(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Draw standard normal weights."""
    return [
        (rng.normal(0.0, 1.0, (n, n_previous)), np.zeros((n, 1)))
        for n_previous, n in itertools.pairwise(sizes)
    ]


@misconception(
    "init_parameters",
    name="The variance taken for the deviation",
    hint="If the variance is 1/n, what is the standard deviation, and which of them did you give?",
    concept="scaling",
)
def variance_for_deviation(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Hand 1/n over as the standard deviation."""
    return [
        (rng.normal(0.0, 1 / n_previous, (n, n_previous)), np.zeros((n, 1)))
        for n_previous, n in itertools.pairwise(sizes)
    ]


@misconception(
    "init_parameters",
    name="Spread by the layer's own size",
    hint="How many terms does one neuron add up?",
    concept="scaling",
)
def spread_by_own_size(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Divide by the root of n."""
    return [
        (rng.normal(0.0, n**-0.5, (n, n_previous)), np.zeros((n, 1)))
        for n_previous, n in itertools.pairwise(sizes)
    ]


@misconception(
    "init_parameters",
    name="All weights begin at 0",
    hint="If two neurons of a layer begin alike, what could ever make them differ?",
    concept="randomness",
)
def all_zero(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Begin with nothing."""
    return [
        (np.zeros((n, n_previous)), np.zeros((n, 1))) for n_previous, n in itertools.pairwise(sizes)
    ]


@misconception(
    "init_parameters",
    name="Random biases",
    hint="What should the biases be before anything was learned?",
    concept="randomness",
)
def random_biases(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Draw the biases too."""
    parameters = init_parameters(sizes, rng)
    return [(W, rng.normal(0.0, 1.0, b.shape)) for W, b in parameters]


@misconception(
    "init_parameters",
    name="Weights as (n_previous, n)",
    hint="Row i of W belongs to which neuron?",
    concept="transposition",
)
def weights_transposed(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Lay the weights out the other way."""
    return [(W.T.copy(), b) for W, b in init_parameters(sizes, rng)]


@misconception(
    "init_parameters",
    name="A generator of its own",
    hint="Why were you given rng, and who decides its seed?",
    concept="randomness",
)
def own_generator(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Ignore the argument."""
    return init_parameters(sizes, np.random.default_rng(0))


@misconception(
    "init_parameters",
    name="Weights and biases of variance 1",
    hint="How large is a sum of 784 numbers of about 1? And what should the biases be at first?",
    concept="scaling",
)
def all_of_variance_one(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Draw everything from a standard normal distribution."""
    return [
        (rng.normal(0.0, 1.0, (n, n_previous)), rng.normal(0.0, 1.0, (n, 1)))
        for n_previous, n in itertools.pairwise(sizes)
    ]


def _normal(sizes: list[int], rng: np.random.Generator, scale: Callable[..., float]) -> Parameters:
    pairs = itertools.pairwise(sizes)
    return [(rng.normal(0.0, scale(n, to), (to, n)), np.zeros((to, 1))) for n, to in pairs]


@misconception(
    "init_parameters",
    name="Weights of 0.01 in all layers",
    hint="Does the spread of your weights know how many inputs a neuron listens to?",
    concept="scaling",
)
def one_hundredth(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Multiply standard normal weights by 0.01."""
    return _normal(sizes, rng, lambda n_previous, n: 0.01)


@misconception(
    "init_parameters",
    name="Variance 2 / n_previous, as for a ReLU",
    hint="Which squash follows these weights: one that silences half of the sums?",
    concept="scaling",
)
def as_for_a_relu(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Spread the weights as e16 does."""
    return _normal(sizes, rng, lambda n_previous, n: float(np.sqrt(2 / n_previous)))


@misconception(
    "init_parameters",
    name="Spread by the sizes on both sides",
    hint="How many terms does one neuron add up? Does the layer's own size change that?",
    concept="scaling",
)
def spread_by_both_sizes(sizes: list[int], rng: np.random.Generator) -> Parameters:
    """Use the mean of both sizes."""
    return _normal(sizes, rng, lambda n_previous, n: float(np.sqrt(2 / (n_previous + n))))


# --- ten at a time --------------------------------------------------------------------------


@misconception(
    "minibatches",
    name="Not shuffled",
    hint="If the digits came sorted, all zeros first: what would the first batches teach?",
    concept="randomness",
)
def not_shuffled(X: np.ndarray, Y: np.ndarray, size: int, rng: np.random.Generator) -> Batches:
    """Deal the examples out as they come."""
    return [(X[:, at : at + size], Y[:, at : at + size]) for at in range(0, X.shape[1], size)]


@misconception(
    "minibatches",
    name="Inputs and targets shuffled apart",
    hint="After shuffling, whose target stands beside the first example?",
    concept="randomness",
)
def shuffled_apart(X: np.ndarray, Y: np.ndarray, size: int, rng: np.random.Generator) -> Batches:
    """Draw an order for each of the two."""
    m = X.shape[1]
    X, Y = X[:, rng.permutation(m)], Y[:, rng.permutation(m)]
    return [(X[:, at : at + size], Y[:, at : at + size]) for at in range(0, m, size)]


@misconception(
    "minibatches",
    name="The examples that are left over are dropped",
    hint="Nineteen examples in batches of eight: where is the nineteenth?",
    concept="indexing from 0",
)
def rest_dropped(X: np.ndarray, Y: np.ndarray, size: int, rng: np.random.Generator) -> Batches:
    """Make whole batches alone."""
    batches = minibatches(X, Y, size, rng)
    return [(x, y) for x, y in batches if x.shape[1] == size]


@misconception(
    "minibatches",
    name="Drawn with replacement",
    hint="Can an example be in two batches, and another one in none?",
    concept="randomness",
)
def with_replacement(X: np.ndarray, Y: np.ndarray, size: int, rng: np.random.Generator) -> Batches:
    """Draw every batch from all examples."""
    m = X.shape[1]
    order = np.asarray(rng.integers(0, m, m))
    return [(X[:, order[at : at + size]], Y[:, order[at : at + size]]) for at in range(0, m, size)]


@misconception(
    "minibatches",
    name="Rows dealt out, not columns",
    hint="Is an example a row or a column of X?",
    concept="axes and layout",
    cost="A network that is trained on such batches learns nothing.",
)
def rows_dealt(X: np.ndarray, Y: np.ndarray, size: int, rng: np.random.Generator) -> Batches:
    """Take the first axis for the examples."""
    order = rng.permutation(len(X))
    return [
        (X[order[at : at + size]], Y[order[at : at + size] % len(Y)])
        for at in range(0, len(X), size)
    ]


# --- training -------------------------------------------------------------------------------


def _backprop(
    parameters: Parameters, x: np.ndarray, y: np.ndarray, output_slope: bool, hidden_slope: bool
) -> Parameters:
    """Backpropagate with or without the slopes of the squashes."""
    zs, activations = [], [x]
    for W, b in parameters:
        zs.append(W @ activations[-1] + b)
        activations.append(sigmoid(zs[-1]))
    delta = cost_prime(activations[-1], y)
    if output_slope:
        delta = delta * sigmoid_prime(zs[-1])
    gradients: Parameters = []
    for layer in reversed(range(len(parameters))):
        dW = delta @ activations[layer].T / x.shape[1]
        gradients.insert(0, (dW, delta.mean(axis=1, keepdims=True)))
        if layer:
            W, z = parameters[layer][0], zs[layer - 1]
            delta = hidden_error(W, delta, z) if hidden_slope else W.T @ delta
    return gradients


@_wrong_step(
    name="The output's squash has no slope",
    hint="Which link is missing between the last layer's z and the cost?",
    concept="chain incomplete",
)
def no_output_slope(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Learn with fewer digits read than a right step."""
    return _moved(now, _backprop(now, x, y, False, True), eta)


@_wrong_step(
    name="The hidden squashes have no slope",
    hint="Every squash has a slope. Where are those of the hidden layers?",
    concept="chain incomplete",
)
def no_hidden_slope(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Learn with far fewer digits read than a right step."""
    return _moved(now, _backprop(now, x, y, True, False), eta)


@_wrong_step(
    name="The biases are never moved",
    hint="Of 13,002 parameters, how many does your step change?",
    concept="the bias",
)
def biases_never_moved(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Learn with nearly as many digits read as a right step."""
    moved = _moved(now, backprop(now, x, y), eta)
    return [(W, b) for (W, _), (_, b) in zip(moved, now, strict=True)]


@_wrong_step(
    name="Uphill instead of downhill",
    hint="The gradient points uphill. Which way do you go?",
    concept="sign",
)
def uphill(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Add the gradient."""
    return _moved(now, backprop(now, x, y), -eta)


@_wrong_step(
    name="The learning rate divided by the batch's size",
    hint="e15's gradient is that of the batch's mean cost. Who has divided already?",
    concept="sum or mean",
)
def divided_twice(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Take the mean a second time."""
    return _moved(now, backprop(now, x, y), eta / x.shape[1])


@misconception(
    "train",
    name="One step an epoch, with all examples",
    hint="What is batch_size for?",
    concept="sum or mean",
)
def batch_size_ignored(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Take everything for one batch."""
    return _trained(
        parameters,
        X,
        Y,
        epochs,
        lambda: [(X, Y)],
        lambda now, x, y: _moved(now, backprop(now, x, y), eta),
    )


@misconception(
    "train",
    name="One minibatch an epoch",
    hint="How many of the minibatches does your epoch go through?",
    concept="special cases",
)
def first_batch_only(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Leave the loop after its first round."""
    return _trained(
        parameters,
        X,
        Y,
        epochs,
        lambda: list(minibatches(X, Y, batch_size, rng))[:1],
        lambda now, x, y: _moved(now, backprop(now, x, y), eta),
    )


@misconception(
    "train",
    name="Every gradient taken at the beginning",
    hint="After a step you stand elsewhere. Whose slope do you need now?",
    concept="slope at which point",
)
def never_left_the_start(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Ask for the gradient of the network that was handed over."""
    return _trained(
        parameters,
        X,
        Y,
        epochs,
        lambda: minibatches(X, Y, batch_size, rng),
        lambda now, x, y: _moved(now, backprop(parameters, x, y), eta),
    )


@_wrong_step(
    name="The caller's parameters are changed",
    hint="Who owns the arrays that you were given? What if the caller starts from them again?",
    concept="aliasing and in-place",
    cost="The caller begins each training from arrays that an earlier one has changed.",
)
def changed_in_place(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Subtract in place."""
    for layer, (dW, db) in zip(now, backprop(now, x, y), strict=True):
        np.subtract(layer[0], eta * dW, out=layer[0])
        np.subtract(layer[1], eta * db, out=layer[1])
    return now


@misconception(
    "train",
    name="The cost noted before the epoch",
    hint="At which moment is the cost noted, and what has been learned by then?",
    concept="indexing from 0",
)
def cost_before_the_epoch(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Note the cost first, then learn."""
    history = []
    for _ in range(epochs):
        history.append(cost(_outputs(parameters, X), Y))
        for x, y in minibatches(X, Y, batch_size, rng):
            parameters = _moved(parameters, backprop(parameters, x, y), eta)
    return parameters, history


@misconception(
    "train",
    name="One deal of minibatches for all epochs",
    hint="When are the pictures shuffled: once, or in each epoch?",
    concept="randomness",
)
def dealt_once(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Deal the minibatches before the first epoch."""
    batches = list(minibatches(X, Y, batch_size, rng))
    return _trained(
        parameters,
        X,
        Y,
        epochs,
        lambda: batches,
        lambda now, x, y: _moved(now, backprop(now, x, y), eta),
    )


@misconception(
    "train",
    name="Steps that shrink from epoch to epoch",
    hint="Which eta did the caller ask for, in the first epoch and in the third?",
    concept="factor",
)
def shrinking_steps(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Let the learning rate decay."""
    history = []
    for epoch in range(epochs):
        rate = eta / (1 + 0.01 * epoch)
        for x, y in minibatches(X, Y, batch_size, rng):
            parameters = _moved(parameters, backprop(parameters, x, y), rate)
        history.append(cost(_outputs(parameters, X), Y))
    return parameters, history


@misconception(
    "train",
    name="The untrained network's cost begins the history",
    hint="How many epochs are there, and how many numbers does your history have?",
    concept="indexing from 0",
)
def history_from_the_start(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Note the cost before the first epoch as well."""
    before = cost(_outputs(parameters, X), Y)
    learned, history = train(parameters, X, Y, epochs, batch_size, eta, rng)
    return learned, [before, *history]


@misconception(
    "train",
    name="A cost for each minibatch",
    hint="How many costs should there be, and of which examples is each?",
    concept="sum or mean",
)
def history_of_batches(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Note the cost of the batch after every step."""
    history = []
    for _ in range(epochs):
        for x, y in minibatches(X, Y, batch_size, rng):
            parameters = _moved(parameters, backprop(parameters, x, y), eta)
            history.append(cost(_outputs(parameters, x), y))
    return parameters, history


@misconception(
    "train",
    name="The mean of the minibatches' costs",
    hint="When the epoch is over, is the network still the one that its first batch met?",
    concept="sum or mean",
)
def mean_of_the_batches(
    parameters: Parameters,
    X: np.ndarray,
    Y: np.ndarray,
    epochs: int,
    batch_size: int,
    eta: float,
    rng: np.random.Generator,
) -> Learned:
    """Average costs that belong to different networks."""
    history = []
    for _ in range(epochs):
        costs = []
        for x, y in minibatches(X, Y, batch_size, rng):
            parameters = _moved(parameters, backprop(parameters, x, y), eta)
            costs.append(cost(_outputs(parameters, x), y))
        history.append(float(np.mean(costs)))
    return parameters, history


@_wrong_step(
    name="Steps that do not use eta",
    hint="How far is a step, and who decides that?",
    concept="factor",
)
def no_rate(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Subtract the whole gradient."""
    return _moved(now, backprop(now, x, y), 1.0)


@_wrong_step(
    name="The gradient multiplied by the batch's size",
    hint="e15's gradient is that of a mean. Does a larger batch take longer steps?",
    concept="sum or mean",
)
def summed_over_the_batch(now: Parameters, x: np.ndarray, y: np.ndarray, eta: float) -> Parameters:
    """Undo the mean."""
    return _moved(now, backprop(now, x, y), eta * x.shape[1])


# --- reading --------------------------------------------------------------------------------


@misconception(
    "predict",
    name="How strong, not which",
    hint="The largest activation, or the neuron that has it?",
    concept="definition",
)
def strength_for_class(parameters: Parameters, X: np.ndarray) -> np.ndarray:
    """Return the largest activation."""
    return np.asarray(_outputs(parameters, X).max(axis=0))


@misconception(
    "predict",
    name="The largest along the wrong axis",
    hint="Which axis holds the neurons, and which the examples? How many answers are there?",
    concept="axes and layout",
)
def wrong_axis(parameters: Parameters, X: np.ndarray) -> np.ndarray:
    """Look for the example that a neuron likes best."""
    return np.asarray(_outputs(parameters, X).argmax(axis=1))


@misconception(
    "predict",
    name="One answer for all examples",
    hint="What does argmax look through when it is told no axis?",
    concept="axes and layout",
)
def no_axis(parameters: Parameters, X: np.ndarray) -> int:
    """Forget the axis."""
    return int(np.argmax(_outputs(parameters, X)))


@misconception(
    "accuracy",
    name="A count, not a share",
    hint="Is 270 much? Of how many?",
    concept="sum or mean",
)
def count_for_share(parameters: Parameters, X: np.ndarray, labels: np.ndarray) -> int:
    """Count the right answers."""
    return int(np.sum(predict(parameters, X) == labels))


# A float has no more than 17 digits.
@misconception_family(
    "accuracy",
    name="In percent",
    hint="From 0 to 1, or from 0 to 100?",
    concept="factor",
    example=17,
    values=(17, 0, 1, 2, 3),
)
def in_percent(parameters: Parameters, X: np.ndarray, labels: np.ndarray, *, digits: int) -> float:
    """Multiply by 100, and often keep a few decimals only."""
    return round(float(100 * np.mean(predict(parameters, X) == labels)), digits)


@misconception(
    "accuracy",
    name="The share that is wrong",
    hint="Should a better network have more of it, or less?",
    concept="sign",
)
def share_wrong(parameters: Parameters, X: np.ndarray, labels: np.ndarray) -> float:
    """Count the misses."""
    return float(np.mean(predict(parameters, X) != labels))


@misconception(
    "confusion",
    name="Rows and columns exchanged",
    hint="A 4 was read as a 9: in which row and in which column is it counted?",
    concept="axes and layout",
)
def exchanged(labels: np.ndarray, predictions: np.ndarray, n_classes: int) -> np.ndarray:
    """Put the predictions in the rows."""
    counts = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(counts, (predictions, labels), 1)
    return counts


@misconception(
    "confusion",
    name="Counted once at the most",
    hint="Two examples fall on the same cell: what does += do with an index that stands twice?",
    concept="aliasing and in-place",
)
def counted_once(labels: np.ndarray, predictions: np.ndarray, n_classes: int) -> np.ndarray:
    """Add with a fancy index, which looks at each cell once."""
    counts = np.zeros((n_classes, n_classes), dtype=np.int64)
    counts[labels, predictions] += 1
    return counts


@misconception(
    "confusion",
    name="As large as the largest class that occurs",
    hint="Who decides how many classes there are: the examples, or n_classes?",
    concept="shape",
)
def as_large_as_needed(labels: np.ndarray, predictions: np.ndarray, n_classes: int) -> np.ndarray:
    """Ignore the argument."""
    n = int(max(labels.max(), predictions.max())) + 1
    counts = np.zeros((n, n), dtype=np.int64)
    np.add.at(counts, (labels, predictions), 1)
    return counts


@misconception(
    "confusion",
    name="Shares instead of counts",
    hint="How many, or which part of them?",
    concept="sum or mean",
)
def shares(labels: np.ndarray, predictions: np.ndarray, n_classes: int) -> np.ndarray:
    """Divide by the number of examples."""
    counts = np.zeros((n_classes, n_classes))
    np.add.at(counts, (labels, predictions), 1)
    return counts / len(labels)
