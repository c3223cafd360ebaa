"""The example class: what grading finds out about each of its students."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import State
from autograder.checking.sources import Sources
from autograder.course import load_course
from autograder.grading.batch import grade_folder
from autograder.grading.results import CheckResult, Gradebook, Standing, SubmissionResult
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
    "hiroshi": (15.0, 15.0, 0.0, 8.44, 1.3, 0.0),
    "ines": (15.0, 9.47, 11.82, 15.0, 0.0, 4.62),
    "jonas": (11.47, 7.89, 5.45, 11.25, 0.65, 0.0),
    "kwame": (11.47, 14.21, 0.0, 12.19, 5.87, 5.38),
    "leila": (5.29, 0.0, 11.82, 12.19, 0.0, 5.38),
    "mateo": (15.0, 14.21, 0.0, 6.56, 5.22, 0.0),
    "nandini": (15.0, 15.0, 20.0, 15.0, 0.0, 20.0),
    "oksana": (11.47, 9.47, 0.91, 5.62, 4.57, 5.38),
    "pablo": (0.0, 0.0, 20.0, 0.0, 0.0, 0.0),
    "quynh": (11.47, 1.58, 8.18, 12.19, 13.7, 5.38),
    "rashid": (15.0, 7.89, 11.82, 5.62, 4.57, 20.0),
    "sofia": (),
    "tariq": (13.24, 11.84, 0.0, 7.5, 11.09, 5.38),
    "uma": (0.88, 0.0, 0.91, 0.0, 0.0, 0.0),
    "viktor": (8.82, 9.47, 11.82, 4.69, 8.48, 6.15),
    "wanjiru": (5.29, 3.16, 0.91, 11.25, 0.0, 0.0),
    "yuki": (13.24, 13.42, 11.82, 8.44, 8.48, 4.62),
}

MISCONCEPTIONS = {
    "fatima": """
        e02_shapes:one_axis_only e02_shapes:scrambled e04_sigmoid:slope_of_its_argument
        e10_parameters:output_without_biases
    """,
    "giulia": "e04_sigmoid:rises_the_wrong_way",
    "hiroshi": "e07_dense:factors_swapped e12_cost:one_hot_off_by_one",
    "ines": """
        e04_sigmoid:slope_of_tanh e07_dense:step_for_the_squash
        e15_backprop:two_layers_exactly e15_backprop:bias_gradient_flat
    """,
    "jonas": """
        e02_shapes:one_long_column e04_sigmoid:height_for_slope e04_sigmoid:reciprocal
        e07_dense:first_example_only e10_parameters:input_layer_listed
        e12_cost:column_minus_vector e12_cost:first_example_only
    """,
    "kwame": """
        e02_shapes:scrambled e04_sigmoid:slope_infinity_over_infinity
        e07_dense:bias_left_out e12_cost:misses_absolute e15_backprop:summed_over_the_batch
    """,
    "leila": """
        e02_shapes:a_row e02_shapes:divided_by_256 e04_sigmoid:tanh
        e04_sigmoid:odds_turned_over e07_dense:not_squashed
        e10_parameters:theta_with_two_bias_units e12_cost:mean_over_outputs
        e12_cost:slopes_divided_by_outputs e15_backprop:weight_gradient_transposed
    """,
    "mateo": """
        e04_sigmoid:integer_container e10_parameters:all_sizes_multiplied
        e12_cost:label_for_one_hot e12_cost:whole_number_division
        e15_backprop:output_slope_skipped e15_backprop:hidden_slope_skipped
    """,
    "nandini": "e12_cost:half_in_front e12_cost:factor_two_missing",
    "oksana": """
        e02_shapes:left_unscaled e04_sigmoid:slope_of_its_argument
        e07_dense:bias_without_second_axis e10_parameters:a_layer_skipped
        e12_cost:summed_along_the_wrong_axis e12_cost:slopes_added_up
        e15_backprop:bias_gradient_not_summed
    """,
    "quynh": """
        e02_shapes:scrambled e04_sigmoid:softmax e07_dense:squashed_in_pre_activation
        e10_parameters:shape_for_size e12_cost:slopes_divided_by_examples
        e15_backprop:summed_over_the_batch
    """,
    "rashid": """
        e04_sigmoid:slope_of_its_argument e04_sigmoid:base_ten e07_dense:inputs_squashed
        e10_parameters:one_bias_per_layer e12_cost:mean_over_outputs
    """,
    "tariq": """
        e02_shapes:output_in_a_row e07_dense:bias_subtracted
        e15_backprop:summed_over_the_batch
    """,
    "uma": """
        e02_shapes:sides_added e02_shapes:one_axis_only e02_shapes:scrambled
        e02_shapes:whole_numbers e02_shapes:weights_turned e02_shapes:flat_biases
        e04_sigmoid:no_brackets e04_sigmoid:slope_of_its_argument
        e04_sigmoid:logit_without_brackets e07_dense:elementwise_product
        e10_parameters:neurons_counted e10_parameters:input_biases
        e10_parameters:theta_without_biases e12_cost:misses_not_squared e12_cost:sign_turned
        e15_backprop:factor_two_missing e15_backprop:weights_not_transposed
    """,
    "viktor": """
        e02_shapes:column_major e02_shapes:batch_column_major
        e04_sigmoid:slope_of_its_argument e07_dense:bias_after_the_squash
        e10_parameters:weights_only e10_parameters:theta_without_biases
        e12_cost:sum_over_examples e15_backprop:updated_weights
    """,
    "wanjiru": """
        e02_shapes:images_in_rows e02_shapes:own_brightest e02_shapes:weights_with_bias
        e02_shapes:biases_in_a_row e04_sigmoid:one_number_only e07_dense:weights_transposed
        e10_parameters:four_layers_alone e12_cost:root_taken e12_cost:square_kept
        e15_backprop:sign_turned e15_backprop:one_path_only
    """,
    "yuki": """
        e02_shapes:flat_output e04_sigmoid:infinity_over_infinity
        e07_dense:softmax_for_sigmoid e10_parameters:layers_with_the_wrong_biases
        e10_parameters:theta_with_the_wrong_biases e12_cost:cost_of_each_example
        e15_backprop:averaged_too_early e15_backprop:layers_reversed
    """,
}

# Marks that were given with earlier exercises supplied right.
CARRIED_FORWARD = {
    ("fatima", "e15_backprop"): ("e04_sigmoid",),
    ("giulia", "e07_dense"): ("e04_sigmoid",),
    ("giulia", "e15_backprop"): ("e04_sigmoid",),
    ("ines", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("kwame", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("leila", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("mateo", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("nandini", "e15_backprop"): ("e12_cost",),
    ("oksana", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("pablo", "e07_dense"): ("e04_sigmoid",),
    ("quynh", "e07_dense"): ("e04_sigmoid",),
    ("quynh", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("tariq", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
}

# The wrong answers that the curriculum lists, exercise by exercise, in its order.
LISTED = (
    "e02_shapes:one_axis_only",
    "e02_shapes:column_major",
    "e02_shapes:one_long_column",
    "e02_shapes:scrambled",
    "e02_shapes:whole_numbers",
    "e02_shapes:left_unscaled",
    "e02_shapes:weights_turned",
    "e04_sigmoid:rises_the_wrong_way",
    "e04_sigmoid:no_brackets",
    "e04_sigmoid:softmax",
    "e04_sigmoid:one_number_only",
    "e04_sigmoid:integer_container",
    "e04_sigmoid:infinity_over_infinity",
    "e04_sigmoid:slope_of_its_argument",
    "e07_dense:bias_left_out",
    "e07_dense:bias_without_second_axis",
    "e07_dense:weights_transposed",
    "e07_dense:factors_swapped",
    "e07_dense:elementwise_product",
    "e07_dense:bias_after_the_squash",
    "e07_dense:not_squashed",
    "e07_dense:first_example_only",
    "e10_parameters:weights_only",
    "e10_parameters:theta_without_biases",
    "e10_parameters:input_biases",
    "e10_parameters:one_bias_per_layer",
    "e10_parameters:a_layer_skipped",
    "e10_parameters:neurons_counted",
    "e10_parameters:theta_with_the_wrong_biases",
    "e10_parameters:theta_with_two_bias_units",
    "e12_cost:mean_over_outputs",
    "e12_cost:half_in_front",
    "e12_cost:root_taken",
    "e12_cost:misses_not_squared",
    "e12_cost:column_minus_vector",
    "e12_cost:label_for_one_hot",
    "e12_cost:one_hot_off_by_one",
    "e15_backprop:bias_gradient_not_summed",
    "e15_backprop:summed_over_the_batch",
    "e15_backprop:weight_gradient_transposed",
    "e15_backprop:weights_not_transposed",
    "e15_backprop:one_path_only",
    "e15_backprop:hidden_slope_skipped",
    "e15_backprop:updated_weights",
    "e15_backprop:factor_two_missing",
    "e15_backprop:sign_turned",
)


def graded(seed: str, jobs: int) -> Gradebook:
    """Grade the example class."""
    course = load_course(ROOT)
    return grade_folder(course, course.exercises, CLASS, seed=Seed(seed), jobs=jobs)


def points(gradebook: Gradebook) -> dict[str, tuple[float, ...]]:
    """Return each student's points, exercise by exercise; an extra has none."""
    return {
        result.student: tuple(found.points for found in result.exercises if found.possible)
        for result in gradebook.results
    }


def misconceptions(result: SubmissionResult) -> Iterator[str]:
    """Yield what was recognised in a submission, as `exercise:misconception`."""
    for exercise in result.exercises:
        for check in exercise.checks:
            if check.outcome.misconception is not None:
                yield f"{exercise.exercise}:{check.outcome.misconception.id}"


def checks(result: SubmissionResult, exercise: str) -> tuple[CheckResult, ...]:
    """Return the checks of one exercise, in file order."""
    return next(item.checks for item in result.exercises if item.exercise == exercise)


def got(result: SubmissionResult, exercise: str) -> set[str]:
    """Return what the failures of one exercise show as `got`."""
    lines = (check.outcome.lines for check in checks(result, exercise))
    return {line.got for line in lines if line is not None}


@pytest.fixture(scope="module")
def gradebook() -> Gradebook:
    """The class, graded once."""
    return graded("tests", jobs=1)


@pytest.fixture(scope="module")
def results(gradebook: Gradebook) -> dict[str, SubmissionResult]:
    """Each student's result by name."""
    return {result.student: result for result in gradebook.results}


def test_every_student_gets_exactly_these_points(gradebook: Gradebook) -> None:
    assert points(gradebook) == POINTS


@pytest.mark.parametrize("student", POINTS)
def test_every_mistake_is_recognised_as_what_it_is(
    results: dict[str, SubmissionResult], student: str
) -> None:
    expected = set(MISCONCEPTIONS.get(student, "").split())
    assert set(misconceptions(results[student])) == expected


def test_a_later_exercise_is_not_marked_down_for_an_earlier_one(gradebook: Gradebook) -> None:
    supplied = {
        (result.student, exercise.exercise): exercise.supplied
        for result in gradebook.results
        for exercise in result.exercises
    }
    assert {key: supplied[key] for key in CARRIED_FORWARD} == CARRIED_FORWARD


def test_a_wrong_slope_that_is_used_consistently_needs_nothing_supplied(
    results: dict[str, SubmissionResult],
) -> None:
    backprop = next(e for e in results["rashid"].exercises if e.exercise == "e15_backprop")
    assert (backprop.points, backprop.supplied) == (20.0, ())


def test_only_what_cannot_be_read_is_refused(gradebook: Gradebook) -> None:
    assert [r.student for r in gradebook.results if r.standing is not Standing.GRADED] == ["sofia"]


def test_a_download_that_broke_off_is_refused_with_the_reason(
    results: dict[str, SubmissionResult],
) -> None:
    assert results["sofia"].standing is Standing.REFUSED
    assert results["sofia"].reason.startswith("sofia.zip cannot be read: ")


def test_missing_modules_are_noted(results: dict[str, SubmissionResult]) -> None:
    assert results["jonas"].notes == ("e15_backprop.py is missing",)
    assert len(results["pablo"].notes) == 5


def test_what_is_not_written_yet_is_todo_and_no_failure(
    results: dict[str, SubmissionResult],
) -> None:
    states = {check.outcome.state for check in checks(results["hiroshi"], "e15_backprop")}
    assert states == {State.TODO}


def test_a_syntax_error_is_shown_with_its_line(results: dict[str, SubmissionResult]) -> None:
    (line,) = got(results["ines"], "e12_cost")
    assert line.startswith("SyntaxError: ")
    assert "e12_cost.py, line " in line


def test_a_module_that_the_course_lacks_is_named(results: dict[str, SubmissionResult]) -> None:
    (line,) = got(results["mateo"], "e07_dense")
    assert "scipy is not part of this course" in line


def test_an_endless_loop_costs_its_own_checks_alone(results: dict[str, SubmissionResult]) -> None:
    failed = [
        check.check
        for check in checks(results["kwame"], "e10_parameters")
        if check.outcome.state is not State.PASS
    ]
    assert failed == ["test_weights_of_the_lecture_network", "test_weights_of_any_network"]
    assert all("never ends" in line for line in got(results["kwame"], "e10_parameters"))


def test_an_exit_costs_its_own_check_alone(results: dict[str, SubmissionResult]) -> None:
    ended = [
        check.check
        for check in checks(results["leila"], "e12_cost")
        if check.outcome.lines is not None and "the process ended" in check.outcome.lines.got
    ]
    assert ended == ["test_cost_of_a_single_output"]


def test_arguments_changed_in_place_are_named(results: dict[str, SubmissionResult]) -> None:
    assert got(results["tariq"], "e10_parameters") == {"sizes was changed in place"}


def test_the_three_commonest_mistakes_are_each_made_by_three_students_or_more(
    gradebook: Gradebook,
) -> None:
    commonest = common_misconceptions(gradebook, most=3)
    found = {(item.exercise, item.misconception.id): len(item.students) for item in commonest}
    assert found == {
        ("e04_sigmoid", "slope_of_its_argument"): 5,
        ("e02_shapes", "scrambled"): 4,
        ("e15_backprop", "summed_over_the_batch"): 3,
    }


def test_no_other_mistake_is_as_common(gradebook: Gradebook) -> None:
    commonest = common_misconceptions(gradebook, most=4)
    assert len(commonest[3].students) < len(commonest[2].students)


def test_every_mistake_that_the_curriculum_lists_is_made_by_somebody(
    gradebook: Gradebook,
) -> None:
    found = {name for result in gradebook.results for name in misconceptions(result)}
    assert set(LISTED) <= found


def test_most_of_the_other_known_mistakes_are_made_too(gradebook: Gradebook) -> None:
    sources = Sources(load_course(ROOT))
    known = {
        f"{exercise.id}:{wrong.misconception.id}"
        for exercise in sources.course.exercises
        for wrong in sources.bank(exercise).wrongs
    }
    found = {name for result in gradebook.results for name in misconceptions(result)}
    assert found <= known
    others = known - set(LISTED)
    assert len(found & others) > len(others) / 2


def test_another_seed_and_two_processes_give_the_same_points(gradebook: Gradebook) -> None:
    assert points(graded("another", jobs=2)) == points(gradebook)


def test_the_table_in_the_readme_gives_these_totals() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "examples" / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    totals = {row[0].strip("`"): row[-1] for row in rows}
    assert totals == {
        student: f"{sum(marks):g}" if marks else "refused" for student, marks in POINTS.items()
    }
