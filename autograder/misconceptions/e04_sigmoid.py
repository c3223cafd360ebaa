"""Known wrong answers to e04, each with the question that leads out of it."""

import math

import numpy as np

from autograder.checking import misconception
from exercises.e04_sigmoid import sigmoid


@misconception(
    "sigmoid",
    name="exp(z) in place of exp(-z)",
    hint="Should it rise? What should the sigmoid give for a very large z?",
)
def rises_the_wrong_way(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / (1 + np.exp(z)))[()]


@misconception(
    "sigmoid",
    name="No brackets: 1 / 1 + exp(-z)",
    hint="What divides first? Read your line as Python does, at z = 0.",
)
def no_brackets(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / 1 + np.exp(-z))[()]


@misconception(
    "sigmoid",
    name="Softmax in place of the sigmoid",
    hint="Do neurons see each other? Should one entry change when only its neighbour does?",
)
def softmax(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(z) / np.sum(np.exp(z)))[()]


@misconception(
    "sigmoid",
    name="math.exp on an array",
    hint="One number or many? Which exponential function takes a whole array?",
)
def one_number_only(z: float) -> float:
    return 1 / (1 + math.exp(-z))


@misconception(
    "sigmoid",
    name="Results put into an array of whole numbers",
    hint="Can your container hold fractions? What is its dtype when z holds whole numbers?",
)
def integer_container(z: np.ndarray) -> np.ndarray:
    squashed = np.zeros_like(z)
    with np.errstate(all="ignore"):
        squashed[...] = 1 / (1 + np.exp(-z))
    return squashed[()]


@misconception(
    "sigmoid",
    name="exp(z) / (1 + exp(z)), which is not a number for large z",
    hint="What is ∞/∞? Try your formula by hand at z = 1000.",
)
def infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(z) / (1 + np.exp(z)))[()]


@misconception(
    "sigmoid",
    name="Tanh in place of the sigmoid",
    hint="Can an activation be negative? From where to where does the sigmoid run?",
)
def tanh(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.tanh(z))[()]


@misconception(
    "sigmoid",
    name="The area under a bell curve (a probit)",
    hint="It is close, but is it this curve? Which function is in the formula: exp or erf?",
)
def probit(z: np.ndarray) -> np.ndarray:
    area = np.vectorize(lambda x: 0.5 * (1 + math.erf(x / 1.702 / math.sqrt(2))), otypes=[float])
    return np.asarray(area(z))[()]


@misconception(
    "sigmoid_prime",
    name="The slope as a (1 - a) of its argument",
    hint="Slope at which point? You are given z: is that already an activation?",
)
def slope_of_its_argument(z: np.ndarray) -> np.ndarray:
    slope: np.ndarray = z * (1 - z)
    return slope


@misconception(
    "sigmoid_prime",
    name="No brackets: a * 1 - a",
    hint="What multiplies first? Work your line out for an activation of 0.2.",
)
def slope_without_brackets(z: np.ndarray) -> np.ndarray:
    a = sigmoid(z)
    slope: np.ndarray = a * 1 - a
    return slope


@misconception(
    "sigmoid_prime",
    name="The slope of tanh, 1 - a²",
    hint="Whose slope is that? What does it give at z = 0?",
)
def slope_of_tanh(z: np.ndarray) -> np.ndarray:
    slope: np.ndarray = 1 - sigmoid(z) ** 2
    return slope


@misconception(
    "sigmoid_prime",
    name="The activation in place of its slope",
    hint="How high is the curve there, or how steep? What should it give far to the right?",
)
def height_for_slope(z: np.ndarray) -> np.ndarray:
    return sigmoid(z)


@misconception(
    "sigmoid_prime",
    name="exp(-z) / (1 + exp(-z))², which is not a number for very negative z",
    hint="What is ∞/∞? Can the slope be had from sigmoid(z), which is never large?",
)
def slope_infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(-z) / (1 + np.exp(-z)) ** 2)[()]


@misconception(
    "logit",
    name="The odds turned over",
    hint="Should an activation below one half come from a z above 0, or below?",
)
def odds_turned_over(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log((1 - a) / a))[()]


@misconception(
    "logit",
    name="One divided by the sigmoid, in place of the inverse function",
    hint="Inverse or reciprocal? What should logit(sigmoid(z)) be?",
)
def reciprocal(a: np.ndarray) -> np.ndarray:
    one_over: np.ndarray = 1 / sigmoid(a)
    return one_over


@misconception(
    "logit",
    name="No brackets: log(a / 1 - a)",
    hint="What divides first? Work out what stands inside the logarithm for a = 0.2.",
)
def logit_without_brackets(a: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.log(a / 1 - a))[()]


@misconception(
    "logit",
    name="A logarithm to base 10",
    hint="Which logarithm undoes e to the z?",
)
def base_ten(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log10(a / (1 - a)))[()]
