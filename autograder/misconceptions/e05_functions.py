"""Known wrong answers to e05, each with the question that leads out of it."""

import math

import numpy as np

from autograder.checking import misconception, misconception_family
from exercises.e05_functions import relu


@misconception(
    "relu",
    name="Written for one number: max or if",
    hint="One number or many? Which maximum looks at every entry by itself?",
    concept="shape",
)
def one_number_only(z: float) -> float:
    return max(0, z)


@misconception(
    "relu",
    name="np.max in place of np.maximum",
    hint="Do you want the largest of an array, or the larger of two numbers at each place?",
    concept="shape",
)
def max_for_maximum(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.max(0, z))


@misconception(
    "relu",
    name="The largest entry alone",
    hint="How many numbers go in, and how many should come out?",
    concept="shape",
)
def largest_alone(z: np.ndarray) -> float:
    return float(max(0.0, np.max(z)))


@misconception(
    "relu",
    name="The answer to z > 0, in place of z",
    hint="How strongly does it fire: only 0 or 1, or as strongly as it was told?",
    concept="the squash",
)
def mask_for_value(z: np.ndarray) -> np.ndarray:
    return np.where(np.asarray(z) > 0, 1.0, 0.0)[()]


@misconception(
    "relu",
    name="The array that came in is rectified in place",
    hint="Who owns z? What does the caller find in it after your function is done?",
    concept="aliasing and in-place",
)
def changed_in_place(z: np.ndarray) -> np.ndarray:
    z[z < 0] = 0
    return z


@misconception(
    "relu",
    name="The distance from 0",
    hint="Should a strongly negative sum make the neuron loud or silent?",
    concept="sign",
)
def distance_from_zero(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.abs(z))[()]


@misconception(
    "relu",
    name="The silent entries are dropped",
    hint="How many numbers go in, and how many come out? Who speaks for the silent ones?",
    concept="shape",
)
def silent_dropped(z: np.ndarray) -> np.ndarray:
    z = np.asarray(z)
    return z[z > 0]


@misconception_family(
    "relu",
    name="A leak below 0",
    hint="How much of a negative sum should pass: a little of it, or nothing?",
    concept="the squash",
    example=0.01,
)
def leaky(z: np.ndarray, *, leak: float) -> np.ndarray:
    return np.where(np.asarray(z) > 0, z, leak * np.asarray(z))[()]


@misconception_family(
    "relu",
    name="A loop along one axis, as if each z[i] were one number",
    hint="What is z[0] where z has two axes? And what is len(z) of one number?",
    concept="axes and layout",
    example="a copy",
    values=("a copy", "a row"),
)
def rectified_along_one_axis(z: np.ndarray, *, into: str) -> np.ndarray:
    rectified = np.zeros(len(z)) if into == "a row" else np.array(z, dtype=np.float64)
    for i in range(len(z)):
        rectified[i] = z[i] if z[i] > 0 else 0
    return rectified


@misconception(
    "relu",
    name="A loop along one axis that writes into z itself",
    hint="Who owns z? And what is z[0] where z has two axes?",
    concept="aliasing and in-place",
)
def rectified_in_place_along_one_axis(z: np.ndarray) -> np.ndarray:
    for i in range(len(z)):
        z[i] = z[i] if z[i] > 0 else 0
    return z


@misconception(
    "relu",
    name="Cut off above 6",
    hint="Is there a largest activation? What should come out for z = 100?",
    concept="the squash",
)
def cut_off(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.clip(z, 0.0, 6.0))[()]


@misconception(
    "relu",
    name="A smooth curve in place of the kink: log(1 + exp(z))",
    hint="What should come out at z = 0, and what at z = -2: a little, or nothing at all?",
    concept="the squash",
)
def smooth(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.logaddexp(0.0, z))[()]


@misconception(
    "relu",
    name="The negative part, not the positive one",
    hint="Which side passes: the numbers above 0 or those below?",
    concept="sign",
)
def negative_part(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.minimum(0.0, z))[()]


@misconception(
    "relu_prime",
    name="Slope 1 at the kink",
    hint="At 0 the course had to choose. What did it choose?",
    concept="special cases",
)
def one_at_the_kink(z: np.ndarray) -> np.ndarray:
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)[()]


@misconception(
    "relu_prime",
    name="Slope one half at the kink",
    hint="Halfway would be a choice too. Is it the one that the text makes?",
    concept="special cases",
)
def half_at_the_kink(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.heaviside(z, 0.5))[()]


@misconception(
    "relu_prime",
    name="The ReLU in place of its slope",
    hint="How high is the curve there, or how steep? Is it steeper at 3 than at 1?",
    concept="height or slope",
)
def height_of_relu(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(0.0, z))[()]


@misconception(
    "relu_prime",
    name="The sign of z, with -1 below 0",
    hint="Below 0 the curve is flat. Which slope has a flat line?",
    concept="sign",
)
def sign_for_slope(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.sign(z))[()]


@misconception(
    "relu_prime",
    name="True and False in place of a slope",
    hint="A slope is a number. Which numbers do True and False stand for?",
    concept="dtype",
)
def question_for_slope(z: np.ndarray) -> np.ndarray:
    slopes: np.ndarray = z > 0
    return slopes


@misconception_family(
    "relu_prime",
    name="A leak below 0, in the slope",
    hint="Below 0 the curve is flat. Which slope has a flat line?",
    concept="the squash",
    example=0.01,
)
def leaky_slope(z: np.ndarray, *, leak: float) -> np.ndarray:
    return np.where(np.asarray(z) > 0, 1.0, leak)[()]


@misconception_family(
    "relu_prime",
    name="A loop along one axis, as if each z[i] were one number's slope",
    hint="What is z[0] where z has two axes? And what is len(z) of one number?",
    concept="axes and layout",
    example="a copy",
    values=("a copy", "a row"),
)
def slopes_along_one_axis(z: np.ndarray, *, into: str) -> np.ndarray:
    slopes = np.zeros(len(z)) if into == "a row" else np.array(z, dtype=np.float64)
    for i in range(len(z)):
        slopes[i] = 1 if z[i] > 0 else 0
    return slopes


@misconception(
    "relu_prime",
    name="The sigmoid, as if the ReLU were a smooth curve",
    hint="At z = 3 the ReLU moves along with z. Which slope is that: 0.95 or 1?",
    concept="the squash",
)
def sigmoid_for_slope(z: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-np.asarray(z, dtype=np.float64))))[()]


@misconception(
    "relu_prime",
    name="The slope of the sigmoid",
    hint="Whose slope is that? How steep is the ReLU at z = 3?",
    concept="the squash",
)
def slope_of_sigmoid(z: np.ndarray) -> np.ndarray:
    a = 1 / (1 + np.exp(-np.asarray(z, dtype=np.float64)))
    return np.asarray(a * (1 - a))[()]


@misconception(
    "relu_prime",
    name="Slope 1 everywhere",
    hint="Nudge z at -2: does the ReLU move?",
    concept="the squash",
)
def one_everywhere(z: np.ndarray) -> np.ndarray:
    return np.ones_like(np.asarray(z, dtype=np.float64))[()]


@misconception_family(
    "relu_prime",
    name="The slopes written into the array that came in",
    hint="Who owns z? What does the caller find in it after your function is done?",
    concept="aliasing and in-place",
    example="all at once",
    values=("all at once", "along one axis"),
)
def slopes_in_place(z: np.ndarray, *, written: str) -> np.ndarray:
    if written == "along one axis":
        for i in range(len(z)):
            z[i] = 1 if z[i] > 0 else 0
        return z
    z[z <= 0] = 0
    z[z > 0] = 1
    return z


@misconception(
    "relu_prime",
    name="zeros(z): an array made from z's numbers, not from its shape",
    hint="What does np.zeros want to know: the numbers, or how many there are along each axis?",
    concept="shape",
)
def zeros_of_numbers(z: np.ndarray) -> np.ndarray:
    slopes = np.zeros(z)
    slopes[z > 0] = 1
    return slopes


@misconception(
    "tanh",
    name="The sigmoid in place of tanh",
    hint="What should it give at 0? Can a sigmoid say no?",
    concept="the squash",
)
def sigmoid_for_tanh(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / (1 + np.exp(-np.asarray(z, dtype=np.float64))))[()]


@misconception(
    "tanh",
    name="A stretched sigmoid that is only half as steep",
    hint="It runs from -1 to 1, but how steep is it at 0? Compare the exponents with the text's.",
    concept="factor",
)
def half_as_steep(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(2 / (1 + np.exp(-np.asarray(z, dtype=np.float64))) - 1)[()]


@misconception(
    "tanh",
    name="The formula as it stands, which is not a number far out",
    hint="What is ∞/∞? Try your formula by hand at z = 1000.",
    concept="scaling",
)
def tanh_infinity_over_infinity(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        up, down = np.exp(z), np.exp(-np.asarray(z, dtype=np.float64))
        return np.asarray((up - down) / (up + down))[()]


@misconception(
    "tanh",
    name="math.tanh on an array",
    hint="One number or many? Which tanh takes a whole array?",
    concept="shape",
)
def tanh_of_one_number(z: float) -> float:
    return math.tanh(z)


@misconception(
    "tanh",
    name="Sum and difference of the exponentials exchanged",
    hint="What should tanh give at 0? Can you divide by what stands below your line?",
    concept="definition",
)
def turned_over(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return np.asarray(1 / np.tanh(np.asarray(z, dtype=np.float64)))[()]


@misconception(
    "tanh",
    name="No brackets around the two sums",
    hint="What divides first? Read your line as Python does, at z = 0.",
    concept="definition",
)
def tanh_without_brackets(z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        up, down = np.exp(z), np.exp(-np.asarray(z, dtype=np.float64))
        return np.asarray(up - down / up + down)[()]


@misconception(
    "tanh",
    name="The tangent of an angle, tan, in place of tanh",
    hint="Does your curve stay between -1 and 1? Which letter is missing?",
    concept="the squash",
)
def tangent(z: np.ndarray) -> np.ndarray:
    return np.asarray(np.tan(z))[()]


@misconception(
    "quadratic",
    name="Twice z in place of z times z",
    hint="What is (-2) times (-2): -4 or 4?",
    concept="factor",
)
def twice(z: np.ndarray) -> np.ndarray:
    return np.asarray(2.0 * np.asarray(z))[()]


@misconception(
    "quadratic",
    name="z ^ 2, which is no power in Python",
    hint="What does ^ mean in Python? How is a power written?",
    concept="definition",
)
def caret(z: np.ndarray) -> np.ndarray:
    return np.asarray(z ^ 2)


@misconception(
    "quadratic",
    name="The squares summed into one number",
    hint="How many numbers go in, and how many should come out? (Which product was that in e01?)",
    concept="sum or mean",
)
def squares_summed(z: np.ndarray) -> float:
    return float(np.sum(np.asarray(z, dtype=np.float64) ** 2))


@misconception(
    "quadratic",
    name="2 to the power z, not z to the power 2",
    hint="What should come out at z = 0: 1 or 0? Which of the two numbers is the exponent?",
    concept="definition",
)
def two_to_the_z(z: np.ndarray) -> np.ndarray:
    return np.asarray(2.0 ** np.asarray(z, dtype=np.float64))[()]


@misconception(
    "quadratic",
    name="A minus before the square",
    hint="What is (-2) times (-2)? What does Python square first in -z ** 2?",
    concept="sign",
)
def minus_the_square(z: np.ndarray) -> np.ndarray:
    return np.asarray(-(np.asarray(z, dtype=np.float64) ** 2))[()]


@misconception(
    "shifted_relu",
    name="relu(x) - threshold: shifted after the kink",
    hint="Before or after the kink? Can a ReLU be negative?",
    concept="the bias",
)
def shifted_after(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(relu(x) - threshold)[()]


@misconception(
    "shifted_relu",
    name="Rectified before the shift, and again after it",
    hint="With the threshold -1, what becomes of x = -2 on the way? Which step comes first?",
    concept="the squash",
)
def rectified_twice(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(relu(relu(x) - threshold))[()]


@misconception(
    "shifted_relu",
    name="relu(x + threshold): active too early",
    hint="Harder or easier to fire? Which sign has the bias that moves the zone to the right?",
    concept="sign",
)
def threshold_added(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(relu(np.asarray(x) + threshold))[()]


@misconception(
    "shifted_relu",
    name="x itself above the threshold: a jump",
    hint="Just above the threshold, should the neuron fire softly, or jump to the whole of x?",
    concept="definition",
)
def jump(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.where(np.asarray(x) > threshold, x, 0.0)[()]


@misconception(
    "shifted_relu",
    name="The larger of x and the threshold",
    hint="What should come out where x does not exceed the threshold: the threshold, or 0?",
    concept="definition",
)
def larger_of_both(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(np.maximum(x, threshold))[()]


@misconception(
    "shifted_relu",
    name="Active below the threshold, not above",
    hint="Which of the six numbers exceed the threshold? On which side of it should it be silent?",
    concept="sign",
)
def active_below(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(relu(threshold - np.asarray(x)))[()]


@misconception(
    "shifted_relu",
    name="Filled into an array of whole numbers",
    hint="Can your container hold fractions? What is its dtype when x holds whole numbers?",
    concept="dtype",
)
def whole_number_container(x: np.ndarray, threshold: float) -> np.ndarray:
    shifted = np.zeros_like(x)
    shifted[...] = np.maximum(0.0, np.asarray(x) - threshold)
    return shifted[()]


@misconception(
    "shifted_relu",
    name="0 or 1: whether x exceeds the threshold, not by how much",
    hint="How strongly does it fire at 3, and how strongly at 1.5? Should that be the same?",
    concept="the squash",
)
def exceeds_or_not(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.where(np.asarray(x) > threshold, 1.0, 0.0)[()]


@misconception(
    "shifted_relu",
    name="The threshold subtracted, and nothing silenced",
    hint="What should come out for x = -2? Which of your two steps is missing?",
    concept="the squash",
)
def nothing_silenced(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(np.asarray(x) - threshold)[()]


@misconception(
    "shifted_relu",
    name="The threshold left out",
    hint="What changes in your result when the threshold changes?",
    concept="the bias",
)
def threshold_left_out(x: np.ndarray, threshold: float) -> np.ndarray:
    return np.asarray(relu(x))[()]


@misconception(
    "active_from",
    name="The sign of the bias is lost",
    hint="Put your answer in place of x: is w x + b then 0? A negative bias moves the zone where?",
    concept="sign",
)
def sign_lost(w: float, b: float) -> float:
    return b / w


@misconception(
    "active_from",
    name="The weight is left out",
    hint="If the weight is twice as large, does half the input do?",
    concept="factor",
)
def weight_left_out(w: float, b: float) -> float:
    return -b


@misconception(
    "active_from",
    name="Weight and bias exchanged: -w / b",
    hint="Solve w x + b = 0 for x. By which of the two do you divide? And what if b is 0?",
    concept="definition",
)
def upside_down(w: float, b: float) -> float:
    return -w / b


@misconception(
    "active_from",
    name="Multiplied by the weight, not divided",
    hint="If the weight is twice as large, is twice the input needed, or half of it?",
    concept="definition",
)
def times_the_weight(w: float, b: float) -> float:
    return -b * w


@misconception(
    "active_from",
    name="The weight subtracted, not divided by",
    hint="Put your answer in place of x: is w x + b then 0? What undoes a multiplication by w?",
    concept="definition",
)
def weight_subtracted(w: float, b: float) -> float:
    return -b - w


@misconception(
    "active_from",
    name="The bias itself",
    hint="With weight 1 and bias -10: at which input is the sum exactly 0?",
    concept="sign",
)
def bias_itself(w: float, b: float) -> float:
    return b
