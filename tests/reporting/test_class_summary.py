from autograder.checking.outcome import Misconception
from autograder.reporting.class_summary import (
    common_misconceptions,
    furthest_behind,
    score_ranges,
    summarise,
)
from tests.reporting.example_gradebook import (
    BIAS_LEFT_OUT,
    KIT_FAILED,
    NOT_SQUASHED,
    PASSED,
    SUMMED,
    TO_WRITE,
    failed,
    gradebook,
    graded,
    refused,
    ungraded,
)


def test_mistakes_are_ordered_by_students_then_course_then_id() -> None:
    book = gradebook(
        graded("ada", e12_cost=(failed(SUMMED),), e07_dense=(failed(NOT_SQUASHED),)),
        graded("bob", e12_cost=(failed(SUMMED),), e07_dense=(failed(BIAS_LEFT_OUT),)),
    )
    found = [(row.misconception.id, len(row.students)) for row in common_misconceptions(book)]
    assert found == [("sum_over_examples", 2), ("bias_left_out", 1), ("not_squashed", 1)]


def test_a_student_counts_once_for_a_mistake() -> None:
    book = gradebook(graded("ada", e07_dense=(failed(BIAS_LEFT_OUT), failed(BIAS_LEFT_OUT))))
    assert [row.students for row in common_misconceptions(book)] == [("ada",)]


def test_the_same_id_in_two_exercises_is_two_mistakes() -> None:
    one = Misconception("transposed", "W is transposed", "Row i belongs to which neuron?")
    book = gradebook(graded("ada", e07_dense=(failed(one),), e15_backprop=(failed(one),)))
    assert [row.exercise for row in common_misconceptions(book)] == ["e07_dense", "e15_backprop"]


def test_no_more_mistakes_are_listed_than_asked() -> None:
    book = gradebook(
        graded("ada", e12_cost=(failed(SUMMED),), e07_dense=(failed(NOT_SQUASHED),)),
    )
    assert len(common_misconceptions(book, most=1)) == 1


def test_only_graded_submissions_count_in_the_mean() -> None:
    summary = summarise(gradebook(graded("ada"), refused("bob"), ungraded("eve")))
    assert (summary.graded, summary.refused, summary.ungraded) == (1, 1, 1)
    assert (summary.mean, summary.median) == (100, 100)


def test_a_submission_without_a_total_is_counted_as_ungraded() -> None:
    summary = summarise(gradebook(graded("ada", e12_cost=(KIT_FAILED,))))
    assert (summary.graded, summary.ungraded, summary.mean) == (0, 1, None)
    assert [exercise.marked for exercise in summary.exercises] == [1, 1, 1, 1, 0, 1]


def test_every_total_lies_in_one_range() -> None:
    book = gradebook(
        graded("ada"),
        graded("bob", e02_shapes=(TO_WRITE,), e04_sigmoid=(TO_WRITE,)),
        graded("cyn", e07_dense=(PASSED, TO_WRITE)),
    )
    counts = [each.count for each in score_ranges(book)]
    assert counts == [0, 0, 0, 0, 0, 0, 0, 1, 0, 2]


def test_a_class_of_nobody_has_no_mean() -> None:
    summary = summarise(gradebook())
    assert (summary.graded, summary.mean, summary.exercises[0].share) == (0, None, None)


MOSTLY = ("e02_shapes", "e04_sigmoid", "e07_dense", "e10_parameters")


def test_the_student_furthest_behind_comes_first() -> None:
    book = gradebook(
        graded("ada"),
        graded("bob", **dict.fromkeys(MOSTLY, (TO_WRITE, TO_WRITE))),
        graded("cyn", **dict.fromkeys((*MOSTLY, "e12_cost"), (PASSED, failed(), failed()))),
    )
    found = furthest_behind(book)
    assert [(row.student, row.total) for row in found] == [("bob", 35.0), ("cyn", 46.67)]
    assert [(row.all_right, row.nothing_right, row.exercises) for row in found] == [
        (2, 4, 6),
        (1, 0, 6),
    ]
    assert {row.first for row in found} == {"e02_shapes"}


def test_half_of_the_points_is_not_behind() -> None:
    half = dict.fromkeys(("e02_shapes", "e04_sigmoid", "e15_backprop"), (TO_WRITE,))
    assert furthest_behind(gradebook(graded("ada", **half))) == []


def test_a_student_without_a_total_is_not_behind() -> None:
    most = dict.fromkeys(MOSTLY, (TO_WRITE,))
    ada = graded("ada", **most, e12_cost=(KIT_FAILED,))
    assert furthest_behind(gradebook(ada, refused("bob"), ungraded("eve"))) == []
