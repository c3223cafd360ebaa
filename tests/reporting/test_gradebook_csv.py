import csv
import io

from autograder.grading.results import Gradebook
from autograder.reporting.gradebook_files import gradebook_csv
from tests.reporting.example_gradebook import (
    EXERCISES,
    KIT_FAILED,
    PASSED,
    TO_WRITE,
    gradebook,
    graded,
    refused,
    ungraded,
)


def rows(of: Gradebook) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(gradebook_csv(of))))


def test_the_columns_are_student_the_exercises_and_total() -> None:
    header = gradebook_csv(gradebook()).splitlines()[0].split(",")
    assert header == ["student", *(exercise for exercise, _, _ in EXERCISES), "total"]


def test_numbers_are_as_short_as_they_go() -> None:
    third = graded("ada", e02_shapes=(PASSED, TO_WRITE, TO_WRITE, TO_WRITE))
    (row,) = rows(gradebook(third))
    assert (row["e02_shapes"], row["e04_sigmoid"], row["total"]) == ("3.75", "15", "88.75")


def test_a_total_is_the_sum_of_the_points_shown() -> None:
    thirds = graded("ada", e02_shapes=(PASSED, TO_WRITE, TO_WRITE), e07_dense=(PASSED,) * 3)
    (row,) = rows(gradebook(thirds))
    shown = sum(float(row[exercise]) for exercise, _, _ in EXERCISES)
    assert float(row["total"]) == round(shown, 2)


def test_a_refused_submission_counts_nothing() -> None:
    (row,) = rows(gradebook(refused("bob")))
    assert [row[exercise] for exercise, _, _ in EXERCISES] == ["0"] * 6
    assert row["total"] == "0"


def test_an_ungraded_submission_has_empty_cells_and_no_zero() -> None:
    (row,) = rows(gradebook(ungraded("eve")))
    assert set(row.values()) == {"eve", ""}


def test_an_exercise_the_kit_failed_on_is_empty_like_its_total() -> None:
    (row,) = rows(gradebook(graded("ada", e12_cost=(PASSED, KIT_FAILED))))
    assert (row["e10_parameters"], row["e12_cost"], row["total"]) == ("15", "", "")


def test_no_cell_begins_like_a_formula() -> None:
    hostile = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"]
    for row in rows(gradebook(*(graded(name) for name in hostile))):
        assert row["student"].startswith("'")


def test_a_name_with_comma_quote_or_newline_stays_in_its_cell() -> None:
    (row,) = rows(gradebook(graded('Doe, "J"\nJane,100')))
    assert row["student"] == 'Doe, "J"\\nJane,100'
    assert row["total"] == "100"


def test_unseen_characters_and_lone_surrogates_are_spelled_out() -> None:
    (row,) = rows(gradebook(graded("a\x1b[31m\u202eb\ud800")))
    assert row["student"] == r"a\x1b[31m\u202eb\ud800"
