"""The example class: what grading finds out about each of its students."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from autograder.checking.outcome import CheckStatus
from autograder.course import load_course
from autograder.grading.results import CheckResult, Gradebook, SubmissionResult, SubmissionStatus
from autograder.grading.seed import Seed
from autograder.reference.sources import Sources
from autograder.reporting.class_summary import common_misconceptions
from autograder.reporting.terminal import class_table, misconception_list
from tests.examples.recorded import exercise_line, recorded
from tests.guides import lines, shown
from tests.without_store import grade_folder

ROOT = Path(__file__).parents[2]
CLASS = ROOT / "examples" / "class"

# The points in e01 to e18, in course order.
FULL = (4.0, 6.0, 4.0, 6.0, 5.0, 6.0, 8.0, 4.0, 5.0, 5.0, 6.0, 5.0, 4.0, 5.0, 9.0, 6.0, 4.0, 8.0)
POINTS = {
    "amara": FULL,
    "bilal": FULL,
    "chen": FULL,
    "dalia": FULL,
    "emre": FULL,
    "fatima": (
        2.55,
        3.53,
        4.0,
        3.79,
        2.6,
        5.33,
        8.0,
        3.05,
        5.0,
        2.5,
        5.31,
        5.0,
        4.0,
        5.0,
        9.0,
        2.31,
        2.4,
        8.0,
    ),
    "giulia": (
        4.0,
        6.0,
        4.0,
        3.16,
        5.0,
        6.0,
        8.0,
        4.0,
        5.0,
        5.0,
        6.0,
        5.0,
        4.0,
        5.0,
        9.0,
        6.0,
        4.0,
        8.0,
    ),
    "hiroshi": (
        4.0,
        6.0,
        2.89,
        6.0,
        4.0,
        4.44,
        0.0,
        4.0,
        5.0,
        2.81,
        3.23,
        0.43,
        1.75,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ),
    "ines": (
        2.18,
        6.0,
        0.0,
        3.79,
        4.0,
        1.56,
        4.73,
        1.33,
        0.0,
        5.0,
        4.15,
        0.0,
        0.0,
        0.29,
        2.08,
        5.08,
        1.8,
        2.37,
    ),
    "jonas": (
        2.18,
        4.59,
        0.67,
        3.16,
        3.4,
        4.67,
        2.18,
        2.48,
        3.0,
        3.75,
        4.38,
        0.22,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ),
    "kwame": (
        2.18,
        4.59,
        0.0,
        5.68,
        4.2,
        2.0,
        0.0,
        3.05,
        3.0,
        4.06,
        3.92,
        1.96,
        0.0,
        0.59,
        2.42,
        2.77,
        2.0,
        3.56,
    ),
    "leila": (
        1.45,
        2.12,
        1.11,
        0.0,
        2.6,
        2.0,
        4.73,
        1.33,
        0.25,
        4.06,
        4.38,
        0.0,
        0.0,
        1.18,
        2.42,
        0.0,
        1.0,
        1.48,
    ),
    "mateo": (
        2.0,
        6.0,
        0.0,
        5.68,
        2.8,
        1.78,
        0.0,
        1.33,
        0.0,
        2.19,
        3.69,
        1.74,
        1.25,
        0.88,
        0.0,
        2.31,
        1.2,
        1.48,
    ),
    "nandini": (
        4.0,
        6.0,
        4.0,
        6.0,
        5.0,
        6.0,
        8.0,
        4.0,
        5.0,
        5.0,
        6.0,
        0.0,
        4.0,
        5.0,
        9.0,
        6.0,
        4.0,
        8.0,
    ),
    "oksana": (
        2.73,
        4.59,
        0.67,
        3.79,
        2.6,
        3.56,
        0.36,
        1.33,
        0.25,
        1.88,
        4.38,
        1.52,
        2.25,
        2.06,
        2.42,
        0.0,
        0.0,
        0.0,
    ),
    "pablo": (
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        8.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ),
    "quynh": (
        1.27,
        4.59,
        0.0,
        0.63,
        2.6,
        3.56,
        3.27,
        1.33,
        0.25,
        4.06,
        4.15,
        4.57,
        2.25,
        2.06,
        2.42,
        2.31,
        1.4,
        2.96,
    ),
    "rashid": (
        4.0,
        6.0,
        1.78,
        3.16,
        3.6,
        3.56,
        4.73,
        4.0,
        0.0,
        1.88,
        4.62,
        1.52,
        2.0,
        5.0,
        9.0,
        5.08,
        2.4,
        3.56,
    ),
    "sofia": (),
    "tariq": (
        3.27,
        5.29,
        0.0,
        4.74,
        3.8,
        4.22,
        0.0,
        1.33,
        1.75,
        2.5,
        3.46,
        3.7,
        2.0,
        2.06,
        2.42,
        2.31,
        3.0,
        5.04,
    ),
    "uma": (
        3.27,
        0.35,
        0.0,
        0.0,
        1.0,
        3.56,
        0.36,
        2.1,
        0.25,
        0.0,
        0.23,
        0.0,
        0.25,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
    ),
    "viktor": (
        3.27,
        3.53,
        4.0,
        3.79,
        3.8,
        1.78,
        4.73,
        4.0,
        1.75,
        1.56,
        5.77,
        2.83,
        4.0,
        2.35,
        2.77,
        2.31,
        2.0,
        5.63,
    ),
    "wanjiru": (
        2.91,
        2.12,
        3.78,
        1.26,
        2.4,
        0.89,
        0.36,
        3.62,
        0.0,
        3.75,
        3.92,
        0.0,
        0.25,
        2.06,
        0.0,
        1.85,
        1.8,
        2.67,
    ),
    "yuki": (
        3.27,
        5.29,
        0.0,
        5.37,
        3.4,
        1.56,
        4.73,
        3.62,
        0.0,
        2.81,
        4.38,
        2.83,
        0.5,
        0.0,
        2.08,
        5.77,
        3.4,
        2.67,
    ),
}

MISCONCEPTIONS = {
    "fatima": """
        e01_products:elementwise_for_matrix_product e02_shapes:one_axis_only
        e02_shapes:scrambled e04_sigmoid:slope_of_its_argument e05_functions:sign_for_slope
        e05_functions:threshold_added e06_neuron:one_neuron e08_conventions:bias_column_last
        e10_parameters:output_without_biases e11_nonlinearity:turned_round
        e16_debug:ShortCache
    """,
    "giulia": "e04_sigmoid:rises_the_wrong_way",
    "hiroshi": """
        e03_one_hot:length_of_the_largest_label e05_functions:question_for_slope
        e06_neuron:gate_without_bias e07_dense:factors_swapped
        e11_nonlinearity:both_must_be_one e12_cost:one_hot_off_by_one
        e13_descent:fraction_into_whole_numbers
    """,
    "ines": """
        e01_products:factors_swapped e01_products:summed_too e03_one_hot:examples_in_rows
        e03_one_hot:value_for_index e04_sigmoid:slope_of_tanh
        e05_functions:tanh_infinity_over_infinity e05_functions:twice
        e06_neuron:bias_for_each_input e06_neuron:not_pushed_up
        e07_dense:step_for_the_squash e08_conventions:ones_on_the_wrong_axis
        e09_network:list_for_the_last e11_nonlinearity:first_hinge_missing
        e11_nonlinearity:operator_for_neurons e13_descent:biases_stay
        e13_descent:start_left_out e14_chain_rule:largest_number
        e14_chain_rule:without_the_two e15_backprop:bias_gradient_flat
        e15_backprop:two_layers_exactly e16_debug:MissingAttribute
        e17_regression:flat_products e18_mnist:no_hidden_slope e18_mnist:shuffled_apart
        e18_mnist:variance_for_deviation
    """,
    "jonas": """
        e01_products:down_the_rows e01_products:last_term_dropped e02_shapes:one_long_column
        e03_one_hot:all_in_one_column e03_one_hot:wrong_axis e04_sigmoid:height_for_slope
        e04_sigmoid:reciprocal e05_functions:caret e05_functions:tanh_of_one_number
        e06_neuron:squashed_sum e07_dense:first_example_only
        e08_conventions:theta_not_transposed e09_network:input_left_out
        e10_parameters:input_layer_listed e11_nonlinearity:rises_for_slopes
        e11_nonlinearity:start_forgotten e12_cost:column_minus_vector
        e12_cost:first_example_only
    """,
    "kwame": """
        e01_products:added e01_products:extra_axis e02_shapes:scrambled
        e03_one_hot:counted_from_one e03_one_hot:value_for_index
        e04_sigmoid:slope_infinity_over_infinity e05_functions:rectified_twice
        e05_functions:squares_summed e06_neuron:bias_after_sigmoid e06_neuron:zero_first
        e07_dense:bias_left_out e08_conventions:bias_row_on_top e09_network:output_left_out
        e11_nonlinearity:distance_over_rise e11_nonlinearity:never_silent
        e12_cost:misses_absolute e13_descent:one_step_too_few e13_descent:sign_of_the_slope
        e14_chain_rule:partners_exchanged e14_chain_rule:slope_taken_at_a
        e15_backprop:summed_over_the_batch e16_debug:NoLearningRate e16_debug:NoReluSlope
        e17_regression:sums e18_mnist:biases_never_moved e18_mnist:rest_dropped
        e18_mnist:spread_by_own_size
    """,
    "leila": """
        e01_products:matrix_square e01_products:not_added_up e01_products:summed_down
        e02_shapes:a_row e02_shapes:divided_by_256 e03_one_hot:length_of_the_largest_label
        e03_one_hot:wrong_axis e04_sigmoid:odds_turned_over e04_sigmoid:tanh
        e05_functions:jump e05_functions:sign_lost e06_neuron:one_added e06_neuron:one_last
        e06_neuron:step e07_dense:not_squashed e08_conventions:dtype_of_the_weights
        e08_conventions:one_bias_unit_for_all e09_network:every_layer_fed_the_input
        e10_parameters:theta_with_two_bias_units e11_nonlinearity:column_for_row
        e11_nonlinearity:hinges_at_the_right_ends e12_cost:mean_over_outputs
        e12_cost:slopes_divided_by_outputs e13_descent:last_place_only
        e13_descent:way_for_place e14_chain_rule:negative_weights_overlooked
        e14_chain_rule:squash_left_out e15_backprop:weight_gradient_transposed
        e16_debug:BiasesForgotten e16_debug:MissingAttribute e16_debug:OneBias
        e17_regression:unexplained e18_mnist:all_zero e18_mnist:strength_for_class
        e18_mnist:with_replacement
    """,
    "mateo": """
        e01_products:all_rows_in_one e01_products:every_pair e03_one_hot:examples_in_rows
        e03_one_hot:one_index_for_all e04_sigmoid:integer_container
        e05_functions:larger_of_both e05_functions:weight_left_out
        e06_neuron:first_overwritten e06_neuron:squashed_one_by_one
        e08_conventions:bias_unit_last e09_network:last_layer_skipped
        e10_parameters:all_sizes_multiplied e11_nonlinearity:undecided_in_the_dark
        e12_cost:label_for_one_hot e12_cost:whole_number_division
        e13_descent:first_layer_only e13_descent:slope_without_its_two
        e14_chain_rule:moved_together e14_chain_rule:own_activation_meets_w
        e15_backprop:hidden_slope_skipped e15_backprop:output_slope_skipped
        e16_debug:TargetsNeverPassed e17_regression:without_the_mean e18_mnist:rows_dealt
        e18_mnist:wrong_axis
    """,
    "nandini": """
        e12_cost:factor_two_missing e12_cost:half_in_front
    """,
    "oksana": """
        e01_products:doubled e01_products:summed_before_multiplying e02_shapes:left_unscaled
        e03_one_hot:all_in_one_column e03_one_hot:labels_from_one
        e04_sigmoid:slope_of_its_argument e05_functions:active_below
        e05_functions:upside_down e06_neuron:two_inputs_exactly e06_neuron:without_bias_unit
        e07_dense:bias_without_second_axis e08_conventions:flattened_by_insert
        e09_network:only_the_last_squashes e10_parameters:a_layer_skipped
        e11_nonlinearity:bias_cheers_it_on e11_nonlinearity:steps_for_ramps
        e12_cost:slopes_added_up e12_cost:summed_along_the_wrong_axis
        e13_descent:height_for_slope e14_chain_rule:multiplied_by_w
        e15_backprop:bias_gradient_not_summed e16_debug:ZerosOfSize
    """,
    "quynh": """
        e01_products:inner_sizes e01_products:last_pair_left_out
        e01_products:last_term_dropped e02_shapes:scrambled e03_one_hot:one_axis
        e03_one_hot:second_axis_kept e04_sigmoid:softmax e05_functions:one_number_only
        e06_neuron:bias_dropped e06_neuron:inputs_as_one_list
        e07_dense:squashed_in_pre_activation e08_conventions:stops_before_the_squash
        e09_network:layers_in_reversed_order e10_parameters:shape_for_size
        e11_nonlinearity:paired_with_one_hinge e11_nonlinearity:shape_of_the_patch
        e12_cost:slopes_divided_by_examples e13_descent:slope_felt_once
        e14_chain_rule:target_minus_activation e15_backprop:summed_over_the_batch
        e16_debug:Uphill e16_debug:WrongAxis e17_regression:mean_squared_miss
        e18_mnist:divided_twice e18_mnist:no_axis
    """,
    "rashid": """
        e03_one_hot:label_for_one e04_sigmoid:base_ten e04_sigmoid:slope_of_its_argument
        e05_functions:shifted_after e06_neuron:theta_sum e07_dense:inputs_squashed
        e09_network:every_layer_fed_the_input e09_network:first_layer_skipped
        e10_parameters:one_bias_per_layer e11_nonlinearity:reading_order
        e12_cost:mean_over_outputs e13_descent:costs_for_places
        e17_regression:squared_correlation e18_mnist:own_generator
    """,
    "tariq": """
        e01_products:squared_in_place e02_shapes:output_in_a_row
        e03_one_hot:true_and_false
        e05_functions:changed_in_place e06_neuron:and_never e06_neuron:gate_unsquashed
        e07_dense:bias_subtracted e08_conventions:ones_on_the_wrong_axis
        e09_network:parameters_used_up e11_nonlinearity:biases_added_up
        e11_nonlinearity:slopes_for_changes e13_descent:callers_parameters_moved
        e14_chain_rule:height_of_the_squash e15_backprop:summed_over_the_batch
        e16_debug:SquaredResidual e17_regression:scaled_in_place e18_mnist:changed_in_place
    """,
    "uma": """
        e01_products:turned_round e02_shapes:flat_biases e02_shapes:one_axis_only
        e02_shapes:scrambled e02_shapes:sides_added e02_shapes:weights_turned
        e02_shapes:whole_numbers e03_one_hot:above_one_half e03_one_hot:all_but_one
        e04_sigmoid:logit_without_brackets e04_sigmoid:no_brackets
        e04_sigmoid:slope_of_its_argument e05_functions:mask_for_value
        e05_functions:one_at_the_kink e05_functions:sigmoid_for_tanh e06_neuron:bias_of_zero
        e07_dense:elementwise_product e08_conventions:answers_in_columns
        e08_conventions:reshaped e09_network:returns_inside_the_loop
        e10_parameters:input_biases e10_parameters:neurons_counted
        e10_parameters:theta_without_biases e11_nonlinearity:last_bias_only
        e11_nonlinearity:no_bend e11_nonlinearity:one_relu_alone e12_cost:misses_not_squared
        e12_cost:sign_turned e13_descent:uphill e14_chain_rule:links_exchanged
        e15_backprop:factor_two_missing e15_backprop:weights_not_transposed
    """,
    "viktor": """
        e01_products:nothing_refused e02_shapes:batch_column_major e02_shapes:column_major
        e04_sigmoid:slope_of_its_argument e05_functions:distance_from_zero
        e06_neuron:bias_dropped e06_neuron:sum_without_bias e07_dense:bias_after_the_squash
        e09_network:room_for_two_layers e10_parameters:theta_without_biases
        e10_parameters:weights_only e11_nonlinearity:no_negative_surround
        e12_cost:sum_over_examples e14_chain_rule:bias_like_the_weight
        e15_backprop:updated_weights e16_debug:MissingTranspose
        e17_regression:products_unscaled e18_mnist:count_for_share
    """,
    "wanjiru": """
        e01_products:same_shapes_demanded e02_shapes:biases_in_a_row
        e02_shapes:images_in_rows e02_shapes:own_brightest e02_shapes:weights_with_bias
        e03_one_hot:search_begins_at_zero e04_sigmoid:one_number_only
        e05_functions:half_as_steep e05_functions:half_at_the_kink
        e05_functions:silent_dropped e06_neuron:and_as_or e06_neuron:one_last
        e06_neuron:sum_less_bias e07_dense:weights_transposed
        e08_conventions:one_column_for_all e09_network:output_layer_does_not_squash
        e10_parameters:four_layers_alone e11_nonlinearity:first_two_layers
        e11_nonlinearity:relu_at_the_end_too e11_nonlinearity:second_relu_too_weak
        e12_cost:root_taken e12_cost:square_kept e13_descent:uphill
        e14_chain_rule:half_of_the_cost e15_backprop:one_path_only e15_backprop:sign_turned
        e16_debug:BroadcastTargets e16_debug:SquaredResidual e16_debug:WrongAxis
        e17_regression:products_by_twenty e17_regression:whole_numbers e18_mnist:in_percent
    """,
    "yuki": """
        e01_products:outer_sizes_compared e02_shapes:flat_output
        e03_one_hot:counted_from_one e03_one_hot:weakest e04_sigmoid:infinity_over_infinity
        e05_functions:height_of_relu e05_functions:leaky e06_neuron:not_summed
        e07_dense:softmax_for_sigmoid e08_conventions:turned_by_a_quarter
        e09_network:no_layer_squashes e10_parameters:layers_with_the_wrong_biases
        e10_parameters:theta_with_the_wrong_biases e11_nonlinearity:neurons_without_relus
        e11_nonlinearity:relu_before_the_bias e12_cost:cost_of_each_example
        e13_descent:without_eta e14_chain_rule:without_the_two
        e15_backprop:averaged_too_early e15_backprop:layers_reversed
        e16_debug:BroadcastTargets e17_regression:from_zero_to_one
        e17_regression:standardised e18_mnist:no_output_slope e18_mnist:not_shuffled
        e18_mnist:variance_one
    """,
}

# Marks that were given with earlier exercises supplied right.
CARRIED_FORWARD = {
    ("fatima", "e15_backprop"): ("e04_sigmoid",),
    ("fatima", "e18_mnist"): ("e04_sigmoid",),
    ("giulia", "e06_neuron"): ("e04_sigmoid",),
    ("giulia", "e07_dense"): ("e04_sigmoid",),
    ("giulia", "e08_conventions"): ("e04_sigmoid",),
    ("giulia", "e09_network"): ("e04_sigmoid",),
    ("giulia", "e14_chain_rule"): ("e04_sigmoid",),
    ("giulia", "e15_backprop"): ("e04_sigmoid",),
    ("giulia", "e18_mnist"): ("e04_sigmoid",),
    ("ines", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("ines", "e14_chain_rule"): ("e04_sigmoid",),
    ("ines", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("ines", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("kwame", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("kwame", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("leila", "e06_neuron"): ("e04_sigmoid",),
    ("leila", "e08_conventions"): ("e04_sigmoid",),
    ("leila", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("leila", "e14_chain_rule"): ("e04_sigmoid",),
    ("leila", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("leila", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("mateo", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("mateo", "e14_chain_rule"): ("e04_sigmoid",),
    ("mateo", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("mateo", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("nandini", "e15_backprop"): ("e12_cost",),
    ("nandini", "e18_mnist"): ("e12_cost",),
    ("oksana", "e14_chain_rule"): ("e04_sigmoid",),
    ("oksana", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("pablo", "e07_dense"): ("e04_sigmoid",),
    ("quynh", "e06_neuron"): ("e04_sigmoid",),
    ("quynh", "e07_dense"): ("e04_sigmoid",),
    ("quynh", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("quynh", "e14_chain_rule"): ("e04_sigmoid",),
    ("quynh", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("quynh", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("rashid", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("tariq", "e06_neuron"): ("e04_sigmoid",),
    ("tariq", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("tariq", "e14_chain_rule"): ("e04_sigmoid",),
    ("tariq", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("tariq", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("uma", "e07_dense"): ("e04_sigmoid",),
    ("uma", "e08_conventions"): ("e04_sigmoid",),
    ("uma", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("uma", "e14_chain_rule"): ("e04_sigmoid",),
    ("uma", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("viktor", "e09_network"): ("e04_sigmoid", "e07_dense"),
    ("viktor", "e14_chain_rule"): ("e04_sigmoid",),
    ("viktor", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("wanjiru", "e07_dense"): ("e04_sigmoid",),
    ("wanjiru", "e08_conventions"): ("e04_sigmoid",),
    ("wanjiru", "e15_backprop"): ("e04_sigmoid", "e07_dense", "e12_cost"),
    ("wanjiru", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
    ("yuki", "e18_mnist"): ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop"),
}

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
    "e16_debug:OneBias",
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


def test_every_mark_and_name_is_that_of_the_first_release(gradebook: Gradebook) -> None:
    found = {
        f"{result.student} {exercise.exercise}": exercise_line(exercise)
        for result in gradebook.results
        for exercise in result.exercises
    }
    before = recorded("class")
    assert {name: line for name, line in found.items() if line != before.get(name)} == {}


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


def test_a_wrong_slope_used_consistently_needs_nothing_supplied(
    results: dict[str, SubmissionResult],
) -> None:
    backprop = next(e for e in results["rashid"].exercises if e.exercise == "e15_backprop")
    assert (backprop.points, backprop.supplied) == (9.0, ())


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
    assert marks.count(6.0) >= 6
    assert sum(0 < mark < 6.0 for mark in marks) >= 6
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


def test_an_exit_costs_its_own_check_alone(results: dict[str, SubmissionResult]) -> None:
    ended = [
        check.check
        for check in checks(results["leila"], "e12_cost")
        if check.outcome.lines is not None and "the process ended" in check.outcome.lines.got
    ]
    assert ended == ["test_cost_of_a_single_output"]


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


def test_most_of_the_other_misconceptions_are_made_too(gradebook: Gradebook) -> None:
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


def test_the_class_is_printed_as_the_readme_shows_it(gradebook: Gradebook) -> None:
    file = io.StringIO()
    console = Console(file=file, width=80)
    console.print(class_table(gradebook))
    console.print("What to teach again: the most common misconceptions")
    console.print(misconception_list(gradebook))
    whole = shown("README.md", "nudge grade examples/class", file.getvalue())
    end = next(at for at, line in enumerate(whole) if line.startswith("24 submissions"))
    # Whether an extra is skipped is the machine's affair.
    table, printed = (
        [line for line in each if not line.startswith("e19, an extra")]
        for each in (whole[:end], lines(file.getvalue()))
    )
    assert table == printed
