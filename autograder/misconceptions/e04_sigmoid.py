"""Known wrong answers to e04, each with the question that leads out of it."""

import math

import numpy as np

from autograder.checking import misconception, misconception_family
from exercises.e04_sigmoid import sigmoid


@misconception(
    "sigmoid",
    name="exp(z) in place of exp(-z)",
    hint="Should it rise? What should the sigmoid give for a very large z?",
    concept="sign",
)
def rises_the_wrong_way(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / (1 + np.exp(z)))[()]


@misconception(
    "sigmoid",
    name="No brackets: 1 / 1 + exp(-z)",
    hint="What divides first? Read your line as Python does, at z = 0.",
    concept="definition",
)
def no_brackets(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / 1 + np.exp(-z))[()]


@misconception(
    "sigmoid",
    name="A minus in the denominator: 1 / (1 - exp(-z))",
    hint="What does your formula give at z = 0? Can you divide by that?",
    concept="sign",
)
def minus_in_the_denominator(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / (1 - np.exp(-np.asarray(z, dtype=np.float64))))[()]


@misconception(
    "sigmoid",
    name="z on top of the fraction: z / (1 + exp(-z))",
    hint="What stands above the line in the formula? What should come out at z = 0?",
    concept="definition",
)
def z_on_top(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(z / (1 + np.exp(-np.asarray(z, dtype=np.float64))))[()]


@misconception_family(
    "sigmoid",
    name="e rounded to a few digits",
    hint="Which e does your code use, and how many of its digits?",
    concept="definition",
    example=2.718,
    values=(2.7, 2.71, 2.72, 2.718, 2.7182, 2.7183, 2.71828, 2.718281, 2.718282),
)
def rounded_e(z: np.ndarray, *, e: float) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / (1 + e ** -np.asarray(z, dtype=np.float64)))[()]


@misconception_family(
    "sigmoid",
    name="The result is rounded",
    hint="What should come out at z = -20: 0, or a very small number? Who asked for rounding?",
    concept="definition",
    example=4,
    values=(1, 2, 3, 4, 5, 6, 8),
)
def rounded_result(z: np.ndarray, *, digits: int) -> np.ndarray:
    return np.asarray(np.round(sigmoid(z), digits))[()]


@misconception(
    "sigmoid",
    name="Softmax in place of the sigmoid",
    hint="Do neurons see each other? Should one entry change when only its neighbour does?",
    concept="the squash",
)
def softmax(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(z) / np.sum(np.exp(z)))[()]


@misconception(
    "sigmoid",
    name="A function of math, for one number only",
    hint="One number or many? Which exponential function takes a whole array?",
    concept="shape",
)
def one_number_only(z: float) -> float:
    return 1 / (1 + math.exp(-z))


@misconception(
    "sigmoid",
    name="Results put into an array of whole numbers",
    hint="Can your container hold fractions? What is its dtype when z holds whole numbers?",
    concept="dtype",
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
    concept="scaling",
)
def infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(z) / (1 + np.exp(z)))[()]


@misconception(
    "sigmoid",
    name="Tanh in place of the sigmoid",
    hint="Can an activation be negative? From where to where does the sigmoid run?",
    concept="the squash",
)
def tanh(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.tanh(z))[()]


@misconception(
    "sigmoid",
    name="Stretched to run from -1 to 1",
    hint="Can an activation be negative? Should the curve be 0 or one half at z = 0?",
    concept="scaling",
)
def stretched(z: np.ndarray) -> np.ndarray:
    return np.asarray(2 * sigmoid(z) - 1)[()]


@misconception(
    "sigmoid",
    name="A tanh moved to (0, 1), but twice as steep",
    hint="How steep is your curve at 0, and how steep should it be? What goes into the tanh?",
    concept="factor",
)
def twice_as_steep(z: np.ndarray) -> np.ndarray:
    return np.asarray((1 + np.tanh(z)) / 2)[()]


@misconception_family(
    "sigmoid",
    name="A straight line with cut ends, the hard sigmoid",
    hint="Does the curve ever reach 0? Is it straight, and what is sigmoid(1) on paper?",
    concept="the squash",
    example=0.2,
    values=(0.1, 0.125, 1 / 6, 0.2, 0.25, 0.5, 1.0),
)
def straight_line(z: np.ndarray, *, slope: float) -> np.ndarray:
    return np.asarray(np.clip(slope * np.asarray(z) + 0.5, 0.0, 1.0))[()]


@misconception_family(
    "sigmoid",
    name="Exactly 0 and 1 from some z on",
    hint="How far is the curve from 1 at z = 16? Is that 0 for a float64?",
    concept="special cases",
    example=15,
    values=(4, 5, 6, 7, 8, 10, 12, 15, 16, 18, 20, 25, 30),
)
def cut_off(z: np.ndarray, *, limit: int) -> np.ndarray:
    z = np.asarray(z, dtype=np.float64)
    return np.where(z < -limit, 0.0, np.where(z > limit, 1.0, sigmoid(z)))[()]


@misconception_family(
    "sigmoid",
    name="z is cut off before the squash",
    hint="What does your code give at z = 30, and is that sigmoid(30)? Which z may overflow?",
    concept="special cases",
    example=10,
    values=(4, 5, 6, 7, 8, 10, 12, 15, 16, 18, 20, 25, 30),
)
def clipped_too_early(z: np.ndarray, *, limit: int) -> np.ndarray:
    return sigmoid(np.clip(np.asarray(z, dtype=np.float64), -limit, limit))


@misconception_family(
    "sigmoid",
    name="Another steepness: z is multiplied by a number first",
    hint="How steep is your curve at 0, and how steep should it be? What stands in the exponent?",
    concept="factor",
    example=0.5,
    values=(0.1, 0.25, 0.5, 1.702, 3.0, 4.0, 5.0, 10.0, 100.0),
)
def another_steepness(z: np.ndarray, *, factor: float) -> np.ndarray:
    return sigmoid(factor * np.asarray(z, dtype=np.float64))


@misconception(
    "sigmoid",
    name="All or nothing: a step in place of the curve",
    hint="Should a small nudge to z move the activation a little, or not at all?",
    concept="the squash",
)
def all_or_nothing(z: np.ndarray) -> np.ndarray:
    return np.where(np.asarray(z) > 0, 1.0, 0.0)[()]


@misconception(
    "sigmoid",
    name="A ReLU in place of the sigmoid",
    hint="How large can an activation become? What should come out at z = 0?",
    concept="the squash",
)
def relu(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(0.0, z))[()]


@misconception(
    "sigmoid",
    name="The area under a bell curve (a scaled probit)",
    hint="The curves look alike. What does yours give at z = 1, and what does the formula give?",
    concept="the squash",
)
def probit(z: np.ndarray) -> np.ndarray:
    area = np.vectorize(lambda x: 0.5 * (1 + math.erf(x / 1.702 / math.sqrt(2))), otypes=[float])
    return np.asarray(area(z))[()]


@misconception(
    "sigmoid",
    name="The area under the standard bell curve",
    hint="What does your curve give at z = 1, and what does the text's formula give there?",
    concept="the squash",
)
def standard_probit(z: np.ndarray) -> np.ndarray:
    area = np.vectorize(lambda x: 0.5 * (1 + math.erf(x / math.sqrt(2))), otypes=[float])
    return np.asarray(area(z))[()]


@misconception(
    "sigmoid_prime",
    name="The slope as a (1 - a) of its argument",
    hint="Slope at which point? You are given z: is that already an activation?",
    concept="slope at which point",
)
def slope_of_its_argument(z: np.ndarray) -> np.ndarray:
    slope: np.ndarray = z * (1 - z)
    return slope


@misconception(
    "sigmoid_prime",
    name="No brackets: a * 1 - a",
    hint="What multiplies first? Work your line out for an activation of 0.2.",
    concept="definition",
)
def slope_without_brackets(z: np.ndarray) -> np.ndarray:
    a = sigmoid(z)
    slope: np.ndarray = a * 1 - a
    return slope


@misconception(
    "sigmoid_prime",
    name="The slope of tanh, 1 - a²",
    hint="Whose slope is that? What does it give at z = 0?",
    concept="the squash",
)
def slope_of_tanh(z: np.ndarray) -> np.ndarray:
    slope: np.ndarray = 1 - sigmoid(z) ** 2
    return slope


@misconception(
    "sigmoid_prime",
    name="The activation in place of its slope",
    hint="How high is the curve there, or how steep? What should it give far to the right?",
    concept="height or slope",
)
def height_for_slope(z: np.ndarray) -> np.ndarray:
    return sigmoid(z)


@misconception(
    "sigmoid_prime",
    name="1 - a alone: a factor is missing",
    hint="The slope is a product. Which are its two factors, and which of them do you have?",
    concept="factor",
)
def one_factor(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 - sigmoid(z))[()]


@misconception(
    "sigmoid_prime",
    name="a (1 - z): one of the two factors has z",
    hint="What is 1 - z at z = 2? Can the slope be negative there?",
    concept="slope at which point",
)
def one_factor_of_z(z: np.ndarray) -> np.ndarray:
    return np.asarray(sigmoid(z) * (1 - np.asarray(z)))[()]


@misconception(
    "sigmoid_prime",
    name="Squashed twice: the slope at the activation",
    hint="Slope at which point? How often does z pass through the sigmoid in your code?",
    concept="slope at which point",
)
def squashed_twice(z: np.ndarray) -> np.ndarray:
    a = sigmoid(sigmoid(z))
    return np.asarray(a * (1 - a))[()]


@misconception(
    "sigmoid_prime",
    name="The sign turned round: a (a - 1)",
    hint="The sigmoid rises everywhere. Which sign has its slope?",
    concept="sign",
)
def falling(z: np.ndarray) -> np.ndarray:
    a = sigmoid(z)
    return np.asarray(a * (a - 1))[()]


@misconception(
    "sigmoid_prime",
    name="All slopes summed into one number",
    hint="How many numbers go in, and how many should come out?",
    concept="sum or mean",
)
def slopes_summed(z: np.ndarray) -> float:
    a = sigmoid(z)
    return float(np.sum(a * (1 - a)))


@misconception(
    "sigmoid_prime",
    name="A rise over a step that is too long",
    hint="How long is your step? How far is the rise over it from the slope at the point itself?",
    concept="slope at which point",
)
def rise_over_a_long_step(z: np.ndarray) -> np.ndarray:
    step = 1e-2
    return np.asarray((sigmoid(np.asarray(z) + step) - sigmoid(z)) / step)[()]


@misconception(
    "sigmoid_prime",
    name="exp(-z) / (1 + exp(-z))², which is not a number for very negative z",
    hint="What is ∞/∞? Can the slope be had from sigmoid(z), which is never large?",
    concept="scaling",
)
def slope_infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(-z) / (1 + np.exp(-z)) ** 2)[()]


@misconception(
    "logit",
    name="The odds turned over",
    hint="Should an activation below one half come from a z above 0, or below?",
    concept="sign",
)
def odds_turned_over(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log((1 - a) / a))[()]


@misconception(
    "logit",
    name="One divided by the sigmoid, in place of the inverse function",
    hint="Inverse or reciprocal? What should logit(sigmoid(z)) be?",
    concept="definition",
)
def reciprocal(a: np.ndarray) -> np.ndarray:
    one_over: np.ndarray = 1 / sigmoid(a)
    return one_over


@misconception(
    "logit",
    name="No brackets: log(a / 1 - a)",
    hint="What divides first? Work out what stands inside the logarithm for a = 0.2.",
    concept="definition",
)
def logit_without_brackets(a: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(np.log(a / 1 - a))[()]


@misconception(
    "logit",
    name="A logarithm to base 10",
    hint="Which logarithm undoes e to the z?",
    concept="definition",
)
def base_ten(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log10(a / (1 - a)))[()]


@misconception(
    "logit",
    name="A logarithm to base 2",
    hint="Which logarithm undoes e to the z?",
    concept="definition",
)
def base_two(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log2(a / (1 - a)))[()]


@misconception(
    "logit",
    name="Two logarithms divided, log(a) / log(1 - a)",
    hint="The logarithm of a quotient: is it a quotient of logarithms?",
    concept="definition",
)
def logarithms_divided(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(a) / np.log(1 - a))[()]


@misconception(
    "logit",
    name="The logarithm of a alone, divided by 1 - a",
    hint="What stands inside the logarithm: a, or the whole fraction?",
    concept="definition",
)
def logarithm_closed_early(a: np.ndarray) -> np.ndarray:
    return np.asarray(np.log(a) / (1 - a))[()]


@misconception(
    "logit",
    name="The odds, without their logarithm",
    hint="What should come out at a = 0.5? Can the odds be negative?",
    concept="definition",
)
def odds(a: np.ndarray) -> np.ndarray:
    return np.asarray(a / (1 - a))[()]


@misconception(
    "logit",
    name="Squashed again, not undone",
    hint="Which way should it go: from z to a, or from a back to z?",
    concept="the squash",
)
def squashed_again(a: np.ndarray) -> np.ndarray:
    return sigmoid(a)
