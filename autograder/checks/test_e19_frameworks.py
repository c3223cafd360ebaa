"""Checks of e19: the same network in a framework."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np

from autograder.checking import Probe, Reference, Script, Student, check, expect, oracle

Parameters = list[tuple[np.ndarray, np.ndarray]]

# e09's network, and its example.
LAYERS = [
    (np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]]), np.array([[1.0], [-0.5]])),
    (np.array([[2.0, -1.0]]), np.array([[0.5]])),
]
X = np.array([[2.0], [1.0], [-1.0]])
DIGITS = [784, 16, 16, 10]
FOUR_DECIMALS = "the worked numbers are rounded to four decimals"
SEVEN_DIGITS = "frameworks compute with 7 digits"


def answer(build: str, parameters: Parameters, x: np.ndarray) -> list[Any]:
    """Ask what a model with these parameters answers."""
    script = Script()
    model = script.call(build, sizes_of(parameters))
    script.call("load_parameters", model, parameters)
    return script.giving(script.call("forward", model, x))


def sizes_of(parameters: Parameters) -> list[int]:
    """Return the sizes of a network's layers, input first."""
    return [parameters[0][0].shape[1], *(W.shape[0] for W, _ in parameters)]


def gradients(parameters: Parameters, x: np.ndarray, y: np.ndarray) -> list[Any]:
    """Ask PyTorch for the gradients of e12's cost, by its own account of the computation."""
    script = Script()
    model = script.call("build", sizes_of(parameters))
    script.call("load_parameters", model, parameters)
    found = script.entries(script.method(model, "parameters"))
    # As tensors of the numbers that the model itself has.
    rows, wanted = (script.method(script.item(found, 0), "new_tensor", a.T) for a in (x, y))
    residual = script.method(script.method(model, "__call__", rows), "sub", wanted)
    squares = script.method(script.method(residual, "square"), "sum", 1)
    script.method(script.method(squares, "mean"), "backward")
    return script.giving(script.method_of_each(script.get_of_each(found, "grad"), "numpy"))


def as_layers(sizes: list[int]) -> Callable[[list[np.ndarray]], Any]:
    """Return a view of gradients as (dW, db) of each layer, however the model holds them."""
    shapes = [shape for n, to in itertools.pairwise(sizes) for shape in ((to, n), (to,))]

    def view(found: list[np.ndarray]) -> list[np.ndarray]:
        rest = [np.squeeze(array) for array in found]
        arranged = []
        for shape in shapes:
            fitting = [array.shape in (shape, shape[::-1]) for array in rest]
            array = rest.pop(fitting.index(True))
            arranged.append(array if array.shape == shape else array.T)
        if rest:
            raise ValueError("more arrays than there are weights and biases")
        return arranged

    return view


# Layers of one size, and as many examples, go first: where every array is square nothing fails by
# its shape, so each mistake about rows and columns shows its own wrong numbers, and is known by
# them in the checks that follow.
@check(
    "PyTorch: three layers of three neurons answer three examples as e09's network does.",
    points=2,
    package="torch",
    hint="Which of W, b, what goes in and what comes out lies on its side in PyTorch?",
)
def test_layers_of_one_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: square layers, where a weight that lies on its side makes no error.
    parameters, x = probe.network([3, 3, 3, 3]), probe.array(3, 3)
    expect(student.script, answer("build", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


@check(
    "PyTorch: the worked 3-2-1 network answers 0.4537.",
    points=2,
    package="torch",
    hint="The first layer says 0.1192 and 0.9241. What does the last neuron make of them?",
)
def test_the_worked_network(student: Student) -> None:
    # Stays: the example that a student can follow by hand.
    expect(student.script, answer("build", LAYERS, X)).equals(
        np.array([[0.4537]]), rtol=0.0, atol=5e-5, because=FOUR_DECIMALS
    )


@check(
    "PyTorch: a 3-4-2 network answers five examples as e09's does, one in each column.",
    points=2,
    package="torch",
    hint="Which shape has the batch when it goes into the model, and which when it comes out?",
)
def test_five_examples(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the batch, whose layout is what changes between here and there.
    parameters, x = probe.network([3, 4, 2]), probe.array(3, 5)
    expect(student.script, answer("build", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


@check(
    "PyTorch: the 784-16-16-10 network has 13,002 parameters to learn.",
    points=1,
    package="torch",
    hint="How many weights and how many biases does e10 count, and may all of them learn?",
)
def test_trainable_parameters(student: Student) -> None:
    # Stays: the number of the course, asked of the framework itself.
    script = Script()
    found = script.entries(script.method(script.call("build", DIGITS), "parameters"))
    counts, learn = (
        script.method_of_each(found, "numel"),
        script.get_of_each(found, "requires_grad"),
    )

    def total(told: list[list[int]]) -> int:
        return sum(count for count, learns in zip(*told, strict=True) if learns)

    expect(student.script, script.giving(counts, learn)).equals(13_002, through=total)


@check(
    "PyTorch: the gradients that autograd finds are those of e15.",
    points=2,
    package="torch",
    hint="Is the model a torch.nn.Module whose every step autograd can follow back?",
)
def test_gradients(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: an answer that leaves the framework is right, and has no gradient.
    parameters, x, y = probe.network([3, 4, 2]), probe.array(3, 5), probe.one_hot(2, 5)
    expect(student.script, gradients(parameters, x, y)).equals(
        reference.slopes(parameters, x, y),
        rtol=0.0,
        atol=1e-6,
        because=SEVEN_DIGITS,
        through=as_layers([3, 4, 2]),
    )


@check(
    "Keras: three layers of three neurons answer three examples as e09's network does.",
    points=2,
    package="keras",
    hint="Which of W, b, what goes in and what comes out lies on its side in Keras?",
)
def test_keras_layers_of_one_size(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: square layers in Keras, where nothing else shows a kernel on its side.
    parameters, x = probe.network([3, 3, 3, 3]), probe.array(3, 3)
    expect(student.script, answer("build_keras", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


@check(
    "Keras: a 3-4-2 network answers five examples as e09's does, one in each column.",
    points=2,
    package="keras",
    hint="Is the kernel of a Dense layer laid out as your W is?",
)
def test_keras_five_examples(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the batch in Keras; the PyTorch checks may be skipped.
    parameters, x = probe.network([3, 4, 2]), probe.array(3, 5)
    expect(student.script, answer("build_keras", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


@check(
    "Keras: the 784-16-16-10 network has 13,002 parameters to learn.",
    points=1,
    package="keras",
    hint="Does the model know the size of its input, and may all its layers learn?",
)
def test_keras_trainable_parameters(student: Student) -> None:
    # Stays: the number of the course in Keras; the PyTorch checks may be skipped.
    script = Script()
    found = script.get(script.call("build_keras", DIGITS), "trainable_variables")
    # As arrays: a shape is a tuple where Keras computes with PyTorch, and none with TensorFlow.
    sizes = script.get_of_each(script.method_of_each(found, "numpy"), "size")
    expect(student.script, script.giving(sizes)).equals(13_002, through=sum)


### BEGIN HIDDEN TESTS
@oracle
def network(reference: Reference, parameters: Parameters, x: np.ndarray) -> np.ndarray:
    """Return what e09's network answers, by its formula."""
    a = x
    for W, b in parameters:
        a = 1.0 / (1.0 + np.exp(-(W @ a + b)))
    return a


@oracle
def slopes(
    reference: Reference, parameters: Parameters, x: np.ndarray, y: np.ndarray
) -> list[np.ndarray]:
    """Return the gradients of e12's cost by central differences, layer by layer."""
    arrays = [array.copy() for pair in parameters for array in pair]

    def cost() -> float:
        pairs = list(zip(arrays[::2], arrays[1::2], strict=True))
        return float(np.sum((network(reference, pairs, x) - y) ** 2) / x.shape[1])

    found = []
    for array in arrays:
        slope = np.zeros_like(array)
        for place in np.ndindex(array.shape):
            before = array[place]
            array[place] = before + 1e-5
            above = cost()
            array[place] = before - 1e-5
            slope[place] = (above - cost()) / 2e-5
            array[place] = before
        found.append(slope if slope.shape[1] > 1 else slope[:, 0])
    return found


@check(
    "PyTorch: networks of any depth and any sizes answer as e09's do.",
    points=2,
    package="torch",
    hint="Is there a size, a depth or a number of examples written into your code?",
)
def test_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that answers fitted to the public checks earn nothing.
    parameters = probe.network(probe.sizes(probe.integer(4, 6), 2, 7))
    x = probe.array(sizes_of(parameters)[0], probe.integer(8, 11))
    expect(student.script, answer("build", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


@check(
    "PyTorch: the 784-16-16-10 network reads digits as e09's does.",
    points=2,
    package="torch",
    hint="Which kind of numbers does your model compute with: float32 at the least?",
)
def test_digits(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: the size that the course is about, in which small errors add up.
    images, _ = probe.digits(6)
    parameters, x = probe.network(DIGITS), images.reshape(6, 784).T / 255.0
    expect(student.script, answer("build", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


@check(
    "PyTorch: the gradients of any network are those of e15.",
    points=2,
    package="torch",
    hint="Is there a layer whose numbers leave PyTorch on the way, where autograd loses them?",
)
def test_gradients_of_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers, so that gradients fitted to the public check earn nothing.
    sizes = probe.sizes(4, 2, 6)
    parameters, m = probe.network(sizes), probe.integer(6, 9)
    x, y = probe.array(sizes[0], m), probe.one_hot(sizes[-1], m)
    expect(student.script, gradients(parameters, x, y)).equals(
        reference.slopes(parameters, x, y),
        rtol=0.0,
        atol=1e-6,
        because=SEVEN_DIGITS,
        through=as_layers(sizes),
    )


@check(
    "Keras: networks of any depth and any sizes answer as e09's do.",
    points=2,
    package="keras",
    hint="Is there a size, a depth or a number of examples written into your code?",
)
def test_keras_any_network(student: Student, reference: Reference, probe: Probe) -> None:
    # Stays: fresh sizes and numbers in Keras; the PyTorch checks may be skipped.
    parameters = probe.network(probe.sizes(probe.integer(4, 6), 2, 7))
    x = probe.array(sizes_of(parameters)[0], probe.integer(8, 11))
    expect(student.script, answer("build_keras", parameters, x)).equals(
        reference.network(parameters, x), rtol=0.0, atol=1e-6, because=SEVEN_DIGITS
    )


### END HIDDEN TESTS
