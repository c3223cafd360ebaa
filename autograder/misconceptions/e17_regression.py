"""Known wrong answers to e17: a network that learns to multiply."""

import numpy as np

from autograder.checking import misconception
from exercises.e16_debug import TwoLayerPerceptron
from exercises.e17_regression import fit, make_products

Pairs = tuple[np.ndarray, np.ndarray]


@misconception(
    "make_products",
    name="Whole numbers alone",
    hint="Is 7.5 a number from 0 to 20?",
    concept="dtype",
)
def whole_numbers(n: int, rng: np.random.Generator) -> Pairs:
    """Draw integers."""
    X = rng.integers(0, 21, (n, 2)).astype(np.float64)
    return X, X[:, [0]] * X[:, [1]]


@misconception(
    "make_products",
    name="Numbers from 0 to 1",
    hint="Which range does random() have, and which one was asked for?",
    concept="scaling",
)
def from_zero_to_one(n: int, rng: np.random.Generator) -> Pairs:
    """Forget the range."""
    X = rng.random((n, 2))
    return X, X[:, [0]] * X[:, [1]]


@misconception(
    "make_products",
    name="Products without a second axis",
    hint="How many columns has y? What would (n, 1) minus (n,) give later on?",
    concept="shape",
)
def flat_products(n: int, rng: np.random.Generator) -> Pairs:
    """Multiply two rows of numbers."""
    X, y = make_products(n, rng)
    return X, y[:, 0]


@misconception(
    "make_products",
    name="Sums instead of products",
    hint="What is to be learned: how to add, or how to multiply?",
    concept="definition",
)
def sums(n: int, rng: np.random.Generator) -> Pairs:
    """Add each pair."""
    X, _ = make_products(n, rng)
    return X, X.sum(axis=1, keepdims=True)


@misconception(
    "make_products",
    name="A generator of its own",
    hint="Why were you given rng, and who decides its seed?",
    concept="randomness",
)
def own_generator(n: int, rng: np.random.Generator) -> Pairs:
    """Ignore the argument."""
    return make_products(n, np.random.default_rng(0))


@misconception(
    "make_products",
    name="Every number times every other one",
    hint="How many products do n pairs have? What is (n,) times (n, 1)?",
    concept="broadcasting",
)
def every_product(n: int, rng: np.random.Generator) -> Pairs:
    """Multiply a row by a column."""
    X, _ = make_products(n, rng)
    return X, X[:, 0] * X[:, [1]]


@misconception(
    "make_products",
    name="The same number twice in each pair",
    hint="How many numbers are drawn for one pair?",
    concept="randomness",
)
def squares(n: int, rng: np.random.Generator) -> Pairs:
    """Draw one number and square it."""
    X = np.repeat(rng.uniform(0.0, 20.0, (n, 1)), 2, axis=1)
    return X, X[:, [0]] * X[:, [1]]


@misconception(
    "scale",
    name="The products divided as the inputs are",
    hint="How large is 20 times 20?",
    concept="scaling",
)
def products_by_twenty(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Divide both by 20."""
    return X / 20, y / 20


@misconception(
    "scale",
    name="The products left as they are",
    hint="How large are the errors of a network whose outputs are about 1 and whose targets 400?",
    concept="scaling",
)
def products_unscaled(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Scale the inputs alone."""
    return X / 20, y


@misconception(
    "scale",
    name="The caller's arrays are changed",
    hint="Who owns X and y? What does the caller find in them afterwards?",
    concept="aliasing and in-place",
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
    concept="scaling",
)
def standardised(X: np.ndarray, y: np.ndarray) -> Pairs:
    """Standardise the columns."""
    return (X - X.mean(axis=0)) / X.std(axis=0), (y - y.mean()) / y.std()


@misconception(
    "fit",
    name="A new perceptron in every step",
    hint="What does each step leave for the next one to go on with?",
    concept="aliasing and in-place",
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
    concept="slope at which point",
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
    concept="chain incomplete",
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
    concept="sum or mean",
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
    concept="indexing from 0",
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
    "fit",
    name="The learning rate divided by the number of examples",
    hint="The gradient of e16 is that of a mean. Who has divided by N already?",
    concept="sum or mean",
)
def divided_twice(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Divide a second time."""
    return fit(X, Y, n_hidden, lr / len(X), steps, rng)


@misconception(
    "fit",
    name="A learning rate written into the code",
    hint="Which rate does the caller want, and where does your code use it?",
    concept="factor",
)
def own_rate(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Use the rate of the text."""
    return fit(X, Y, n_hidden, 0.1, steps, rng)


@misconception(
    "fit",
    name="A step for each example in every step",
    hint="How often do the parameters move in one of your steps?",
    concept="sum or mean",
)
def a_step_for_each_example(
    X: np.ndarray, Y: np.ndarray, n_hidden: int, lr: float, steps: int, rng: np.random.Generator
) -> TwoLayerPerceptron:
    """Go through the examples one by one."""
    perceptron = TwoLayerPerceptron(X.shape[1], n_hidden, Y.shape[1], rng)
    for _ in range(steps):
        for n in range(len(X)):
            _, cache = perceptron.forward_pass(X[[n]])
            perceptron.subtract_gradients(perceptron.backwards_pass(cache, Y[[n]]), lr)
    return perceptron


@misconception(
    "r_squared",
    name="1 minus the mean squared miss",
    hint="Compared with what is a miss large or small?",
    concept="definition",
)
def one_minus_the_miss(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Leave out the comparison."""
    return float(1 - np.mean((Y - predictions) ** 2))


@misconception(
    "r_squared",
    name="Every target compared with every answer",
    hint="How many differences do n targets and n answers have? What is (n, 1) minus (n,)?",
    concept="broadcasting",
)
def every_difference(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Flatten one of the two."""
    return float(1 - np.sum((Y - np.ravel(predictions)) ** 2) / np.sum((Y - np.mean(Y)) ** 2))


@misconception(
    "r_squared",
    name="Differences that were not squared",
    hint="Can a miss that is too high cancel one that is too low?",
    concept="definition",
)
def not_squared(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Add up distances instead of their squares."""
    return float(1 - np.sum(np.abs(Y - predictions)) / np.sum(np.abs(Y - np.mean(Y))))


@misconception(
    "r_squared",
    name="What is left unexplained, not what is explained",
    hint="Which number should a perfect network have?",
    concept="sign",
)
def unexplained(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Leave out the 1 minus."""
    return float(np.sum((Y - predictions) ** 2) / np.sum((Y - np.mean(Y)) ** 2))


@misconception(
    "r_squared",
    name="Compared with 0, not with the mean",
    hint="What does somebody say who knows nothing but the targets' mean?",
    concept="definition",
)
def without_the_mean(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Add up the squared targets themselves."""
    return float(1 - np.sum((Y - predictions) ** 2) / np.sum(Y**2))


@misconception(
    "r_squared",
    name="The mean squared miss",
    hint="Compared with what is this much or little?",
    concept="definition",
)
def mean_squared_miss(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Give the cost."""
    return float(np.mean((Y - predictions) ** 2))


@misconception(
    "r_squared",
    name="The squared correlation",
    hint="Answers that are all 5 too high: are they as good as right ones?",
    concept="definition",
)
def squared_correlation(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Ask whether the two rise together."""
    return float(np.corrcoef(np.ravel(Y), np.ravel(predictions))[0, 1] ** 2)


@misconception(
    "r_squared",
    name="Targets and answers change places",
    hint="Whose distance from whose mean is compared: the targets' or the answers'?",
    concept="definition",
)
def places_changed(Y: np.ndarray, predictions: np.ndarray) -> float:
    """Take the answers' variation."""
    there = np.sum((predictions - np.mean(predictions)) ** 2)
    with np.errstate(divide="ignore"):
        return float(1 - np.sum((Y - predictions) ** 2) / there)
