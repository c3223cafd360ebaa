"""Known wrong answers to e17: a network that learns to multiply."""

import numpy as np

from autograder.checking import misconception
from exercises.e16_debug import TwoLayerPerceptron
from exercises.e17_regression import make_products

Pairs = tuple[np.ndarray, np.ndarray]


@misconception(
    "make_products",
    name="Whole numbers alone",
    hint="Is 7.5 a number from 0 to 20?",
)
def whole_numbers(n: int, rng: np.random.Generator) -> Pairs:
    """Draw integers."""
    X = rng.integers(0, 21, (n, 2)).astype(np.float64)
    return X, X[:, [0]] * X[:, [1]]


@misconception(
    "make_products",
    name="Numbers from 0 to 1",
    hint="Which range does random() have, and which one was asked for?",
)
def from_zero_to_one(n: int, rng: np.random.Generator) -> Pairs:
    """Forget the range."""
    X = rng.random((n, 2))
    return X, X[:, [0]] * X[:, [1]]


@misconception(
    "make_products",
    name="Products without a second axis",
    hint="How many columns has y? What would (n, 1) minus (n,) give later on?",
)
def flat_products(n: int, rng: np.random.Generator) -> Pairs:
    """Multiply two rows of numbers."""
    X, y = make_products(n, rng)
    return X, y[:, 0]


@misconception(
    "make_products",
    name="Sums instead of products",
    hint="What is to be learned: how to add, or how to multiply?",
)
def sums(n: int, rng: np.random.Generator) -> Pairs:
    """Add each pair."""
    X, _ = make_products(n, rng)
    return X, X.sum(axis=1, keepdims=True)


@misconception(
    "make_products",
    name="A generator of its own",
    hint="What was rng handed over for, and who decides its seed?",
)
def own_generator(n: int, rng: np.random.Generator) -> Pairs:
    """Ignore the argument."""
    return make_products(n, np.random.default_rng(0))


@misconception(
    "scale",
    name="The products divided as the inputs are",
    hint="How large is 20 times 20?",
)
def products_by_twenty(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Divide both by 20."""
    return X / 20, y / 20


@misconception(
    "scale",
    name="The products left as they are",
    hint="How large are the errors of a network whose outputs are about 1 and whose targets 400?",
)
def products_unscaled(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Scale the inputs alone."""
    return X / 20, y


@misconception(
    "scale",
    name="The caller's arrays are changed",
    hint="Who owns X and y? What does the caller find in them afterwards?",
)
def scaled_in_place(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Divide in place."""
    X /= 20
    y /= 400
    return X, y


@misconception(
    "scale",
    name="Brought to mean 0 and deviation 1",
    hint="Which range should the numbers have afterwards?",
)
def standardised(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Standardise the columns."""
    return (X - X.mean(axis=0)) / X.std(axis=0), (y - y.mean()) / y.std()


@misconception(
    "fit",
    name="A new perceptron in every step",
    hint="What does each step leave for the next one to go on with?",
)
def new_in_every_step(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Make the perceptron inside the loop."""
    perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    for _ in range(steps):
        perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
        _, cache = perceptron.forward_pass(X)
        perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y), lr)
    return perceptron


@misconception(
    "fit",
    name="One forward pass for all steps",
    hint="After a step, is the output still what it was? Which pass does the gradient belong to?",
)
def stale_cache(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Go forward once, before the loop."""
    perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    _, cache = perceptron.forward_pass(X)
    for _ in range(steps):
        perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y), lr)
    return perceptron


@misconception(
    "fit",
    name="No step is ever taken",
    hint="Which line changes the perceptron?",
)
def never_subtracted(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Find the gradients and do nothing with them."""
    perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    for _ in range(steps):
        _, cache = perceptron.forward_pass(X)
        perceptron.backwards_pass(cache, Y)
    return perceptron


@misconception(
    "fit",
    name="One example in each step",
    hint="How many of the examples does one step look at?",
)
def one_example_a_step(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Take the examples in turn."""
    perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    for step in range(steps):
        at = [step % len(X)]
        _, cache = perceptron.forward_pass(X[at])
        perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y[at]), lr)
    return perceptron


@misconception(
    "fit",
    name="One step too many",
    hint="How many steps does your loop take when none is asked for?",
)
def one_step_too_many(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Count from 0 to `steps`, both included."""
    perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    for _ in range(steps + 1):
        _, cache = perceptron.forward_pass(X)
        perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y), lr)
    return perceptron


@misconception(
    "r_squared",
    name="What is left unexplained, not what is explained",
    hint="Which number should a perfect network have?",
)
def unexplained(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Leave out the 1 minus."""
    return float(np.sum((Y - predictions) ** 2) / np.sum((Y - np.mean(Y)) ** 2))


@misconception(
    "r_squared",
    name="Compared with 0, not with the mean",
    hint="What does somebody say who knows nothing but the targets' mean?",
)
def without_the_mean(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Add up the squared targets themselves."""
    return float(1 - np.sum((Y - predictions) ** 2) / np.sum(Y**2))


@misconception(
    "r_squared",
    name="The mean squared miss",
    hint="Compared with what is this much or little?",
)
def mean_squared_miss(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Give the cost."""
    return float(np.mean((Y - predictions) ** 2))


@misconception(
    "r_squared",
    name="The squared correlation",
    hint="Answers that are all 5 too high: are they as good as right ones?",
)
def squared_correlation(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Ask whether the two rise together."""
    return float(np.corrcoef(np.ravel(Y), np.ravel(predictions))[0, 1] ** 2)


@misconception(
    "r_squared",
    name="Targets and answers change places",
    hint="Whose distance from whose mean is compared: the targets' or the answers'?",
)
def places_changed(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Take the answers' variation."""
    there = np.sum((predictions - np.mean(predictions)) ** 2)
    with np.errstate(divide="ignore"):
        return float(1 - np.sum((Y - predictions) ** 2) / there)
