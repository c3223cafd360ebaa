"""Known wrong answers to e07: the dense layer."""

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid


@misconception(
    "pre_activation",
    name="The bias is left out",
    hint="What does the neuron do with silent inputs?",
)
def bias_left_out(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Add nothing to the weighted sum."""
    return np.asarray(W @ a)


@misconception(
    "pre_activation",
    name="The bias has lost its second axis",
    hint="What shape is W @ a, and what shape is the bias that you add to it?",
)
def bias_without_second_axis(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Add the biases as a vector, which runs along the examples."""
    return np.asarray(W @ a + b.ravel())


@misconception(
    "pre_activation",
    name="The bias is subtracted",
    hint="A neuron with a large bias: should it fire more easily or less?",
)
def bias_subtracted(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Take the bias for a threshold."""
    return np.asarray(W @ a - b)


@misconception(
    "pre_activation",
    name="W is transposed",
    hint="Row i belongs to which neuron?",
)
def weights_transposed(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Let a neuron read a column of W."""
    return np.asarray(W.T @ a + b)


@misconception(
    "pre_activation",
    name="The product is taken in the wrong order",
    hint="A row of one meets a column of the other. Whose row is it, and whose column?",
)
def factors_swapped(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Multiply the activations by the weights."""
    return np.asarray(a @ W + b)


@misconception(
    "pre_activation",
    name="Elementwise product instead of a matrix product",
    hint="Multiply, then what?",
)
def elementwise_product(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Multiply entry by entry, and sum nothing."""
    return np.asarray(W * a + b)


@misconception(
    "pre_activation",
    name="Only the first example is computed",
    hint="What if there are five examples?",
)
def first_example_only(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Treat the batch as the one column it starts with."""
    return np.asarray(np.sum(W * a[:, 0], axis=1).reshape(-1, 1) + b)


@misconception(
    "pre_activation",
    name="The squash comes too early",
    hint="Can z be below 0? Which of the two functions is the one that squashes?",
)
def squashed_in_pre_activation(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return activations where pre-activations are asked."""
    return np.asarray(sigmoid(W @ a + b))


@misconception(
    "dense_forward",
    name="The bias is added after the squash",
    hint="What exactly goes into the sigmoid? Can an activation be 1.0474?",
)
def bias_after_the_squash(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squash the weighted sum alone."""
    return np.asarray(sigmoid(W @ a) + b)


@misconception(
    "dense_forward",
    name="Nothing is squashed",
    hint="Can activations exceed 1?",
)
def not_squashed(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return the pre-activations."""
    return np.asarray(W @ a + b)


@misconception(
    "dense_forward",
    name="The inputs are squashed, not the sum",
    hint="The activations that come in were squashed by their own layer. What is new here?",
)
def inputs_squashed(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squash on the wrong side of the weights."""
    return np.asarray(W @ sigmoid(a) + b)


@misconception(
    "dense_forward",
    name="A step instead of a squash",
    hint="How strongly does it fire: only 0 or 1, or anything between?",
)
def step_for_the_squash(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Fire or do not fire, as a perceptron does."""
    return np.where(W @ a + b > 0, 1.0, 0.0)


@misconception(
    "dense_forward",
    name="Softmax instead of the sigmoid",
    hint="Do the neurons of a layer see each other?",
)
def softmax_for_sigmoid(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Share out one activation among the neurons."""
    powers = np.exp(W @ a + b)
    return np.asarray(powers / powers.sum(axis=0, keepdims=True))


@misconception(
    "dense_forward",
    name="The result is kept in an array of whole numbers",
    hint="Which dtype has the array that you fill, and can it hold 0.5?",
)
def filled_into_whole_numbers(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Fill a container that takes its dtype from the input."""
    z = W @ a + b
    activations: np.ndarray = np.zeros_like(z)
    activations[:] = sigmoid(z)
    return activations
