"""The example class: what grading finds out about each of its students."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from autograder.checking.outcome import CheckStatus
from autograder.course import load_course
from autograder.grading.results import CheckResult, Gradebook, SubmissionResult, SubmissionStatus
from autograder.reference.sources import Sources
from autograder.reporting.class_summary import common_misconceptions
from autograder.reporting.terminal import class_table, concept_list, misconception_list
from tests.examples.recorded import changes, class_marks, graded
from tests.guides import lines, shown

ROOT = Path(__file__).parents[2]

# The wrong answers that the curriculum lists, exercise by exercise, in its order.
LISTED = (
    "e01_products:elementwise_for_matrix_product",
    "e01_products:factors_swapped",
    "e01_products:last_term_dropped",
    "e01_products:extra_axis",
    "e02_shapes:one_axis_only",
    "e02_shapes:column_major",
    "e02_shapes:one_long_column",
    "e02_shapes:scrambled",
    "e02_shapes:whole_numbers",
    "e02_shapes:left_unscaled",
    "e02_shapes:weights_turned",
    "e03_one_hot:counted_from_one",
    "e03_one_hot:length_of_the_largest_label",
    "e03_one_hot:examples_in_rows",
    "e03_one_hot:value_for_index",
    "e04_sigmoid:rises_the_wrong_way",
    "e04_sigmoid:no_brackets",
    "e04_sigmoid:softmax",
    "e04_sigmoid:one_number_only",
    "e04_sigmoid:integer_container",
    "e04_sigmoid:infinity_over_infinity",
    "e04_sigmoid:slope_of_its_argument",
    "e05_functions:shifted_after",
    "e05_functions:threshold_added",
    "e05_functions:one_number_only",
    "e05_functions:changed_in_place",
    "e05_functions:mask_for_value",
    "e06_neuron:sum_without_bias",
    "e06_neuron:one_last",
    "e06_neuron:sum_less_bias",
    "e06_neuron:not_summed",
    "e06_neuron:and_as_or",
    "e06_neuron:one_neuron",
    "e06_neuron:gate_without_bias",
    "e06_neuron:not_pushed_up",
    "e07_dense:bias_left_out",
    "e07_dense:bias_without_second_axis",
    "e07_dense:weights_transposed",
    "e07_dense:factors_swapped",
    "e07_dense:elementwise_product",
    "e07_dense:bias_after_the_squash",
    "e07_dense:not_squashed",
    "e07_dense:first_example_only",
    "e08_conventions:ones_on_the_wrong_axis",
    "e08_conventions:theta_not_transposed",
    "e08_conventions:bias_column_last",
    "e09_network:every_layer_fed_the_input",
    "e09_network:last_layer_skipped",
    "e09_network:only_the_last_squashes",
    "e09_network:layers_in_reversed_order",
    "e10_parameters:weights_only",
    "e10_parameters:theta_without_biases",
    "e10_parameters:input_biases",
    "e10_parameters:one_bias_per_layer",
    "e10_parameters:a_layer_skipped",
    "e10_parameters:neurons_counted",
    "e10_parameters:theta_with_the_wrong_biases",
    "e10_parameters:theta_with_two_bias_units",
    "e11_nonlinearity:reading_order",
    "e11_nonlinearity:biases_added_up",
    "e11_nonlinearity:slopes_for_changes",
    "e11_nonlinearity:no_negative_surround",
    "e12_cost:mean_over_outputs",
    "e12_cost:half_in_front",
    "e12_cost:root_taken",
    "e12_cost:misses_not_squared",
    "e12_cost:column_minus_vector",
    "e12_cost:label_for_one_hot",
    "e12_cost:one_hot_off_by_one",
    "e13_descent:uphill",
    "e13_descent:without_eta",
    "e13_descent:fraction_into_whole_numbers",
    "e13_descent:callers_parameters_moved",
    "e14_chain_rule:without_the_two",
    "e14_chain_rule:slope_taken_at_a",
    "e14_chain_rule:squash_left_out",
    "e14_chain_rule:own_activation_meets_w",
    "e14_chain_rule:multiplied_by_w",
    "e14_chain_rule:target_minus_activation",
    "e15_backprop:bias_gradient_not_summed",
    "e15_backprop:summed_over_the_batch",
    "e15_backprop:weight_gradient_transposed",
    "e15_backprop:weights_not_transposed",
    "e15_backprop:one_path_only",
    "e15_backprop:hidden_slope_skipped",
    "e15_backprop:updated_weights",
    "e15_backprop:factor_two_missing",
    "e15_backprop:sign_turned",
    "e16_debug:MissingAttribute",
    "e16_debug:BiasesOfTheFirstLayer",
    "e16_debug:ZerosOfSize",
    "e16_debug:ShortCache",
    "e16_debug:TargetsNeverPassed",
    "e16_debug:SquaredResidual",
    "e16_debug:NoReluSlope",
    "e16_debug:WrongAxis",
    "e16_debug:MissingTranspose",
    "e16_debug:Uphill",
    "e16_debug:NoLearningRate",
    "e16_debug:BroadcastTargets",
    "e17_regression:products_unscaled",
    "e18_mnist:no_output_slope",
    "e18_mnist:no_hidden_slope",
    "e18_mnist:biases_never_moved",
)


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


def test_every_mark_and_name_is_the_one_recorded(gradebook: Gradebook) -> None:
    assert changes("class", class_marks(gradebook)) == {}


def test_a_wrong_slope_used_consistently_needs_nothing_supplied(
    results: dict[str, SubmissionResult],
) -> None:
    backprop = next(e for e in results["rashid"].exercises if e.exercise == "e15_backprop")
    assert (backprop.points, backprop.supplied) == (backprop.possible, ())


def test_only_what_cannot_be_read_is_refused(gradebook: Gradebook) -> None:
    assert [r.student for r in gradebook.results if r.status is not SubmissionStatus.GRADED] == [
        "sofia"
    ]


def test_a_download_that_broke_off_is_refused_with_the_reason(
    results: dict[str, SubmissionResult],
) -> None:
    assert results["sofia"].status is SubmissionStatus.REFUSED
    assert results["sofia"].reason.startswith("sofia.zip cannot be read: ")


def test_missing_modules_are_noted(results: dict[str, SubmissionResult]) -> None:
    assert results["jonas"].notes == tuple(
        f"{name}.py is missing"
        for name in (
            "e13_descent",
            "e14_chain_rule",
            "e15_backprop",
            "e16_debug",
            "e17_regression",
            "e18_mnist",
        )
    )
    assert len(results["pablo"].notes) == 17


def test_unwritten_code_is_to_write_and_not_wrong(
    results: dict[str, SubmissionResult],
) -> None:
    states = {check.outcome.status for check in checks(results["hiroshi"], "e15_backprop")}
    assert states == {CheckStatus.TODO}


def test_an_untouched_network_to_repair_is_todo_and_no_failure(
    results: dict[str, SubmissionResult],
) -> None:
    for student in ("hiroshi", "uma"):
        states = {check.outcome.status for check in checks(results[student], "e16_debug")}
        assert states == {CheckStatus.TODO}


def test_networks_to_repair_come_back_whole_half_fixed_and_untouched(gradebook: Gradebook) -> None:
    marks = [
        exercise.points
        for result in gradebook.results
        for exercise in result.exercises
        if exercise.exercise == "e16_debug"
    ]
    full = load_course(ROOT).exercise("e16").points
    assert marks.count(full) >= 6
    assert sum(0 < mark < full for mark in marks) >= 6
    assert marks.count(0.0) >= 3


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
        if check.outcome.status is not CheckStatus.PASS
    ]
    assert failed == ["test_weights_of_the_lecture_network", "test_weights_of_any_network"]
    assert all("never ends" in line for line in got(results["kwame"], "e10_parameters"))


def test_an_exit_costs_its_own_checks_alone(results: dict[str, SubmissionResult]) -> None:
    ended = [
        check.check
        for check in checks(results["leila"], "e12_cost")
        if check.outcome.lines is not None and "the process ended" in check.outcome.lines.got
    ]
    assert sorted(ended) == ["test_any_whole_numbers_are_welcome", "test_cost_of_a_single_output"]


def test_arguments_changed_in_place_are_named(results: dict[str, SubmissionResult]) -> None:
    assert got(results["tariq"], "e10_parameters") == {"sizes was changed in place"}


def test_three_students_or_more_make_each_of_the_commonest_mistakes(
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


def test_a_third_of_the_other_misconceptions_is_made_too(gradebook: Gradebook) -> None:
    sources = Sources(load_course(ROOT))
    known = {
        f"{exercise.id}:{wrong.misconception.id}"
        for exercise in sources.course.exercises
        for wrong in sources.bank(exercise).wrongs
    }
    found = {name for result in gradebook.results for name in misconceptions(result)}
    assert found <= known
    others = known - set(LISTED)
    assert len(found & others) > len(others) / 3


def test_another_seed_and_two_processes_give_the_same_points(
    gradebook: Gradebook, tmp_path: Path
) -> None:
    # Right and weak, with an endless loop, an exit, a zip and notebooks: a third of the class.
    for entry in sorted((ROOT / "examples" / "class").iterdir())[::3]:
        (shutil.copytree if entry.is_dir() else shutil.copyfile)(entry, tmp_path / entry.name)
    again = points(graded("another", jobs=2, submissions=tmp_path))
    assert len(again) == 8
    assert again == {
        student: found for student, found in points(gradebook).items() if student in again
    }


def test_the_table_in_the_readme_gives_these_totals(gradebook: Gradebook) -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "examples" / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| `")
    ]
    totals = {row[0].strip("`"): row[-1] for row in rows}
    assert totals == {
        student: f"{sum(marks):g}" if marks else "refused"
        for student, marks in points(gradebook).items()
    }


def test_the_class_is_printed_as_the_readme_shows_it(gradebook: Gradebook) -> None:
    file = io.StringIO()
    console = Console(file=file, width=80)
    console.print(class_table(gradebook))
    console.print("What to teach again: the most common misconceptions")
    console.print(misconception_list(gradebook))
    console.print("The concepts behind all misconceptions, with the students in each exercise")
    console.print(concept_list(gradebook))
    whole = shown("README.md", "nudge grade examples/class", file.getvalue())
    end = next(at for at, line in enumerate(whole) if line.startswith("24 submissions"))
    # Whether an extra is skipped is the machine's affair.
    table, printed = (
        [line for line in each if not line.startswith("e19, an extra")]
        for each in (whole[:end], lines(file.getvalue()))
    )
    assert table == printed
