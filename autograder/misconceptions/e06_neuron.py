"""Known wrong answers to e06, each with the question that leads out of it."""

import numpy as np

from autograder.checking import misconception, wrong_constant
from exercises.e04_sigmoid import sigmoid
from exercises.e06_neuron import AND, NOR, OR, gate, weighted_sum, xnor

# --- the sum --------------------------------------------------------------------------------


@misconception(
    "weighted_sum",
    name="No bias in the sum",
    hint="What multiplies the 1? What is left when all inputs are silent?",
    concept="the bias",
)
def sum_without_bias(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.dot(w, x))


@misconception(
    "weighted_sum",
    name="The bias subtracted from the sum",
    hint="Check its sign. Should a bias of -0.5 make the sum smaller or larger?",
    concept="sign",
)
def sum_less_bias(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.dot(w, x) - b)


@misconception(
    "weighted_sum",
    name="The products are not summed",
    hint="How many outputs has one neuron?",
    concept="sum or mean",
)
def not_summed(w: np.ndarray, x: np.ndarray, b: float) -> np.ndarray:
    return np.asarray(w * x + b)


@misconception(
    "weighted_sum",
    name="The bias added once for each input",
    hint="How many biases has one neuron? Is yours inside the sum or after it?",
    concept="the bias",
)
def bias_for_each_input(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.sum(w * x + b))


@misconception(
    "weighted_sum",
    name="The bias added to every input, before the weights",
    hint="Is the bias weighted? What is left of the sum when all inputs are 0?",
    concept="the bias",
)
def bias_added_to_inputs(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.dot(w, x + b))


@misconception(
    "weighted_sum",
    name="The mean of the products, not their sum",
    hint="Do three inputs that agree push harder than one? What is 1/n of a sum called?",
    concept="sum or mean",
)
def mean_of_products(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.mean(w * x) + b)


@misconception(
    "weighted_sum",
    name="The bias as a factor, not as a summand",
    hint="What should the neuron gather when all its inputs are 0?",
    concept="the bias",
)
def bias_as_factor(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.dot(w, x) * b)


@misconception(
    "weighted_sum",
    name="The sum is squashed already",
    hint="Can a weighted sum be 41.5? Which of the two functions is the one that squashes?",
    concept="the squash",
)
def squashed_sum(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(sigmoid(np.dot(w, x) + b))


# --- the activation -------------------------------------------------------------------------


@misconception(
    "neuron",
    name="The sum is handed out unsquashed",
    hint="Can an activation be -2? What comes after the sum?",
    concept="the squash",
)
def sum_for_activation(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return weighted_sum(w, x, b)


@misconception(
    "neuron",
    name="The bias joins after the sigmoid",
    hint="What exactly goes into the sigmoid? Can an activation be -9?",
    concept="the bias",
)
def bias_after_sigmoid(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(sigmoid(np.dot(w, x)) + b)


def _step_of_theta(theta: np.ndarray, x: np.ndarray) -> float:
    return 1.0 if theta[0] + np.dot(theta[1:], x) > 0 else 0.0


@misconception(
    "neuron",
    name="All or nothing: a step in place of the sigmoid",
    hint="How sure is the neuron at z = 2, and how sure at z = 20? Should it say the same?",
    concept="the squash",
    also={"neuron_theta": _step_of_theta},
)
def step(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return 1.0 if weighted_sum(w, x, b) > 0 else 0.0


@misconception(
    "neuron",
    name="Every product squashed by itself",
    hint="Is the sigmoid of a sum the sum of the sigmoids? How often does one neuron squash?",
    concept="the squash",
)
def squashed_one_by_one(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.sum(sigmoid(w * x)) + b)


@misconception(
    "neuron",
    name="A vector of activations, one for each input",
    hint="How many outputs has one neuron? Was anything summed before the squash?",
    concept="sum or mean",
)
def one_for_each_input(w: np.ndarray, x: np.ndarray, b: float) -> np.ndarray:
    return sigmoid(w * x + b)


@misconception(
    "neuron",
    name="A ReLU in place of the sigmoid",
    hint="Can an activation be 2? Which of the curves does the formula name?",
    concept="the squash",
)
def rectified(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(max(0.0, weighted_sum(w, x, b)))


@misconception(
    "neuron",
    name="A tanh in place of the sigmoid",
    hint="Can an activation be negative? What should it be where z is 0?",
    concept="the squash",
)
def tanh_for_sigmoid(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(np.tanh(weighted_sum(w, x, b)))


@misconception(
    "neuron",
    name="No bias in the neuron",
    hint="With the bias -10, at which sum should the neuron stand at one half?",
    concept="the bias",
)
def neuron_without_bias(w: np.ndarray, x: np.ndarray, b: float) -> float:
    return float(sigmoid(np.dot(w, x)))


# --- the bias unit --------------------------------------------------------------------------


@misconception(
    "with_bias_unit",
    name="The 1 comes last",
    hint="Which slot is the 1 in? Which entry of theta will it meet?",
    concept="axes and layout",
)
def one_last(x: np.ndarray) -> np.ndarray:
    return np.append(x, 1.0)


@misconception(
    "with_bias_unit",
    name="A 0 as the bias unit",
    hint="The bias is multiplied by this number. By which one does it stay what it is?",
    concept="the bias",
)
def zero_first(x: np.ndarray) -> np.ndarray:
    return np.concatenate(([0.0], x))


@misconception(
    "with_bias_unit",
    name="1 added to every input",
    hint="Three inputs and one bias unit: how many entries is that?",
    concept="broadcasting",
)
def one_added(x: np.ndarray) -> np.ndarray:
    return np.asarray(x + 1)


@misconception(
    "with_bias_unit",
    name="The 1 overwrites the first input",
    hint="Where is the 66 now? How many entries should there be?",
    concept="shape",
)
def first_overwritten(x: np.ndarray) -> np.ndarray:
    copy = np.array(x)
    copy[0] = 1
    return copy


@misconception(
    "with_bias_unit",
    name="The inputs stand upright, as a column",
    hint="How many axes has the list that came in, and how many has yours?",
    concept="shape",
)
def upright(x: np.ndarray) -> np.ndarray:
    return np.concatenate(([1.0], x)).reshape(-1, 1)


@misconception(
    "with_bias_unit",
    name="A 1 for every input",
    hint="How many biases has one neuron, and so how many bias units?",
    concept="shape",
)
def a_one_for_every_input(x: np.ndarray) -> np.ndarray:
    return np.concatenate((np.ones(len(x)), x))


@misconception(
    "neuron_theta",
    name="The bias read from the end of theta",
    hint="Theta is (bias, weights). Which entry meets the 1?",
    concept="axes and layout",
)
def bias_at_the_end(theta: np.ndarray, x: np.ndarray) -> float:
    return float(sigmoid(np.dot(theta[:-1], x) + theta[-1]))


@misconception(
    "neuron_theta",
    name="Theta times x, without the bias unit",
    hint="How long is theta, and how long is x? Which number does the bias multiply?",
    concept="the bias",
)
def without_bias_unit(theta: np.ndarray, x: np.ndarray) -> float:
    return float(sigmoid(np.dot(theta, x)))


@misconception(
    "neuron_theta",
    name="The bias dropped with the bias unit",
    hint="You left out the first entry of theta, so that the sizes fit. What was it for?",
    concept="the bias",
)
def bias_dropped(theta: np.ndarray, x: np.ndarray) -> float:
    return float(sigmoid(np.dot(theta[1:], x)))


@misconception(
    "neuron_theta",
    name="The bias counted twice",
    hint="If the 1 is among the inputs, who adds the bias? And who adds it once more?",
    concept="the bias",
)
def bias_twice(theta: np.ndarray, x: np.ndarray) -> float:
    return float(sigmoid(theta[0] + theta[0] + np.dot(theta[1:], x)))


@misconception(
    "neuron_theta",
    name="θ·[1 | x] handed out unsquashed",
    hint="Can an activation be 41.5? What comes after the sum?",
    concept="the squash",
)
def theta_sum(theta: np.ndarray, x: np.ndarray) -> float:
    return float(theta[0] + np.dot(theta[1:], x))


# --- the gates ------------------------------------------------------------------------------


@misconception(
    "gate",
    name="A gate without its bias",
    hint="What if both inputs are 0: is one half a yes or a no?",
    concept="the bias",
)
def gate_without_bias(theta: tuple[float, ...], *inputs: float) -> float:
    return float(sigmoid(np.dot(theta[1:], inputs)))


@misconception(
    "gate",
    name="A gate for exactly two inputs",
    hint="How many inputs has a NOT? Where does your code say that there are two?",
    concept="shape",
)
def two_inputs_exactly(theta: tuple[float, ...], x1: float, x2: float) -> float:
    return gate(theta, x1, x2)


@misconception(
    "gate",
    name="The inputs taken as one list",
    hint="The inputs come one by one. What does the star in `*inputs` do?",
    concept="shape",
)
def inputs_as_one_list(theta: tuple[float, ...], inputs: tuple[float, ...]) -> float:
    return gate(theta, *inputs)


@misconception(
    "gate",
    name="A gate that says z, not yes or no",
    hint="Can a gate say -30? Which numbers stand for yes and for no?",
    concept="the squash",
)
def gate_unsquashed(theta: tuple[float, ...], *inputs: float) -> float:
    return float(theta[0] + np.dot(theta[1:], inputs))


@wrong_constant(
    "AND",
    name="AND that acts as OR",
    hint="Which input rows must stay below 0? Is a single 1 enough for an AND?",
    concept="the bias",
)
def and_as_or() -> tuple[float, ...]:
    return (-10.0, 20.0, 20.0)


@wrong_constant(
    "AND",
    name="AND that never fires",
    hint="Both inputs are 1: do both weights together overcome the bias?",
    concept="factor",
)
def and_never() -> tuple[float, ...]:
    return (-30.0, 10.0, 10.0)


@wrong_constant(
    "AND",
    name="AND that cannot decide where a single input is 1",
    hint="What is z for the inputs 0 and 1? On which side of 0 should it be?",
    concept="the bias",
)
def and_undecided() -> tuple[float, ...]:
    return (-20.0, 20.0, 20.0)


@wrong_constant(
    "AND",
    name="AND that says no to two ones: a NAND",
    hint="Two ones come in: should the gate fire? Which signs have its weights?",
    concept="sign",
)
def and_as_nand() -> tuple[float, ...]:
    return (30.0, -20.0, -20.0)


@wrong_constant(
    "AND",
    name="Gates with a bias of 0",
    hint="What if both inputs are 0? Which number decides then?",
    concept="the bias",
    also={"OR": (0.0, 20.0, 20.0), "NOT": (0.0, -20.0), "NOR": (0.0, -20.0, -20.0)},
)
def bias_of_zero() -> tuple[float, ...]:
    return (0.0, 20.0, 20.0)


@wrong_constant(
    "AND",
    name="The bias at the end of the tuple",
    hint="Which slot of the tuple is the bias in? Which number does `gate` add for nothing?",
    concept="axes and layout",
    also={"OR": (20.0, 20.0, -10.0), "NOT": (-20.0, 10.0), "NOR": (-20.0, -20.0, 10.0)},
)
def bias_last_in_the_tuple() -> tuple[float, ...]:
    return (20.0, 20.0, -30.0)


@wrong_constant(
    "AND",
    name="The bias left out of the tuple",
    hint="How many numbers has a neuron with two inputs? What does it say when both are 0?",
    concept="the bias",
    also={"OR": (20.0, 20.0), "NOT": (-20.0,), "NOR": (-20.0, -20.0)},
)
def no_bias_in_the_tuple() -> tuple[float, ...]:
    return (20.0, 20.0)


@wrong_constant(
    "OR",
    name="OR that wants both",
    hint="A single 1 has to be enough. Does one weight alone overcome the bias?",
    concept="the bias",
)
def or_as_and() -> tuple[float, ...]:
    return (-30.0, 20.0, 20.0)


@wrong_constant(
    "OR",
    name="OR that fires by itself",
    hint="What should an OR say when both inputs are 0? Which number decides that?",
    concept="sign",
)
def or_always() -> tuple[float, ...]:
    return (10.0, 20.0, 20.0)


@wrong_constant(
    "NOT",
    name="NOT with a positive weight",
    hint="Which way should it push? A 1 that comes in wants the answer no.",
    concept="sign",
)
def not_pushed_up() -> tuple[float, ...]:
    return (-10.0, 20.0)


@wrong_constant(
    "NOT",
    name="NOT that always says yes",
    hint="The input is 1: does the weight overcome the bias?",
    concept="factor",
)
def not_always() -> tuple[float, ...]:
    return (20.0, -10.0)


@wrong_constant(
    "NOT",
    name="NOT that never says yes",
    hint="The input is 0: which number alone decides, and which sign has it?",
    concept="sign",
)
def not_never() -> tuple[float, ...]:
    return (-10.0, -20.0)


@wrong_constant(
    "NOR",
    name="NOR that acts as OR",
    hint="NOR says the opposite of OR, in every row. Which numbers have to change their sign?",
    concept="sign",
)
def nor_as_or() -> tuple[float, ...]:
    return (-10.0, 20.0, 20.0)


@wrong_constant(
    "NOR",
    name="NOR that is quiet for two ones only",
    hint="A single 1 has to be enough for a no. Does one weight alone overcome the bias?",
    concept="the bias",
)
def nor_as_nand() -> tuple[float, ...]:
    return (30.0, -20.0, -20.0)


@wrong_constant(
    "NOR",
    name="NOR that never fires: the bias kept its sign",
    hint="When both inputs are 0, NOR says yes. Which sign has its bias?",
    concept="sign",
)
def nor_never() -> tuple[float, ...]:
    return (-10.0, -20.0, -20.0)


# --- gates of gates -------------------------------------------------------------------------


@wrong_constant(
    "AND",
    name="Gates too soft to be chained",
    hint="An OR hears 0.4 and 0.4 from gates that mean no. What will it say?",
    concept="scaling",
    also={"OR": (-0.5, 1.0, 1.0), "NOR": (0.5, -1.0, -1.0)},
)
def soft_gates() -> tuple[float, ...]:
    return (-1.5, 1.0, 1.0)


@misconception(
    "xnor",
    name="One row of XNOR is wrong, as it is with a single neuron",
    hint="Can one line split them? Draw the four rows as points in a square.",
    concept="chain incomplete",
)
def one_neuron(x1: float, x2: float) -> float:
    return gate((10.0, -20.0, 20.0), x1, x2)


@misconception(
    "xnor",
    name="Yes to x1 without x2, as a single neuron says it",
    hint="Can one line split them? Draw the four rows as points in a square.",
    concept="chain incomplete",
)
def one_neuron_of_the_first(x1: float, x2: float) -> float:
    return gate((-10.0, 20.0, -20.0), x1, x2)


@misconception(
    "xnor",
    name="The inputs compared with each other, without any gate",
    hint="What do your own gates make of 0.5 and 0.5? Which neurons does your code ask?",
    concept="special cases",
)
def compared(x1: float, x2: float) -> float:
    return float(x1 == x2)


@misconception(
    "xnor",
    name="XOR in place of XNOR",
    hint="What should it say when both inputs are 0? Which of the two says yes to what differs?",
    concept="sign",
)
def xor(x1: float, x2: float) -> float:
    return 1.0 - xnor(x1, x2)


@misconception(
    "xnor",
    name="AND of the two gates, in place of OR",
    hint="Can an AND and a NOR of the same inputs ever say yes together?",
    concept="special cases",
)
def both_gates_at_once(x1: float, x2: float) -> float:
    return gate(AND, gate(AND, x1, x2), gate(NOR, x1, x2))


@misconception(
    "xnor",
    name="Only both, and not neither: AND alone",
    hint='"The same" can happen in two ways. Which of them does your code know?',
    concept="special cases",
)
def and_alone(x1: float, x2: float) -> float:
    return gate(AND, x1, x2)


@misconception(
    "xnor",
    name="Only neither, and not both: NOR alone",
    hint='"The same" can happen in two ways: which of them does your code not know?',
    concept="special cases",
)
def nor_alone(x1: float, x2: float) -> float:
    return gate(NOR, x1, x2)


@misconception(
    "xnor",
    name="OR of AND and OR",
    hint="The second gate should say yes when neither input is 1. Which gate is that?",
    concept="special cases",
)
def or_for_nor(x1: float, x2: float) -> float:
    return gate(OR, gate(AND, x1, x2), gate(OR, x1, x2))
