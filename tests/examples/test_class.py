"""The example class: what grading finds out about each of its students."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import load_course
from autograder.grading.batch import grade_folder
from autograder.grading.results import Gradebook, Standing, SubmissionResult
from autograder.grading.seed import Seed
from autograder.reporting.class_summary import common_misconceptions

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "examples" / "class"

# The points in e02, e04, e07, e10, e12 and e15.
FULL = (15.0, 15.0, 20.0, 15.0, 15.0, 20.0)
POINTS = {
    "amara": FULL,
    "bilal": FULL,
    "chen": FULL,
    "dalia": FULL,
    "emre": FULL,
    "fatima": (8.82, 9.47, 20.0, 7.5, 15.0, 20.0),
    "giulia": (15.0, 7.89, 20.0, 15.0, 15.0, 20.0),
    "hiroshi": (15.0, 15.0, 20.0, 8.44, 4.57, 0.0),
    "ines": (15.0, 15.0, 20.0, 15.0, 0.0, 11.54),
    "jonas": (11.47, 12.63, 5.45, 11.25, 7.17, 0.0),
    "kwame": (11.47, 15.0, 20.0, 12.19, 5.87, 5.38),
    "leila": (5.29, 12.63, 11.82, 15.0, 3.91, 5.38),
    "mateo": (15.0, 14.21, 0.0, 15.0, 9.78, 3.85),
    "nandini": (15.0, 15.0, 20.0, 15.0, 0.0, 20.0),
    "oksana": (15.0, 9.47, 0.91, 15.0, 8.48, 5.38),
    "pablo": (0.0, 0.0, 20.0, 0.0, 0.0, 0.0),
    "quynh": (11.47, 15.0, 20.0, 12.19, 13.7, 5.38),
    "rashid": (15.0, 7.89, 20.0, 5.62, 4.57, 20.0),
    "sofia": (),
    "tariq": (15.0, 11.84, 20.0, 7.5, 11.09, 5.38),
    "uma": (0.0, 0.0, 0.91, 0.0, 0.65, 0.0),
    "viktor": (8.82, 9.47, 11.82, 4.69, 8.48, 5.38),
    "wanjiru": (5.29, 3.16, 0.91, 11.25, 3.91, 2.31),
    "yuki": (15.0, 13.42, 11.82, 8.44, 8.48, 6.15),
}

MISCONCEPTIONS = {
    "fatima": """
        e02_shapes:one_axis_only e02_shapes:scrambled e04_sigmoid:slope_of_its_argument
        e10_parameters:output_without_biases
    """,
    "giulia": "e04_sigmoid:rises_the_wrong_way",
    "ines": "e15_backprop:two_layers_exactly",
    "jonas": """
        e02_shapes:scrambled e04_sigmoid:reciprocal e07_dense:first_example_only
        e10_parameters:input_layer_listed e12_cost:column_minus_vector
    """,
    "kwame": "e02_shapes:scrambled e12_cost:misses_absolute e15_backprop:summed_over_the_batch",
    "leila": """
        e02_shapes:a_row e02_shapes:divided_by_256 e04_sigmoid:odds_turned_over
        e07_dense:not_squashed e12_cost:mean_over_outputs e15_backprop:weight_gradient_transposed
    """,
    "mateo": """
        e04_sigmoid:integer_container e12_cost:whole_number_division
        e15_backprop:hidden_slope_skipped
    """,
    "nandini": "e12_cost:half_in_front e12_cost:factor_two_missing",
    "oksana": """
        e04_sigmoid:slope_of_its_argument e07_dense:bias_without_second_axis
        e12_cost:summed_along_the_wrong_axis e15_backprop:bias_gradient_not_summed
    """,
    "quynh": """
        e02_shapes:scrambled e10_parameters:shape_for_size e12_cost:slopes_divided_by_examples
        e15_backprop:summed_over_the_batch
    """,
    "rashid": """
        e04_sigmoid:slope_of_its_argument e04_sigmoid:base_ten e10_parameters:one_bias_per_layer
        e12_cost:mean_over_outputs
    """,
    "tariq": "e15_backprop:summed_over_the_batch",
    "uma": """
        e02_shapes:sides_added e02_shapes:one_axis_only e02_shapes:scrambled
        e02_shapes:whole_numbers e02_shapes:weights_turned e02_shapes:flat_biases
        e02_shapes:flat_output e04_sigmoid:no_brackets e04_sigmoid:slope_of_its_argument
        e04_sigmoid:logit_without_brackets e07_dense:elementwise_product
        e10_parameters:neurons_counted e10_parameters:input_biases
        e10_parameters:theta_without_biases e12_cost:mean_over_outputs e12_cost:sign_turned
        e15_backprop:weights_not_transposed
    """,
    "viktor": """
        e02_shapes:column_major e02_shapes:batch_column_major e04_sigmoid:slope_of_its_argument
        e07_dense:bias_after_the_squash e10_parameters:weights_only
        e10_parameters:theta_without_biases e12_cost:sum_over_examples
        e15_backprop:summed_over_the_batch
    """,
    "wanjiru": """
        e02_shapes:images_in_rows e02_shapes:own_brightest e02_shapes:weights_with_bias
        e02_shapes:biases_in_a_row e04_sigmoid:one_number_only e07_dense:weights_transposed
        e10_parameters:four_layers_alone e12_cost:root_taken e15_backprop:sign_turned
    """,
    "yuki": """
        e04_sigmoid:infinity_over_infinity e07_dense:softmax_for_sigmoid
        e10_parameters:layers_with_the_wrong_biases e10_parameters:theta_with_the_wrong_biases
        e12_cost:cost_of_each_example e15_backprop:layers_reversed
    """,
}

# Marks that were given with earlier exercises supplied right.
CARRIED_FORWARD = {
    ("fatima", "e15_backprop"): ("e04_sigmoid",),
    ("giulia", "e07_dense"): ("e04_sigmoid",),
    ("giulia", "e15_backprop"): ("e04_sigmoid",),
    ("ines", "e15_backprop"): ("e12_cost",),
    ("mateo", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("nandini", "e15_backprop"): ("e12_cost",),
    ("oksana", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("pablo", "e07_dense"): ("e04_sigmoid",),
}


def graded(seed: str, jobs: int) -> Gradebook:
    """Grade the example class."""
    course = load_course(ROOT)
    return grade_folder(course, course.exercises, CLASS, seed=Seed(seed), jobs=jobs)


def points(gradebook: Gradebook) -> dict[str, tuple[float, ...]]:
    """Return each student's points, exercise by exercise."""
    return {
        result.student: tuple(exercise.points for exercise in result.exercises)
        for result in gradebook.results
    }


def misconceptions(result: SubmissionResult) -> Iterator[str]:
    """Yield what was recognised in a submission, as `exercise:misconception`."""
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome.misconception is not None:
                yield f"{exercise.exercise}:{check.outcome.misconception.id}"


def states(result: SubmissionResult, exercise: str) -> list[str]:
    """Return how the checks of one exercise ended, in file order."""
    return [check.outcome.state.value for check in _exercise(result, exercise).checks]


def got(result: SubmissionResult, exercise: str) -> set[str]:
    """Return what the failures of one exercise show as `got`."""
    checks = _exercise(result, exercise).checks
    return {check.outcome.lines.got for check in checks if check.outcome.lines is not None}


def _exercise(result: SubmissionResult, exercise: str):  # type: ignore[no-untyped-def]
    return next(item for item in result.exercises if item.exercise == exercise)


@pytest.fixture(scope="module")
def gradebook() -> Gradebook:
    """The class, graded once."""
    return graded("tests", jobs=1)


@pytest.fixture(scope="module")
def results(gradebook: Gradebook) -> dict[str, SubmissionResult]:
    """Each student's result by name."""
    return {result.student: result for result in gradebook.results}
