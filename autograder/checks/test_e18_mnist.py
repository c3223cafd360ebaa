"""Checks of e18: the digit classifier, its parts first, then the whole."""

import itertools
from functools import partial
from typing import Any

import numpy as np

import datasets
from autograder.checking import (
    Probe,
    Reference,
    Rng,
    Script,
    Student,
    check,
    expect,
    near,
    oracle,
)

Parameters = list[tuple[np.ndarray, np.ndarray]]

SIZES = [784, 16, 16, 10]
LONG_STEPS, SHORT_STEPS = (7, 30, 4.0), (3, 30, 0.8)  # epochs, batch size, eta


def begun(sizes: list[int], *seeds: int) -> list[Any]:
    """Ask for the first parameters that each of these seeds gives."""
    script = Script()
    return script.giving(*(script.call("init_parameters", sizes, Rng(seed)) for seed in seeds))


def dealt(X: np.ndarray, Y: np.ndarray, size: int, *seeds: int) -> list[Any]:
    """Ask for the minibatches that each of these seeds gives."""
    script = Script()
    made = [script.call("minibatches", X, Y, size, Rng(seed)) for seed in seeds]
    return script.giving(*map(script.entries, made))


def trained(
    parameters: Parameters, X: np.ndarray, Y: np.ndarray, epochs: int, size: int, eta: float
) -> list[Any]:
    """Ask for what was learned and for the history."""
    script = Script()
    return script.giving(script.call("train", parameters, X, Y, epochs, size, eta, Rng(7)))


def numbered(m: int) -> tuple[np.ndarray, np.ndarray]:
    """Return m examples that tell their number, and their targets too."""
    X = np.arange(float(m)) + np.array([[0.0], [100.0], [200.0]])
    return X, X[:2] + 1000.0


def small_task(probe: Probe, m: int) -> tuple[Parameters, np.ndarray, np.ndarray]:
    """Return a 3-4-2 network, inputs and wanted outputs."""
    return probe.network([3, 4, 2]), probe.array(3, m), probe.one_hot(2, m)


def task_of_one_class(probe: Probe, m: int) -> tuple[Parameters, np.ndarray, np.ndarray]:
    """Return such a task with the same target for all: whose is whose is asked elsewhere."""
    parameters, X, Y = small_task(probe, m)
    return parameters, X, np.repeat(Y[:, :1], m, axis=1)


@check(
    "Each layer begins with weights (n, n_previous) and with n biases of 0.",
    points=1,
    hint="How many layers of weights does a network of three sizes have, and how large are they?",
    group="init_parameters",
)
def test_first_parameters_have_their_shapes(student: Student) -> None:
    def holds(found: Parameters) -> bool:
        shapes = [(W.shape, b.shape) for W, b in found]
        return shapes == [((4, 5), (4, 1)), ((3, 4), (3, 1))] and not any(
            np.any(b) for _, b in found
        )

    expect(student.script, begun([5, 4, 3], 7)).satisfies(
        holds, "W (4, 5), b (4, 1), then W (3, 4), b (3, 1), and every bias 0"
    )


@check(
    "The weights are spread around 0 with variance 1 / n_previous, each layer by itself.",
    points=2,
    hint="What is the variance of a sum of n numbers? At which sums is the sigmoid steep?",
    group="init_parameters",
)
def test_first_weights_are_spread(student: Student, probe: Probe) -> None:
    # Stays: the variance of each layer by itself, before anything is trained.
    sizes = [probe.integer(36, 44), 8, 5]

    def holds(found: Parameters) -> bool:
        pairs = zip(found, sizes[:-1], strict=True)
        return all(_is_spread(W, n_previous**-0.5) for (W, _), n_previous in pairs)

    expect(student.script, begun(sizes, probe.integer(1, 999))).satisfies(
        holds, f"variances of about 1/{sizes[0]} and 1/{sizes[1]}, and means of about 0"
    )


def _is_spread(weights: np.ndarray, deviation: float) -> bool:
    """Tell whether a mean of 0 and this deviation are within five standard errors."""
    count = weights.size
    near_zero = abs(weights.mean()) < 5 * deviation / np.sqrt(count)
    return bool(near_zero and abs(weights.std() / deviation - 1) < 5 / np.sqrt(2 * count))


@check(
    "Minibatches cover each example once, with its own target; the last may be smaller.",
    points=3,
    hint="Nineteen examples in batches of eight: how many batches, and where is the nineteenth?",
)
def test_minibatches_cover_each_example_once(student: Student, probe: Probe) -> None:
    # Stays: the batches by themselves, before train uses them.
    # Of this many, drawn with replacement, hardly ever each comes once: 17!/17^17 is 4e-7.
    m = probe.integer(17, 23)
    X, Y = numbered(m)

    def holds(found: list[Any]) -> bool:
        order = np.hstack([x for x, _ in found])[0].astype(int)
        return (
            [(x.shape, y.shape) for x, y in found]
            == [((3, size), (2, size)) for size in (8, 8, m - 16)]
            and sorted(order.tolist()) == list(range(m))
            and np.array_equal(np.hstack([x for x, _ in found]), X[:, order])
            and np.array_equal(np.hstack([y for _, y in found]), Y[:, order])
        )

    expect(student.script, dealt(X, Y, 8, probe.integer(1, 999))).satisfies(
        holds,
        f"batches of 8, 8 and {m - 16} columns, with every column of X once, beside its own of Y",
    )


@check(
    "Minibatches are shuffled: the seed decides the order, and it is not the one they came in.",
    points=2,
    hint="Why were you given rng? If the digits came sorted, what would a batch look like?",
)
def test_minibatches_are_shuffled(student: Student, probe: Probe) -> None:
    # Stays: the order by itself, before train uses it.
    X, Y = numbered(16)
    seed = probe.integer(1, 999)

    def holds(found: list[Any]) -> bool:
        # Each row numbers the examples alike: to deal out rows leaves the examples in their order.
        one, same, other = (
            (np.hstack([x for x, _ in batches])[0] % 100).tolist() for batches in found
        )
        return bool(one == same and one != other and one != X[0].tolist())

    expect(student.script, dealt(X, Y, 5, seed, seed, seed + 1)).satisfies(
        holds, "a mixed order, the same for the same seed, another for another seed"
    )


@check(
    "One epoch with all examples in one batch is one step against e15's gradient.",
    points=3,
    hint="What is the gradient of the batch multiplied by, and what is it subtracted from?",
)
def test_one_step(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a single step, exactly; learning alone does not tell right from wrong.
    steps = trained(*task_of_one_class(probe, 5), 1, 5, 0.7)
    expect(student.script, steps).equals(reference.script)


@check(
    "Three epochs are three times that, and the history has the cost after each of them.",
    points=2,
    hint="How many costs should there be, of which examples, and at which moment?",
)
def test_three_epochs(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the history, and a second step that starts where the first one ended.
    steps = trained(*task_of_one_class(probe, 6), 3, 6, 1.5)
    expect(student.script, steps).equals(reference.script)


@check(
    "An epoch takes one step for each minibatch, so that every example is seen once.",
    points=2,
    hint="Twelve examples in batches of three: how many steps are there in one epoch?",
)
def test_one_step_for_each_minibatch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the number of steps by itself, whatever the order of the examples.
    parameters, X, Y = small_task(probe, 12)
    # Steps this small do not change the slope: four of them go four times as far as one does,
    # whatever the order of the examples.
    gradients = reference.backprop(parameters, X, Y)

    def holds(found: Any) -> bool:
        learned, _ = found
        return all(
            np.max(np.abs((before - after) / 0.001 - 4 * slope)) < 0.03 * np.max(np.abs(4 * slope))
            for before, after, slope in zip(
                itertools.chain(*parameters),
                itertools.chain(*learned),
                itertools.chain(*gradients),
                strict=True,
            )
        )

    expect(student.script, trained(parameters, X, Y, 1, 3, 0.001)).satisfies(
        holds, "parameters that four small steps, of three examples each, have moved"
    )


@check(
    "The last batch may be smaller: its step is the slope of its own mean.",
    points=1,
    hint="Five examples in batches of two: how many steps, and by what is the last one divided?",
)
def test_a_smaller_last_batch(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: a batch that the set does not fill, with examples so alike that no order matters.
    parameters, X, Y = task_of_one_class(probe, 1)
    steps = trained(parameters, np.repeat(X, 5, axis=1), np.repeat(Y, 5, axis=1), 2, 2, 0.9)
    expect(student.script, steps).equals(reference.script)


@check(
    "New minibatches are dealt in each epoch: the second order is not always the first one.",
    points=3,
    hint="How often does your train ask for minibatches: once, or once in each epoch?",
)
def test_each_epoch_deals_new_batches(student: Student, reference: Reference, probe: Probe) -> None:
    # Two examples, one at a time, for two epochs: each seed shows two orders of two examples.
    parameters, X, Y = small_task(probe, 2)
    Y = np.array([[1.0, 0.0], [0.0, 1.0]])
    wanted = reference.after_orders(parameters, X, Y, 2.0)
    script, first = Script(), probe.integer(1, 900)
    learned = [
        script.item(script.call("train", parameters, X, Y, 2, 1, 2.0, Rng(first + at)), 0)
        for at in range(20)
    ]

    def orders(found: list[Any]) -> list[bool]:
        """Tell whether each epoch's order varies, and whether the second differs from the first."""
        seen = [[_close(one, other) for other in wanted].index(True) for one in found]
        return [len({at // 2 for at in seen}) == 2, any(at in (1, 2) for at in seen)]

    expect(student.script, script.giving(*learned)).satisfies(
        lambda found: orders(found) == [True, True],
        "parameters of four single steps, whose order is dealt again in the second epoch",
        through=orders,
    )


def _close(one: Any, other: Any) -> bool:
    """Tell whether two networks have the same parameters."""
    pairs = zip(itertools.chain(*one), itertools.chain(*other), strict=True)
    # Four steps in another order are far apart; float32 is not.
    return all(np.shape(a) == np.shape(b) and np.allclose(a, b, atol=1e-5) for a, b in pairs)


def _in_one_row(parameters: Any) -> np.ndarray:
    """Return all weights and biases, or their slopes, one after another."""
    return np.concatenate([np.ravel(one) for one in itertools.chain(*parameters)])


@check(
    "The most active output neuron is the network's answer.",
    points=2,
    hint="How strong is the neuron, or which one is it? And which axis holds the neurons?",
)
def test_predict(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: three neurons and four examples that can be followed by hand.
    parameters = [(np.array([[1.0], [-1.0], [0.0]]), np.array([[0.0], [0.0], [1.0]]))]
    expect(student.predict, parameters, np.array([[2.0, -2.0, 0.5, 3.0]])).equals(
        np.array([0, 1, 2, 0])
    )
    expect(student.predict, probe.network([3, 5, 4]), probe.array(3, 7)).equals(reference.predict)


@check(
    "The accuracy is the share of examples that are read rightly.",
    points=2,
    hint="Three of four are right. Which number between 0 and 1 is that?",
)
def test_accuracy(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: three of four, which can be counted.
    parameters = [(np.array([[1.0], [-1.0]]), np.zeros((2, 1)))]
    X = np.array([[2.0, -2.0, 1.0, 3.0]])
    expect(student.accuracy, parameters, X, np.array([0, 1, 0, 1])).equals(0.75)
    labels = probe.integers(0, 3, 9)
    expect(student.accuracy, probe.network([3, 5, 4]), probe.array(3, 9), labels).equals(
        reference.accuracy
    )


@check(
    "Row i, column j of the confusion matrix counts the examples of class i taken for class j.",
    points=3,
    hint="A 4 was read as a 9: in which row and in which column is it counted?",
)
def test_confusion(student: Student, reference: Reference, probe: Probe) -> None:
    labels, predictions = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1])
    expect(student.confusion, labels, predictions, 3).equals(
        np.array([[1, 1, 0], [0, 1, 0], [0, 1, 0]])
    )
    expect(student.confusion, probe.integers(0, 3, 30), probe.integers(0, 3, 30), 5).equals(
        reference.confusion
    )


@check(
    "The whole: trained on 1,500 real digits, it reads 92 % of 297 others.",
    points=3,
    hint="Are all the parts right? Does the cost fall from epoch to epoch?",
    named=False,
)
def test_it_learns_to_read(student: Student, probe: Probe) -> None:
    # Stays: the purpose of the course; its parts are checked by themselves.
    digits = datasets.load("embedded")
    # Pixels and digits change places, for each student in another way: a network that was trained
    # before cannot read these.
    pixels, classes = (np.argsort(probe.array(n), kind="stable") for n in (784, 10))
    X = digits.train_images.reshape(-1, 784)[:, pixels].T / 255.0
    Y = np.eye(10)[classes[digits.train_labels]].T

    def steps() -> list[Any]:
        script = Script()
        begin = script.call("init_parameters", SIZES, Rng(probe.integer(1, 999)))
        rng = Rng(probe.integer(1, 999))
        learned = script.call("train", begin, X, Y, *LONG_STEPS, rng)
        # Short steps at the end: after long ones alone, a right network may be on a bad day.
        settled = script.call("train", script.item(learned, 0), X, Y, *SHORT_STEPS, rng)
        wanted = [script.item(learned, 1), script.item(settled, 0), script.item(settled, 1)]
        return script.giving(*wanted, long=True)

    def reads(found: list[Any], share: float) -> bool:
        before, parameters, after = found
        costs = np.array([*before, *after], dtype=np.float64)
        falls = costs.shape == (10,) and 0 < costs[-1] < costs[0] < 1
        return bool(falls and _read_rightly(parameters, digits, pixels, classes) >= share)

    wanted = "10 costs that fall, and a network that reads 92 % of the digits it never saw"
    # One in 300 right networks begins so badly that it stays a little below, and may try again.
    found = expect(student.script, steps()).satisfies(lambda found: reads(found, 0.88), wanted)
    if not reads(found, 0.92):
        expect(student.script, steps()).satisfies(lambda found: reads(found, 0.92), wanted)


def _read_rightly(
    parameters: Parameters, digits: Any, pixels: np.ndarray, classes: np.ndarray
) -> float:
    """Return the share of the test digits that a network reads correctly."""
    said = digits.test_images.reshape(-1, 784)[:, pixels].T / 255.0
    for weights, biases in parameters:
        # The sigmoid, by way of the hyperbolic tangent.
        said = np.tanh((np.dot(weights, said) + biases) / 2) / 2
        said += 0.5
    return float(np.mean(np.argmax(said, axis=0) == classes[digits.test_labels]))


### BEGIN HIDDEN TESTS
@oracle
def after_orders(
    reference: Reference, parameters: Parameters, X: np.ndarray, Y: np.ndarray, eta: float
) -> list[Parameters]:
    """Return what two epochs of two examples, one at a time, lead to, for all four orders."""
    found = []
    for order in ((0, 1, 0, 1), (0, 1, 1, 0), (1, 0, 0, 1), (1, 0, 1, 0)):
        now = parameters
        for at in order:
            slopes = reference.backprop(now, X[:, [at]], Y[:, [at]])
            now = [
                (np.subtract(W, np.multiply(eta, dW)), np.subtract(b, np.multiply(eta, db)))
                for (W, b), (dW, db) in zip(now, slopes, strict=True)
            ]
        found.append(now)
    return found


@oracle
def cost_of(reference: Reference, parameters: Parameters, X: np.ndarray, Y: np.ndarray) -> float:
    """Return the cost of a network whose parameters were found, by e12's formula."""
    a = X
    for W, b in parameters:
        a = 1.0 / (1.0 + np.exp(-(np.dot(W, a) + b)))
    return float(np.sum(np.square(a - Y)) / X.shape[1])


@check(
    "With minibatches, too, each number of the history is the cost of what was learned by then.",
    points=3,
    hint="After an epoch you have a network. Which examples, and which network, is its cost for?",
)
def test_the_history_is_of_what_was_learned(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: real minibatches, whose order is the student's own.
    parameters, X, Y = small_task(probe, 11)
    script = Script()
    runs = [script.call("train", parameters, X, Y, n, 4, 1.5, Rng(7)) for n in (1, 2, 3)]

    def holds(found: list[Any], *, float32: bool = False) -> bool:
        costs = [reference.cost_of(learned, X, Y) for learned, _ in found]
        return all(
            near(np.asarray(history), np.array(costs[:n]), float32=float32)
            for n, (_, history) in enumerate(found, start=1)
        ) and not _close(found[0][0], found[1][0])

    expect(student.script, script.giving(*runs)).satisfies(
        holds,
        "after each epoch, the cost of all examples for the parameters of that moment",
        in_float32=partial(holds, float32=True),
    )


@oracle
def after_epochs(
    reference: Reference, parameters: Parameters, X: np.ndarray, Y: np.ndarray, eta: float, n: int
) -> list[Any]:
    """Take steps with all examples, and note the summed squares after each."""
    history = []
    for _ in range(n):
        slopes = reference.backprop(parameters, X, Y)
        parameters = [
            (np.subtract(W, np.multiply(eta, dW)), np.subtract(b, np.multiply(eta, db)))
            for (W, b), (dW, db) in zip(parameters, slopes, strict=True)
        ]
        a = X
        for W, b in parameters:
            a = 1.0 / (1.0 + np.exp(-(W @ a + b)))
        history.append(float(np.sum(np.square(a - Y)) / X.shape[1]))
    return [parameters, history]


@check(
    "Networks of any depth, and any number of epochs, are trained rightly.",
    points=2,
    hint="Is there a number of layers, of epochs or of examples written into your code?",
)
def test_any_network_is_trained(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    sizes = probe.sizes(probe.integer(2, 5), 4, 8)
    parameters, m, epochs = probe.network(sizes), probe.integer(21, 29), probe.integer(2, 5)
    X, Y = probe.array(sizes[0], m), probe.one_hot(sizes[-1], m)
    # A batch that is larger than the set holds all of it.
    steps = trained(parameters, X, Y, epochs, m + 1, 0.9)
    expect(student.script, steps).equals(
        tuple(reference.after_epochs(parameters, X, Y, 0.9, epochs))
    )


@check(
    "The first weights are normally distributed, and the seed decides them.",
    points=1,
    hint="Which distribution was asked for, and where do its numbers come from?",
    group="init_parameters",
)
def test_first_weights_are_normal(student: Student, probe: Probe) -> None:
    seed = probe.integer(1, 999)

    def holds(found: list[Parameters]) -> bool:
        one, same, other = (parameters[0][0] for parameters in found)
        # Of a normal distribution 4.55 % lie beyond two deviations, of a uniform one nothing.
        beyond = np.mean(np.abs(one) > 2 / 20)
        return bool(
            np.array_equal(one, same) and not np.array_equal(one, other) and 0.03 < beyond < 0.06
        )

    expect(student.script, begun([400, 20, 3], seed, seed, seed + 1)).satisfies(
        holds, "about 4.6 % beyond two deviations, and the same weights for the same seed alone"
    )


@check(
    "The seed decides the order in which train takes the examples.",
    points=1,
    hint="Whose random numbers decide the minibatches in your train?",
)
def test_the_seed_decides_the_training(
    student: Student, reference: Reference, probe: Probe
) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters, X, Y = small_task(probe, 12)
    # All examples want the same, so that each batch, and each pairing, leads the same way.
    Y = np.repeat(Y[:, :1], 12, axis=1)
    gradients = reference.backprop(parameters, X, Y)
    script = Script()
    found = [
        script.item(script.call("train", parameters, X, Y, 2, 3, 0.1, Rng(seed)), 0)
        for seed in (1, 1, 2)
    ]

    def holds(found: list[Parameters]) -> bool:
        one, same, other = (_in_one_row(learned) for learned in found)
        before, slope = _in_one_row(parameters), _in_one_row(gradients)
        moves = [before - after for after in (one, other)]
        sizes = [np.linalg.norm(move) * np.linalg.norm(slope) for move in moves]
        return bool(
            np.array_equal(one, same)
            and not np.allclose(one, other, rtol=1e-9, atol=0)
            # The seed decides numbers drawn at random, too; but they lead nowhere.
            and all(move @ slope > size / 2 for move, size in zip(moves, sizes, strict=True))
        )

    expect(student.script, script.giving(*found)).satisfies(
        holds, "steps downhill, the same ones for the same seed, and others for another"
    )


@check(
    "Real digits are read as the reference reads them.",
    points=1,
    hint="784 pixels a column, ten neurons a column: along which axis is the largest looked for?",
)
def test_real_digits_are_predicted(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    images, labels = probe.digits(12)
    X = images.reshape(12, 784).T / 255.0
    parameters = probe.network(SIZES)
    # None of twelve right is 0 in percent, too.
    while not 0 < reference.accuracy(parameters, X, labels) < 1:
        images, labels = probe.digits(12)
        X = images.reshape(12, 784).T / 255.0
    expect(student.predict, parameters, X).equals(reference.predict)
    expect(student.accuracy, parameters, X, labels).equals(reference.accuracy)


### END HIDDEN TESTS
