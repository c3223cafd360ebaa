"""Known wrong answers to e12: the cost."""

import numpy as np

from autograder.checking import misconception, misconception_family


def _mean_of(costs: np.ndarray) -> float:
    return float(np.mean(costs))


def _entropies(a: np.ndarray, y: np.ndarray, form: str) -> np.ndarray:
    """Return each output's part of a cross-entropy, which are added up."""
    ones = -y * np.log(a)
    if form == "of the ones":
        return np.asarray(ones)
    both = ones - (1 - y) * np.log(1 - a)
    return np.asarray(both / len(y) if form == "averaged" else both)


@misconception(
    "example_cost",
    name="The mean over the outputs is taken",
    hint="Sum over what, average over what?",
    concept="sum or mean",
    also={"cost": lambda A, Y: float(np.mean((A - Y) ** 2))},
)
def mean_over_outputs(a: np.ndarray, y: np.ndarray) -> float:
    """Average over the output neurons."""
    return float(np.mean((a - y) ** 2))


@misconception(
    "example_cost",
    name="A half stands in front",
    hint="Which definition is ours: is there a ½ in it?",
    concept="factor",
    also={"cost": lambda A, Y: _mean_of(0.5 * np.sum((A - Y) ** 2, axis=0))},
)
def half_in_front(a: np.ndarray, y: np.ndarray) -> float:
    """Take the other usual definition."""
    return float(0.5 * np.sum((a - y) ** 2))


@misconception(
    "example_cost",
    name="The root is taken",
    hint="Length, or length squared?",
    concept="definition",
    also={"cost": lambda A, Y: _mean_of(np.linalg.norm(A - Y, axis=0))},
)
def root_taken(a: np.ndarray, y: np.ndarray) -> float:
    """Return the distance between output and target."""
    return float(np.linalg.norm(a - y))


@misconception(
    "example_cost",
    name="Half of the mean over the outputs",
    hint="Sum over what, average over what? And is there a ½ in our definition?",
    concept="factor",
    also={"cost": lambda A, Y: float(np.mean((A - Y) ** 2) / 2)},
)
def half_of_the_mean_over_outputs(a: np.ndarray, y: np.ndarray) -> float:
    """Put the ½ in front, and divide by the number of outputs as well."""
    return float(np.mean((a - y) ** 2) / 2)


@misconception(
    "example_cost",
    name="The root of the mean square",
    hint="Is our cost a typical miss, or the sum of the squared ones?",
    concept="definition",
    also={"cost": lambda A, Y: float(np.sqrt(np.mean((A - Y) ** 2)))},
)
def root_of_the_mean_square(a: np.ndarray, y: np.ndarray) -> float:
    """Return the usual size of a miss."""
    return float(np.sqrt(np.mean((a - y) ** 2)))


@misconception_family(
    "example_cost",
    name="The cost of an example is rounded",
    hint="Who asked for fewer digits? What becomes of a cost of 0.00004?",
    concept="definition",
    example=4,
    values=(1, 2, 3, 4, 5, 6),
)
def rounded(a: np.ndarray, y: np.ndarray, *, digits: int) -> float:
    """Keep a few decimals."""
    return round(float(np.sum((a - y) ** 2)), digits)


@misconception_family(
    "example_cost",
    name="The cross-entropy instead of the squared error",
    hint="Is there a logarithm in our definition? What is (a - y)² for a = 0.5 and y = 1?",
    concept="definition",
    example="summed",
    values=("summed", "averaged", "of the ones"),
)
def cross_entropy(a: np.ndarray, y: np.ndarray, *, form: str) -> float:
    """Take the logarithms of the activations."""
    return float(np.sum(_entropies(a, y, form), axis=0).item())


@misconception_family(
    "example_cost",
    name="A wrong factor in front of the sum",
    hint="Divide your number by the text's. Where does your code multiply by that?",
    concept="factor",
    example=3.0,
)
def wrong_factor(a: np.ndarray, y: np.ndarray, *, factor: float) -> float:
    """Multiply the sum by a number that is always the same."""
    return factor * float(np.sum((a - y) ** 2))


@misconception(
    "example_cost",
    name="The misses are not squared",
    hint="Can errors cancel?",
    concept="definition",
    also={"cost": lambda A, Y: _mean_of(np.sum(A - Y, axis=0))},
)
def misses_not_squared(a: np.ndarray, y: np.ndarray) -> float:
    """Add up the differences with their signs."""
    return float(np.sum(a - y))


@misconception(
    "example_cost",
    name="Absolute misses instead of squared ones",
    hint="A neuron misses by half as much: is that half as bad, or a quarter?",
    concept="definition",
    also={"cost": lambda A, Y: _mean_of(np.sum(np.abs(A - Y), axis=0))},
)
def misses_absolute(a: np.ndarray, y: np.ndarray) -> float:
    """Add up the sizes of the differences."""
    return float(np.sum(np.abs(a - y)))


@misconception(
    "example_cost",
    name="The misses are added up before they are squared",
    hint="One neuron misses by 1 and another by -1. What is left when they meet before the square?",
    concept="definition",
    also={"cost": lambda A, Y: _mean_of(np.sum(A - Y, axis=0) ** 2)},
)
def squared_after_the_sum(a: np.ndarray, y: np.ndarray) -> float:
    """Square the sum of the differences."""
    return float(np.sum(a - y) ** 2)


@misconception(
    "example_cost",
    name="A column minus a flat vector",
    hint="How many differences did you make, and how many output neurons are there?",
    concept="broadcasting",
    also={"cost_prime": lambda a, y: 2.0 * (a - y.ravel())},
    cost="A flat y spoils the slopes as well as the cost.",
)
def column_minus_vector(a: np.ndarray, y: np.ndarray) -> float:
    """Compare every output with every target."""
    return float(np.sum((a - y.ravel()) ** 2))


@misconception(
    "example_cost",
    name="Compared with the digit itself",
    hint="Is y a digit or a vector?",
    concept="definition",
    also={"cost": lambda A, Y: _mean_of(np.sum((A - np.argmax(Y, axis=0)) ** 2, axis=0))},
)
def label_for_one_hot(a: np.ndarray, y: np.ndarray) -> float:
    """Subtract the label from every output."""
    return float(np.sum((a - np.argmax(y)) ** 2))


@misconception(
    "example_cost",
    name="The 1 stands one place too early",
    hint="Where is zero: which is the first output neuron's digit?",
    concept="indexing from 0",
    also={
        "cost": lambda A, Y: _mean_of(np.sum((A - np.roll(Y, -1, axis=0)) ** 2, axis=0)),
        "cost_prime": lambda a, y: 2.0 * (a - np.roll(y, -1, axis=0)),
    },
    cost="It spoils every function, for each compares with the wrong neuron.",
)
def one_hot_off_by_one(a: np.ndarray, y: np.ndarray) -> float:
    """Count the classes from one."""
    return float(np.sum((a - np.roll(y, -1, axis=0)) ** 2))


@misconception(
    "cost",
    name="The costs are summed, not averaged",
    hint="Twice the examples: is the network twice as wrong?",
    concept="sum or mean",
)
def sum_over_examples(A: np.ndarray, Y: np.ndarray) -> float:
    """Add the examples' costs up."""
    return float(np.sum((A - Y) ** 2))


@misconception(
    "cost",
    name="Every example meets every other one",
    hint="How many costs has your set? Which entries of a product of all with all are they?",
    concept="broadcasting",
)
def every_pair_of_examples(A: np.ndarray, Y: np.ndarray) -> float:
    """Add up all entries of D.T @ D, not those of its diagonal."""
    D = A - Y
    return float(np.sum(D.T @ D) / D.shape[1])


@misconception(
    "cost",
    name="The cost of a set has a half in front",
    hint="Which definition is ours: is there a ½ in the mean?",
    concept="factor",
)
def half_of_the_mean(A: np.ndarray, Y: np.ndarray) -> float:
    """Divide by 2m."""
    return float(np.sum((A - Y) ** 2) / (2 * A.shape[1]))


@misconception(
    "cost",
    name="The root of the mean is taken",
    hint="Is the cost of a set its examples' mean, or the root of that?",
    concept="definition",
)
def root_of_the_mean(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the root of the mean of the costs."""
    return float(np.sqrt(np.mean(np.sum((A - Y) ** 2, axis=0))))


@misconception(
    "cost",
    name="The mean of each example's root of the mean square",
    hint="What is an example's cost in e12: the sum of the squared misses, or a typical miss?",
    concept="definition",
)
def mean_of_the_roots(A: np.ndarray, Y: np.ndarray) -> float:
    """Take the root in each example, and average."""
    return _mean_of(np.sqrt(np.mean((A - Y) ** 2, axis=0)))


@misconception_family(
    "cost",
    name="The cost of a set is rounded",
    hint="Who asked for fewer digits? Could you still see that a small step made it better?",
    concept="definition",
    example=4,
    values=(1, 2, 3, 4, 5, 6),
)
def rounded_mean(A: np.ndarray, Y: np.ndarray, *, digits: int) -> float:
    """Keep a few decimals."""
    return round(_mean_of(np.sum((A - Y) ** 2, axis=0)), digits)


@misconception_family(
    "cost",
    name="The cross-entropy of a set instead of its squared error",
    hint="Is there a logarithm in our definition? What is the cost where a = 0.5 and y = 1?",
    concept="definition",
    example="summed",
    values=("summed", "averaged", "of the ones"),
)
def cross_entropy_of_a_set(A: np.ndarray, Y: np.ndarray, *, form: str) -> float:
    """Take the logarithms of the activations."""
    return _mean_of(np.sum(_entropies(A, Y, form), axis=0))


@misconception_family(
    "cost",
    name="A wrong factor in front of the mean",
    hint="Divide your number by the text's. Where does your code multiply by that?",
    concept="factor",
    example=3.0,
)
def wrong_factor_of_the_mean(A: np.ndarray, Y: np.ndarray, *, factor: float) -> float:
    """Multiply the mean by a number that is always the same."""
    return factor * _mean_of(np.sum((A - Y) ** 2, axis=0))


@misconception(
    "cost",
    name="The loop returns after the first example",
    hint="Where does your function return: inside the loop, or after it?",
    concept="axes and layout",
)
def returned_in_the_loop(A: np.ndarray, Y: np.ndarray) -> float:
    """Return the first example's share."""
    return float(np.sum((A[:, 0] - Y[:, 0]) ** 2) / A.shape[1])


@misconception(
    "cost",
    name="Averaged over the outputs, not over the examples",
    hint="Is one example a row or a column? How many costs did you average?",
    concept="axes and layout",
)
def summed_along_the_wrong_axis(A: np.ndarray, Y: np.ndarray) -> float:
    """Take the rows for the examples."""
    return _mean_of(np.sum((A - Y) ** 2, axis=1))


@misconception(
    "cost",
    name="Only the first example is counted",
    hint="Does the second example change your answer?",
    concept="axes and layout",
)
def first_example_only(A: np.ndarray, Y: np.ndarray) -> float:
    """Look at the first column alone."""
    return float(np.sum((A[:, 0] - Y[:, 0]) ** 2))


@misconception(
    "cost",
    name="One cost for each example",
    hint="You have every example's cost. Which one number speaks for all of them?",
    concept="sum or mean",
)
def cost_of_each_example(A: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """Stop before the mean."""
    return np.asarray(np.sum((A - Y) ** 2, axis=0))


@misconception(
    "cost",
    name="The mean is rounded down",
    hint="What do // and int make of a half?",
    concept="dtype",
)
def whole_number_division(A: np.ndarray, Y: np.ndarray) -> float:
    """Divide by the number of examples as whole numbers are divided."""
    return float(np.sum((A - Y) ** 2) // A.shape[1])


@misconception(
    "cost_prime",
    name="The factor 2 is missing",
    hint="Differentiate the square: which factor comes down?",
    concept="factor",
)
def factor_two_missing(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the cost with a ½."""
    return np.asarray(1.0 * (a - y))


@misconception(
    "cost_prime",
    name="The sign is turned round",
    hint="A neuron that should be silent says a little more: does the cost rise or fall?",
    concept="sign",
)
def sign_turned(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the way down instead of the slope."""
    return np.asarray(2.0 * (y - a))


@misconception_family(
    "cost_prime",
    name="A wrong factor in front of the miss",
    hint="Nudge a by 0.001: how much does the square change? Which factor is that?",
    concept="factor",
    example=4.0,
)
def wrong_factor_of_the_slope(a: np.ndarray, y: np.ndarray, *, factor: float) -> np.ndarray:
    """Multiply the miss by another number than 2."""
    return np.asarray(factor * (a - y))


@misconception(
    "cost_prime",
    name="The miss the wrong way round, and without its 2",
    hint="Differentiate (a - y)² with a pencil: which sign and which number stand in front?",
    concept="sign",
)
def target_minus_output(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how far the target lies above."""
    return np.asarray(y - a)


@misconception(
    "cost_prime",
    name="Half the slope, divided by the number of examples",
    hint="Is this each example's own slope? And where is the 2 that the square leaves?",
    concept="sum or mean",
)
def miss_divided_by_examples(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the set's cost with a ½."""
    return np.asarray((a - y) / a.shape[1])


@misconception(
    "cost_prime",
    name="Divided by outputs and examples",
    hint="How many numbers are in a? Does one neuron's slope know how many others there are?",
    concept="sum or mean",
)
def slopes_divided_by_size(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the mean of all squares."""
    return np.asarray(2.0 * (a - y) / a.size)


@misconception(
    "cost_prime",
    name="The slope of the cross-entropy",
    hint="Of which cost is this the slope, and which cost is ours?",
    concept="definition",
)
def slope_of_cross_entropy(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate another cost."""
    return np.asarray((a - y) / (a * (1.0 - a)))


@misconception(
    "cost_prime",
    name="The sign of the miss instead of its size",
    hint="Two neurons miss by .1 and by .9: do they change the cost equally fast?",
    concept="definition",
)
def sign_of_the_miss(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the absolute miss."""
    return np.asarray(np.sign(a - y))


@misconception(
    "cost_prime",
    name="The slope of a miss has lost its sign",
    hint="One neuron says too much, another too little: do both slopes point the same way?",
    concept="sign",
)
def slope_without_sign(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Take the sizes of the misses."""
    return np.asarray(2.0 * np.abs(a - y))


@misconception(
    "cost_prime",
    name="The 2 multiplies the output alone",
    hint="Which two numbers stand in the parentheses that the 2 multiplies?",
    concept="definition",
)
def two_times_the_output(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Leave the parentheses out."""
    return np.asarray(2.0 * a - y)


@misconception(
    "cost_prime",
    name="Divided by the number of outputs",
    hint="The misses are added up. Does one neuron's slope know how many others there are?",
    concept="sum or mean",
)
def slopes_divided_by_outputs(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the mean over the outputs."""
    return np.asarray(2.0 * (a - y) / a.shape[0])


@misconception(
    "cost_prime",
    name="Divided by the number of examples",
    hint="Is this each example's own slope, or the slope of the whole set's cost?",
    concept="sum or mean",
)
def slopes_divided_by_examples(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Differentiate the mean over the examples."""
    return np.asarray(2.0 * (a - y) / a.shape[1])


@misconception(
    "cost_prime",
    name="The slopes are added up",
    hint="How many outputs can be nudged, and how many slopes did you return?",
    concept="sum or mean",
)
def slopes_added_up(a: np.ndarray, y: np.ndarray) -> float:
    """Return one number for all outputs."""
    return float(np.sum(2.0 * (a - y)))


@misconception(
    "cost_prime",
    name="The square is still there",
    hint="When a square is differentiated, what is left of its exponent?",
    concept="definition",
)
def square_kept(a: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Bring the 2 down and leave it above too."""
    return np.asarray(2.0 * (a - y) ** 2)
