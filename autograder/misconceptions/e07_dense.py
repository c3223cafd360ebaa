"""Known wrong answers to e07: the dense layer."""

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid

# --- the bias -------------------------------------------------------------------------------


@misconception(
    "pre_activation",
    name="The bias is left out",
    hint="What does the neuron do with silent inputs?",
    concept="the bias",
)
def bias_left_out(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Add nothing to the weighted sum."""
    return np.asarray(W @ a)


# b as a vector, b.T and b.ravel() all do this.
@misconception(
    "pre_activation",
    name="The biases lie along the examples",
    hint="What shape is W @ a, and what shape is the bias that you add to it?",
    concept="broadcasting",
)
def bias_without_second_axis(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Add the biases as a vector or a row, which runs along the examples."""
    return np.asarray(W @ a + b.ravel())


@misconception(
    "pre_activation",
    name="All neurons get the first one's bias",
    hint="How many biases has the layer, and how many of them are in your sum?",
    concept="the bias",
)
def first_bias_for_all(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Take one entry of b for the whole of it."""
    return np.asarray(W @ a + b[0])


@misconception(
    "pre_activation",
    name="The sum has lost its second axis before the bias comes",
    hint="Which shape has your sum for one example, just before the bias is added to it?",
    concept="broadcasting",
)
def squeezed_before_the_bias(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squeeze the product, so that a vector of sums meets a column of biases."""
    return np.asarray((W @ a).squeeze() + b)


@misconception(
    "pre_activation",
    name="The bias is subtracted",
    hint="A neuron with a large bias: should it fire more easily or less?",
    concept="sign",
)
def bias_subtracted(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Take the bias for a threshold."""
    return np.asarray(W @ a - b)


@misconception(
    "pre_activation",
    name="The bias is added in place to whole numbers",
    hint="W and a hold whole numbers here. Which dtype has their product, and can it take in 0.5?",
    concept="dtype",
)
def added_in_place(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Add to the product where it stands, which cannot change its dtype."""
    z = W @ a
    z += b
    return np.asarray(z)


@misconception(
    "pre_activation",
    name="The sums are kept in an array of whole numbers",
    hint="Which dtype has the array that you fill, and what becomes of a bias of 0.5 in it?",
    concept="dtype",
)
def sums_in_whole_numbers(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Fill a container that takes its dtype from the product."""
    z: np.ndarray = np.zeros_like(W @ a)
    z[:] = W @ a + b
    return z


# --- the product ----------------------------------------------------------------------------


@misconception(
    "pre_activation",
    name="W is transposed",
    hint="Row i belongs to which neuron?",
    concept="transposition",
)
def weights_transposed(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Let a neuron read a column of W."""
    return np.asarray(W.T @ a + b)


@misconception(
    "pre_activation",
    name="The product is taken in the wrong order",
    hint="A row of one meets a column of the other. Whose row is it, and whose column?",
    concept="axes and layout",
)
def factors_swapped(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Multiply the activations by the weights."""
    return np.asarray(a @ W + b)


@misconception(
    "pre_activation",
    name="A formula for examples in rows",
    hint="In that formula, where does one example lie? And where does it lie here?",
    concept="axes and layout",
)
def formula_for_rows(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Write X W + b as a book has it that keeps its examples in rows."""
    return np.asarray(a @ W + b.T)


@misconception(
    "pre_activation",
    name="The examples come back in rows",
    hint="Each example came in as a column. Where does it lie in your answer?",
    concept="axes and layout",
)
def answer_in_rows(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Turn everything, and forget to turn the answer back."""
    return np.asarray(a.T @ W.T + b.T)


@misconception(
    "pre_activation",
    name="Elementwise product instead of a matrix product",
    hint="Multiply, then what?",
    concept="sum or mean",
)
def elementwise_product(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Multiply entry by entry, and sum nothing."""
    return np.asarray(W * a + b)


@misconception(
    "pre_activation",
    name="Each weight meets its input, but nothing is added up",
    hint="How many numbers has one neuron gathered in the end: one, or one for each input?",
    concept="sum or mean",
)
def products_not_added_up(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Turn the example so that it fits the rows of W, and sum nothing."""
    return np.asarray(W * a.T + b)


@misconception(
    "pre_activation",
    name="The last input is left out",
    hint="How many inputs does each neuron listen to, and how many products does it add up?",
    concept="indexing from 0",
)
def last_input_left_out(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Stop a loop over the inputs one too early."""
    return np.asarray(W[:, :-1] @ a[:-1] + b)


@misconception(
    "pre_activation",
    name="Only the first example is computed",
    hint="What if there are five examples?",
    concept="axes and layout",
)
def first_example_only(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Treat the batch as the one column it starts with."""
    return np.asarray(np.sum(W * a[:, 0], axis=1).reshape(-1, 1) + b)


@misconception(
    "pre_activation",
    name="A single example comes back without its column",
    hint="Which shape has z for one example, and which shape has yours?",
    concept="shape",
)
def column_squeezed_away(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squeeze the result."""
    return np.asarray((W @ a + b).squeeze())


@misconception(
    "pre_activation",
    name="The squash comes too early",
    hint="Can z be below 0? Which of the two functions is the one that squashes?",
    concept="the squash",
)
def squashed_in_pre_activation(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return activations where pre-activations are asked."""
    return np.asarray(sigmoid(W @ a + b))


# --- the squash -----------------------------------------------------------------------------


@misconception(
    "dense_forward",
    name="The bias is added after the squash",
    hint="What exactly goes into the sigmoid? Can an activation be 1.0474?",
    concept="the bias",
)
def bias_after_the_squash(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squash the weighted sum alone."""
    return np.asarray(sigmoid(W @ a) + b)


@misconception(
    "dense_forward",
    name="The bias is added twice",
    hint="pre_activation has already done something with the bias: what?",
    concept="the bias",
)
def bias_added_twice(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Add the bias to the pre-activation, in which it already is."""
    return np.asarray(sigmoid(W @ a + b + b))


@misconception(
    "dense_forward",
    name="Nothing is squashed",
    hint="Can activations exceed 1?",
    concept="the squash",
)
def not_squashed(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Return the pre-activations."""
    return np.asarray(W @ a + b)


@misconception(
    "dense_forward",
    name="Squashed twice",
    hint="What goes into the sigmoid: z, or an activation? Can yours still fall below one half?",
    concept="the squash",
)
def squashed_twice(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squash the activations as well."""
    return np.asarray(sigmoid(sigmoid(W @ a + b)))


@misconception(
    "dense_forward",
    name="The inputs are squashed, not the sum",
    hint="The activations that come in were squashed by their own layer. What is new here?",
    concept="the squash",
)
def inputs_squashed(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Squash on the wrong side of the weights."""
    return np.asarray(W @ sigmoid(a) + b)


@misconception(
    "dense_forward",
    name="A ReLU instead of the sigmoid",
    hint="Which squash does this layer have? Can one of its activations be 3?",
    concept="the squash",
)
def relu_for_sigmoid(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Cut negative sums off, as other networks do."""
    return np.asarray(np.maximum(0.0, W @ a + b))


@misconception(
    "dense_forward",
    name="A step instead of a squash",
    hint="How strongly does it fire: only 0 or 1, or anything between?",
    concept="the squash",
)
def step_for_the_squash(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Fire or do not fire, as a perceptron does."""
    return np.where(W @ a + b > 0, 1.0, 0.0)


@misconception(
    "dense_forward",
    name="Softmax instead of the sigmoid",
    hint="Do the neurons of a layer see each other?",
    concept="the squash",
)
def softmax_for_sigmoid(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Share out one activation among the neurons."""
    powers = np.exp(W @ a + b)
    return np.asarray(powers / powers.sum(axis=0, keepdims=True))


@misconception(
    "dense_forward",
    name="The result is kept in an array of whole numbers",
    hint="Which dtype has the array that you fill, and can it hold 0.5?",
    concept="dtype",
)
def filled_into_whole_numbers(W: np.ndarray, b: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Fill a container that takes its dtype from the input."""
    z = W @ a + b
    activations: np.ndarray = np.zeros_like(z)
    activations[:] = sigmoid(z)
    return activations
