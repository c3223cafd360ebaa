"""The numbers of the lecture: the right ones are asked in public, the wrong ones are known.

A handout's answer key holds every call that a public check makes, with the right answer and with
what each misconception answers. So it says whether a number of the lecture is asked of students.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.calls.values import CONSTANT
from autograder.checking.answer_key import AnswerKey, unpacked
from autograder.checking.answers import predictions
from autograder.checking.compare import same
from autograder.checking.own import answer_key_path
from autograder.course import Course
from autograder.reference.sources import Sources

Key = Callable[[str], AnswerKey]


@pytest.fixture(scope="module")
def key(course: Course, fresh_handout: Path) -> Key:
    """Return what reads an exercise's answer key."""
    return lambda name: AnswerKey.read(answer_key_path(fresh_handout, course.exercise(name)))


def column(*numbers: float) -> np.ndarray:
    return np.array([numbers], dtype=np.float64).T


def row(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)


M, V = np.array([[1.0, 2.0, 3.0], [10.0, 10.0, 10.0]]), row(1, 2, 3)
IMAGE = np.array([[1.0, 2.0], [3.0, 4.0]])
CAR, MOTORCYCLE = column(0, 1, 0, 0), column(0, 0, 1, 0)
SIX = row(-2, -0.5, 0, 1, 1.5, 3)
LOANS = row(-2, 4, 1.5), row(66, 39, 12), -0.5
LAYER = np.array([[1.0, -2.0, 3.0], [0.5, 1.0, -1.0]]), column(1, -0.5), column(2, 1, -1)
NETWORK = [LAYER[:2], (np.array([[2.0, -1.0]]), column(0.5))]
DIGITS = [784, 16, 16, 10]
COLLAPSING = [
    (np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]]), column(1, 0, -1)),
    (np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 1.0]]), column(0, 5)),
]
QUARTERS = row(0, 0.25, 0.5, 0.75, 1)
SAID = column(0.43, 0.28, 0.19, 0.88, 0.72, 0.01, 0.64, 0.86, 0.99, 0.63)
THREE = column(0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
PARAMETERS = [(np.array([[2.25, -1.57, 1.98, -1.16, 3.82]]), column(1.21))]
SLOPES = [(np.array([[-0.18, -0.45, 0.51, -0.40, 0.32]]), column(-0.82))]
CHAIN = {"z": 1.1, "a": 0.75026, "cost": 0.06237}
CHAIN |= {"dw": -0.07487, "db": -0.09359, "da_previous": -0.18717}
ONE_NEURON = [(np.array([[2.0]]), column(-0.5))], column(0.8), column(1)


@pytest.mark.parametrize(
    ("exercise", "function", "arguments", "answer"),
    [
        ("e01_products", "elementwise", (M, V), np.array([[1.0, 4.0, 9.0], [10.0, 20.0, 30.0]])),
        ("e01_products", "matrix_vector", (M, V), row(14, 60)),
        ("e01_products", "squares", (M,), np.array([[1.0, 4.0, 9.0], [100.0, 100.0, 100.0]])),
        ("e01_products", "product_shape", ((2, 3), (3, 4)), (2, 4)),
        ("e02_shapes", "input_size", (28, 28), 784),
        ("e02_shapes", "input_size", (20, 20), 400),
        ("e02_shapes", "flatten", (IMAGE,), column(1, 2, 3, 4)),
        ("e02_shapes", "weights_shape", (784, 16), (16, 784)),
        ("e02_shapes", "bias_shape", (16,), (16, 1)),
        ("e02_shapes", "output_shape", (10,), (10, 1)),
        ("e02_shapes", "output_shape", (2,), (2, 1)),
        ("e03_one_hot", "one_hot", (np.array([3]), 10), THREE),
        ("e03_one_hot", "one_hot", (np.array([1]), 4), CAR),
        ("e03_one_hot", "one_hot", (np.array([2]), 4), MOTORCYCLE),
        ("e03_one_hot", "decode", (SAID,), np.array([8])),
        ("e04_sigmoid", "sigmoid", (0.0,), 0.5),
        ("e04_sigmoid", "sigmoid", (row(1, 2, 3),), row(0.731059, 0.880797, 0.952574)),
        ("e04_sigmoid", "sigmoid_prime", (row(0, 2),), row(0.25, 0.104994)),
        ("e04_sigmoid", "sigmoid_prime", (row(-1.386294, 1.386294),), row(0.16, 0.16)),
        ("e04_sigmoid", "logit", (row(0.2, 0.5, 0.8),), row(-1.386294, 0, 1.386294)),
        ("e05_functions", "relu", (SIX,), row(0, 0, 0, 1, 1.5, 3)),
        ("e05_functions", "shifted_relu", (SIX, 1.0), row(0, 0, 0, 0, 0.5, 2)),
        ("e05_functions", "active_from", (1.0, -1.0), 1.0),
        ("e05_functions", "active_from", (1.0, -10.0), 10.0),
        ("e06_neuron", "weighted_sum", LOANS, 41.5),
        ("e06_neuron", "neuron_theta", (row(-0.5, *LOANS[0]), LOANS[1]), 1.0),
        ("e06_neuron", "neuron", (row(1, 1), row(5, 3), -10.0), 0.1192),
        ("e06_neuron", "neuron", (row(1, 1), row(7, 3), -10.0), 0.5),
        ("e06_neuron", "neuron", (row(1, 1), row(7, 5), -10.0), 0.8808),
        ("e06_neuron", CONSTANT + "AND", (), (-30.0, 20.0, 20.0)),
        ("e06_neuron", CONSTANT + "OR", (), (-10.0, 20.0, 20.0)),
        ("e06_neuron", CONSTANT + "NOT", (), (10.0, -20.0)),
        ("e06_neuron", CONSTANT + "NOR", (), (10.0, -20.0, -20.0)),
        ("e06_neuron", "xnor", (0, 0), 1.0),
        ("e06_neuron", "xnor", (0, 1), 0.0),
        ("e06_neuron", "xnor", (1, 0), 0.0),
        ("e06_neuron", "xnor", (1, 1), 1.0),
        ("e07_dense", "pre_activation", LAYER, column(-2, 2.5)),
        ("e07_dense", "dense_forward", LAYER, column(0.1192, 0.9241)),
        ("e08_conventions", "theta_from", LAYER[:2], np.hstack([LAYER[1], LAYER[0]])),
        ("e09_network", "forward", (NETWORK, LAYER[2]), np.array([[0.4537]])),
        ("e10_parameters", "count_weights", (DIGITS,), 12_960),
        ("e10_parameters", "count_biases", (DIGITS,), 42),
        ("e10_parameters", "count_parameters", (DIGITS,), 13_002),
        ("e10_parameters", "count_by_layer", (DIGITS,), [12_560, 272, 170]),
        ("e10_parameters", "count_parameters", ([3, 3, 1],), 16),
        ("e10_parameters", "count_parameters", ([400, 16, 16, 10],), 6_858),
        ("e10_parameters", "count_parameters", ([784, 16, 16, 2],), 12_866),
        ("e10_parameters", "theta_size", (5, 10), 60),
        (
            "e11_nonlinearity",
            "collapse",
            (COLLAPSING,),
            (np.array([[2.0, 3.0], [3.0, 0.0]]), column(2, 4)),
        ),
        ("e11_nonlinearity", "forward_relu", (COLLAPSING, column(-1, 1)), column(4, 5)),
        ("e11_nonlinearity", "xor", (0.0, 0.0), 0.0),
        ("e11_nonlinearity", "xor", (0.0, 1.0), 1.0),
        ("e11_nonlinearity", "xor", (1.0, 0.0), 1.0),
        ("e11_nonlinearity", "xor", (1.0, 1.0), 0.0),
        ("e11_nonlinearity", "hinge_network", (QUARTERS, QUARTERS**2), row(0.25, 0.5, 0.5, 0.5)),
        (
            "e11_nonlinearity",
            "hinge_value",
            (row(0.125, 0.375, 0.625, 0.875), QUARTERS, row(0.25, 0.5, 0.5, 0.5), 0.0),
            row(0.125, 0.375, 0.625, 0.875) ** 2 + 0.015625,
        ),
        ("e12_cost", "example_cost", (SAID, THREE), 3.3585),
        ("e12_cost", "example_cost", (np.full((10, 1), 0.1), THREE), 0.9),
        ("e12_cost", "example_cost", (np.zeros((10, 1)), THREE), 1.0),
        ("e12_cost", "example_cost", (np.full((10, 1), 0.5), THREE), 2.5),
        (
            "e12_cost",
            "cost_prime",
            (SAID, THREE),
            column(0.86, 0.56, 0.38, -0.24, 1.44, 0.02, 1.28, 1.72, 1.98, 1.26),
        ),
        (
            "e13_descent",
            "step",
            (PARAMETERS, SLOPES, 0.1),
            [(np.array([[2.268, -1.525, 1.929, -1.12, 3.788]]), column(1.292))],
        ),
        ("e13_descent", "descend", (0.0, 0.1, 3), [0.0, 0.6, 1.08, 1.464]),
        ("e13_descent", "descend", (0.0, 1.0, 4), [0.0, 6.0, 0.0, 6.0, 0.0]),
        ("e14_chain_rule", "chain", (2.0, -0.5, 0.8, 1.0), CHAIN),
        ("e14_chain_rule", "nudges", (row(2), -0.5, row(0.8)), "previous activations"),
        ("e15_backprop", "backprop", ONE_NEURON, [(np.array([[-0.07487]]), column(-0.09359))]),
        ("e17_regression", "r_squared", (column(1, 2, 3), column(1, 2, 4)), 0.5),
    ],
)
def test_a_worked_number_is_asked_by_a_public_check(
    key: Key, exercise: str, function: str, arguments: tuple[Any, ...], answer: Any
) -> None:
    # Half a unit of the last decimal that the lecture prints, at most.
    assert same(key(exercise).answer(function, arguments), answer, rtol=0.0, atol=5e-5)


def test_the_walk_that_runs_away_is_asked_by_a_public_check(key: Key) -> None:
    *_, last = key("e13_descent").answer("descend", (0.0, 1.1, 20))
    assert round(last, 2) == -112.01


@pytest.mark.parametrize(
    ("exercise", "function", "shape"),
    [
        ("e02_shapes", "flatten", (784, 1)),
        ("e02_shapes", "flatten", (400, 1)),
        ("e08_conventions", "theta_from", (3, 4)),
        ("e08_conventions", "theta_from", (1, 4)),
        ("e09_network", "forward", (10, 4)),
    ],
)
def test_a_worked_shape_is_asked_by_a_public_check(
    key: Key, exercise: str, function: str, shape: tuple[int, ...]
) -> None:
    calls = [call for call in key(exercise).calls.values() if call["call"].startswith(function)]
    assert shape in {np.shape(unpacked(call["expected"])) for call in calls}


@pytest.mark.parametrize(
    ("exercise", "function", "arguments", "wrong", "question"),
    [
        ("e01_products", "matrix_vector", (M, V), M * V, "Was anything summed?"),
        ("e01_products", "matrix_vector", (M, V), row(5, 30), "How many products per row?"),
        ("e01_products", "matrix_vector", (M, V), column(14, 60), "Which layout was asked for"),
        ("e02_shapes", "flatten", (IMAGE,), row(1, 2, 3, 4), "How many columns has a column?"),
        ("e02_shapes", "flatten", (IMAGE,), column(1, 3, 2, 4), "Read along the row first?"),
        ("e02_shapes", "weights_shape", (784, 16), (784, 16), "Row i belongs to which neuron?"),
        ("e03_one_hot", "decode", (SAID,), row(0.99), "Which neuron, or how strong?"),
        ("e04_sigmoid", "sigmoid", (0.0,), 2.0, "What divides first?"),
        (
            "e04_sigmoid",
            "sigmoid",
            (row(1, 2, 3),),
            row(0.26894, 0.1192, 0.04743),
            "Should it rise?",
        ),
        (
            "e04_sigmoid",
            "sigmoid",
            (row(1, 2, 3),),
            row(0.09003, 0.24473, 0.66524),
            "Do neurons see each other?",
        ),
        (
            "e05_functions",
            "shifted_relu",
            (SIX, 1.0),
            row(-1, -1, -1, 0, 0.5, 2),
            "Before or after the kink?",
        ),
        (
            "e05_functions",
            "shifted_relu",
            (SIX, 1.0),
            row(0, 0.5, 1, 2, 2.5, 4),
            "Harder or easier to fire?",
        ),
        ("e05_functions", "relu", (SIX,), row(0, 0, 0, 1, 1, 1), "How strongly does it fire"),
        ("e06_neuron", "weighted_sum", LOANS, 42.0, "What multiplies the 1?"),
        ("e06_neuron", "weighted_sum", LOANS, 42.5, "Check its sign."),
        ("e06_neuron", CONSTANT + "AND", (), (-10.0, 20.0, 20.0), "Which input rows must stay"),
        ("e06_neuron", CONSTANT + "NOT", (), (-10.0, 20.0), "Which way should it push?"),
        ("e07_dense", "pre_activation", LAYER, column(-3, 3), "do with silent inputs?"),
        (
            "e07_dense",
            "pre_activation",
            LAYER,
            np.array([[-2.0, -3.5], [4.0, 2.5]]),
            "What shape is W @ a",
        ),
        ("e07_dense", "dense_forward", LAYER, column(1.04743, 0.45257), "goes into the sigmoid?"),
        ("e07_dense", "dense_forward", LAYER, column(-2, 2.5), "Can activations exceed 1?"),
        ("e10_parameters", "count_parameters", (DIGITS,), 12_960, "Does every neuron have a bias?"),
        ("e10_parameters", "theta_size", (5, 10), 50, "Does every neuron have a bias?"),
        ("e10_parameters", "count_parameters", (DIGITS,), 13_786, "Do inputs compute anything?"),
        ("e10_parameters", "count_parameters", (DIGITS,), 12_963, "Whose bias?"),
        ("e10_parameters", "count_parameters", (DIGITS,), 12_730, "How many gaps?"),
        ("e10_parameters", "count_parameters", (DIGITS,), 826, "Where do weights live"),
        ("e10_parameters", "theta_size", (5, 10), 55, "Biases of which layer?"),
        ("e10_parameters", "theta_size", (5, 10), 66, "Biases of which layer?"),
        ("e12_cost", "example_cost", (SAID, THREE), 0.33585, "Sum over what, average over what?"),
        ("e12_cost", "example_cost", (SAID, THREE), 1.67925, "Which definition is ours"),
        ("e12_cost", "example_cost", (SAID, THREE), 1.83262, "Length, or length squared?"),
        ("e12_cost", "example_cost", (SAID, THREE), 4.63, "Can errors cancel?"),
        ("e12_cost", "example_cost", (SAID, THREE), 39.925, "How many differences did you make"),
        ("e12_cost", "example_cost", (SAID, THREE), 60.3385, "Is y a digit or a vector?"),
        ("e12_cost", "example_cost", (SAID, THREE), 4.7385, "Where is zero"),
        (
            "e13_descent",
            "step",
            (PARAMETERS, SLOPES, 0.1),
            [(np.array([[2.232, -1.615, 2.031, -1.2, 3.852]]), column(1.128))],
            "does the cost fall?",
        ),
        (
            "e13_descent",
            "step",
            (PARAMETERS, SLOPES, 0.1),
            [(np.array([[2.43, -1.12, 1.47, -0.76, 3.5]]), column(2.03))],
            "How far?",
        ),
    ],
)
def test_a_wrong_number_of_the_lecture_is_a_misconception(
    key: Key, exercise: str, function: str, arguments: tuple[Any, ...], wrong: Any, question: str
) -> None:
    asked = [
        candidate.misconception.hint
        for _, candidate, prediction in predictions(key(exercise), function, arguments)
        if prediction and same(prediction.answer.value, wrong, rtol=0.0, atol=5e-6)
    ]
    assert any(question in hint for hint in asked), asked


@pytest.mark.parametrize(
    ("dw", "question"),
    [
        (-0.03743, "Differentiate the square."),
        (-0.08706, "Slope at which point?"),
        (-0.39958, "Which link is missing?"),
        (-0.07021, "What multiplies w"),
        (-0.18717, "Derivative with respect to what?"),
        (0.07487, "Raise w: does C rise?"),
    ],
)
def test_a_wrong_slope_of_the_lecture_is_a_misconception(
    key: Key, dw: float, question: str
) -> None:
    chain = predictions(key("e14_chain_rule"), "chain", (2.0, -0.5, 0.8, 1.0))
    asked = [
        candidate.misconception.hint
        for _, candidate, found in chain
        if found and found.answer.value is not None and abs(found.answer.value["dw"] - dw) < 6e-6
    ]
    assert any(question in hint for hint in asked), asked


# Questions without a number of their own in the lecture: a shape, an error, a square W.
@pytest.mark.parametrize(
    ("exercise", "questions"),
    [
        ("e01_products", ["Which two sizes must agree?"]),
        (
            "e02_shapes",
            ["Where did the images go?", "Is column 0 one image?", "What dtype is it"],
        ),
        (
            "e03_one_hot",
            ["Is there a class zero?", "Who decides the length", "Is an example a row or a column"],
        ),
        (
            "e04_sigmoid",
            ["One number or many?", "Can your container hold fractions?", "What is ∞/∞?"],
        ),
        ("e05_functions", ["One number or many?", "Who owns"]),
        (
            "e06_neuron",
            [
                "Which slot is the 1 in?",
                "How many outputs has one neuron?",
                "Can one line split them?",
                "What if both inputs are 0",
            ],
        ),
        (
            "e07_dense",
            [
                "Row i belongs to which neuron?",
                "Multiply, then what?",
                "if there are five examples",
            ],
        ),
        (
            "e08_conventions",
            [
                "One bias unit per what",
                "What do rows mean now?",
                "Does the first column meet the 1?",
            ],
        ),
        (
            "e09_network",
            [
                "What does layer 2 hear",
                "How many outputs",
                "is that still more than one layer?",
                "Who comes first",
            ],
        ),
        (
            "e11_nonlinearity",
            [
                "Which acts first",
                "Does b1 pass through W2?",
                "What are earlier hinges still adding",
                "What should a blank wall do?",
            ],
        ),
        ("e13_descent", ["Can this array hold .1?", "New list or old?"]),
        (
            "e15_backprop",
            [
                "How many biases",
                "Does doubling the data double the slope?",
                "Same shape as W?",
                "Which direction now",
                "Who else listens to this neuron?",
                "Every squash has a slope.",
                "Slope of which network",
                "Differentiate the square",
                "does the cost rise or fall?",
            ],
        ),
    ],
)
def test_a_wrong_answer_of_the_lecture_has_its_question(
    course: Course, exercise: str, questions: list[str]
) -> None:
    wrongs = Sources(course).bank(course.exercise(exercise)).wrongs
    asked = [wrong.misconception.hint for wrong in wrongs]
    assert [question for question in questions if not any(question in hint for hint in asked)] == []
