import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autograder.checking.outcome import CheckStatus, Misconception, Outcome
from autograder.grading.results import ExerciseResult, Gradebook, SubmissionResult
from autograder.reporting import write_reports
from autograder.reporting.analysis import Analysis, CheckAnalysis, ExerciseAnalysis, analyse
from autograder.reporting.analysis_files import analysis_json
from tests.reporting.example_gradebook import (
    BLOCKED,
    EXERCISES,
    KIT_FAILED,
    PASSED,
    TO_WRITE,
    check,
    failed,
    gradebook,
    graded,
    refused,
    ungraded,
)

TURNED = Misconception("turned", "W is turned", "Row i belongs to which neuron?", "transposition")
BACKWARDS = replace(TURNED, id="backwards", name="W backwards")
ROWS = Misconception("rows", "Summed over rows", "Along which axis?", "axes and layout")
STOPPED = Outcome(CheckStatus.FAIL, stopped=True)
SKIPPED = Outcome(CheckStatus.SKIPPED)
WRONG = failed()


def class_of(*answers: Sequence[Outcome], exercise: str = "e07_dense") -> Gradebook:
    """Return a class in which each student has these outcomes in one exercise, all else right."""
    return gradebook(
        *(graded(f"s{place:02}", **{exercise: own}) for place, own in enumerate(answers))
    )


def of(analysis: Analysis, exercise: str = "e07_dense") -> ExerciseAnalysis:
    return next(each for each in analysis.exercises if each.exercise == exercise)


def first_check(analysis: Analysis, exercise: str = "e07_dense") -> CheckAnalysis:
    return of(analysis, exercise).checks[0]


def mixed(students: int) -> Gradebook:
    """Return a class in which the better students have more of everything right."""
    results = []
    for place in range(students):
        right = (place % 7, place % 5, place % 3)
        results.append(
            graded(
                f"s{place:02}",
                e02_shapes=(PASSED, PASSED if right[0] > 1 else WRONG),
                e04_sigmoid=(PASSED if right[0] > 2 else WRONG, PASSED),
                e07_dense=(PASSED if right[1] > 1 else TO_WRITE, PASSED if right[0] else BLOCKED),
                e12_cost=(PASSED if right[2] else WRONG,),
                e15_backprop=(PASSED if right[0] > 4 else STOPPED, PASSED),
            )
        )
    return gradebook(*results)


def test_difficulty_is_the_mean_share_of_the_points() -> None:
    found = analyse(class_of((PASSED, PASSED), (PASSED, WRONG), (WRONG, WRONG)))
    assert of(found).figures.difficulty == pytest.approx(0.5)
    assert [each.figures.difficulty for each in of(found).checks] == pytest.approx([2 / 3, 1 / 3])


def test_shares_say_how_the_answers_ended() -> None:
    found = analyse(class_of((PASSED, WRONG), (TO_WRITE, STOPPED), (BLOCKED, STOPPED)))
    shares = of(found).figures.shares
    assert shares is not None
    assert vars(shares) == pytest.approx(
        {"right": 1 / 6, "wrong": 1 / 6, "todo": 1 / 6, "blocked": 1 / 6, "stopped": 2 / 6}
    )


def test_discrimination_is_the_correlation_with_everything_else() -> None:
    book = mixed(21)
    found = analyse(book)
    totals = np.array([result.total for result in book.results])
    for place, (exercise, _, _) in enumerate(EXERCISES):
        points = np.array([result.exercises[place].points for result in book.results])
        own = of(found, exercise).figures.discrimination
        if points.std() == 0:
            assert own is None
        else:
            assert own == pytest.approx(np.corrcoef(points, totals - points)[0, 1])
    passed = np.array([result.exercises[2].checks[0].points for result in book.results])
    expected = np.corrcoef(passed, totals - passed)[0, 1]
    assert first_check(found).figures.discrimination == pytest.approx(expected)


def test_alpha_is_that_of_the_exercises_points() -> None:
    book = mixed(21)
    table = np.array([[one.points for one in result.exercises] for result in book.results])
    covariances = np.cov(table, rowvar=False)
    found = analyse(book).reliability
    assert found is not None
    assert (found.students, found.items) == (21, 6)
    assert found.alpha == pytest.approx(6 / 5 * (1 - np.trace(covariances) / covariances.sum()))


def grouped(result: SubmissionResult) -> SubmissionResult:
    """Return it with the two checks of e07 guarding one claim."""
    exercises = list(result.exercises)
    own = exercises[2]
    checks = tuple(replace(one, group="the product") for one in own.checks)
    exercises[2] = replace(own, checks=checks)
    return replace(result, exercises=tuple(exercises))


def test_checks_that_earn_together_are_not_each_others_rest() -> None:
    # The second check always passes and earns what the first one lets it earn: with its points in
    # the rest, the first check would seem to discriminate.
    book = class_of(*[(PASSED if place % 2 else WRONG, PASSED) for place in range(12)])
    book = replace(book, results=tuple(grouped(result) for result in book.results))
    assert book.results[0].exercises[2].points == 0
    assert first_check(analyse(book)).figures.discrimination is None
    assert [each.figures.difficulty for each in of(analyse(book)).checks] == [0.5, 1.0]


def test_only_graded_submissions_with_a_total_count() -> None:
    book = gradebook(
        graded("ada"),
        graded("bob", e12_cost=(KIT_FAILED,)),
        refused("cyn"),
        ungraded("dee"),
    )
    found = analyse(book)
    assert found.students == 1
    assert vars(found.left_out) == {"refused": 1, "ungraded": 2, "provisional": 0}
    assert found.remarks[-1] == "In none of these figures: 1 refused, 2 without a mark."


@pytest.mark.parametrize(("times", "counted"), [(0, 2), (1, 1), (2, 1), (3, 2)])
def test_a_mark_that_is_graded_again_does_not_count_yet(times: int, counted: int) -> None:
    slow = graded("bob", e07_dense=(STOPPED, PASSED))
    exercises = [
        replace(one, under_load=times) if one.exercise == "e07_dense" else one
        for one in slow.exercises
    ]
    book = gradebook(graded("ada"), replace(slow, exercises=tuple(exercises)))
    found = analyse(book)
    assert found.students == counted
    assert found.left_out.provisional == 2 - counted


def with_extra(result: SubmissionResult, *outcomes: Outcome) -> SubmissionResult:
    checks = tuple(
        check(one, exercise="e19_frameworks", name=f"test_{place}", possible=0.0)
        for place, one in enumerate(outcomes)
    )
    return replace(
        result, exercises=(*result.exercises, ExerciseResult("e19_frameworks", 0.0, checks))
    )


def book_with_extra(*answers: Sequence[Outcome]) -> Gradebook:
    results = [
        with_extra(graded(f"s{place:02}", e12_cost=(PASSED if place % 3 else WRONG,)), *own)
        for place, own in enumerate(answers)
    ]
    book = gradebook(*results)
    return replace(book, exercises=(*book.exercises, ("e19_frameworks", "Frameworks", 0.0)))


def test_an_extra_is_in_no_total_and_compared_with_all_of_it() -> None:
    book = book_with_extra(*[(PASSED, PASSED if place % 3 else WRONG) for place in range(12)])
    found = analyse(book)
    extra = of(found, "e19_frameworks")
    assert extra.figures.difficulty == pytest.approx(1 - 1 / 3 / 2)
    assert extra.figures.discrimination == pytest.approx(1.0)
    assert extra.checks[1].figures.discrimination == pytest.approx(1.0)
    assert found.reliability is not None
    assert found.reliability.items == len(EXERCISES)


def test_checks_that_were_skipped_were_not_asked() -> None:
    found = analyse(book_with_extra((PASSED, SKIPPED), (WRONG, SKIPPED)))
    extra = of(found, "e19_frameworks")
    assert extra.figures.difficulty == 0.5
    assert [each.check for each in extra.checks] == ["test_0"]
    nobody = of(analyse(book_with_extra((SKIPPED,), (SKIPPED,))), "e19_frameworks").figures
    assert (nobody.difficulty, nobody.shares) == (None, None)


def test_distractors_are_counted_by_student_with_their_mean_total() -> None:
    found = analyse(
        class_of(
            (failed(TURNED), failed(TURNED)),
            (failed(TURNED), PASSED),
            (failed(BACKWARDS), PASSED),
        )
    )
    [turned, backwards] = of(found).figures.distractors
    assert (turned.misconception, turned.students, turned.mean_total) == (TURNED, 2, 85.0)
    assert (backwards.misconception, backwards.students, backwards.mean_total) == (BACKWARDS, 1, 90)
    assert [one.students for one in first_check(found).figures.distractors] == [2, 1]


def test_a_concepts_figures_are_those_of_the_checks_that_show_it() -> None:
    book = gradebook(
        graded("ada", e07_dense=(failed(TURNED), PASSED), e15_backprop=(failed(TURNED), WRONG)),
        graded("bob", e07_dense=(failed(BACKWARDS), failed(ROWS))),
        graded("cyn"),
    )
    [turned, rows] = analyse(book).concepts
    assert (turned.concept, turned.students, turned.checks) == ("transposition", 2, 2)
    assert turned.exercises == ("e07_dense", "e15_backprop")
    # e07's and e15's first checks, 10 points each: ada has none of them, bob one, cyn both.
    assert turned.figures.difficulty == pytest.approx((0 + 0.5 + 1) / 3)
    assert [one.misconception.id for one in turned.figures.distractors] == [
        "backwards",
        "turned",
        "turned",
    ]
    assert (rows.concept, rows.students, rows.exercises) == ("axes and layout", 1, ("e07_dense",))
    assert rows.figures.difficulty == pytest.approx(2 / 3)


def test_five_students_are_told_what_is_too_few_to_conclude() -> None:
    found = analyse(mixed(5))
    assert found.reliability is None
    assert found.chance is None
    assert found.flags == ()
    assert all(each.figures.discrimination is None for each in found.exercises)
    assert all(one.figures.discrimination is None for e in found.exercises for one in e.checks)
    assert of(found).figures.difficulty is not None
    [said] = found.remarks
    assert said.startswith("Only 5 submissions count. That is too few to conclude anything about")
    assert "moves a share by 20 percentage points" in said


def test_ten_students_are_enough() -> None:
    found = analyse(mixed(10))
    assert found.reliability is not None
    assert any(each.figures.discrimination is not None for each in found.exercises)
    assert found.remarks[0].startswith("10 submissions count.")


def test_nobody_at_all_concludes_nothing() -> None:
    found = analyse(gradebook())
    assert found.students == 0
    assert found.remarks == ("No submission counts yet, so there is nothing to conclude.",)
    assert [each.figures.difficulty for each in found.exercises] == [None] * len(EXERCISES)


def kinds(analysis: Analysis) -> list[tuple[str, str, str]]:
    return [(flag.kind, flag.exercise, flag.check) for flag in analysis.flags]


def test_a_check_that_nobody_passes_is_flagged() -> None:
    found = analyse(class_of(*[(WRONG if place % 2 else TO_WRITE, PASSED) for place in range(10)]))
    flags = [flag for flag in found.flags if flag.exercise == "e07_dense"]
    assert [(flag.kind, flag.check) for flag in flags] == [
        ("nobody", "test_check_1"),
        ("everybody", "test_check_2"),
    ]
    assert "nobody passes it. Its answers: 50 % wrong, 50 % to write." in flags[0].sentence


def test_an_exercise_is_flagged_once_and_its_checks_are_not() -> None:
    found = analyse(class_of(*[(TO_WRITE, TO_WRITE)] * 10))
    assert ("nobody", "e07_dense", "") in kinds(found)
    assert ("everybody", "e04_sigmoid", "") in kinds(found)
    assert len(found.flags) == len(EXERCISES)


def against_the_rest(students: int) -> Gradebook:
    """Return a class in which those pass e07's first check who do nothing else."""
    return gradebook(
        *(
            graded(f"s{place:02}", e07_dense=(WRONG, PASSED))
            if place % 2
            else graded(f"s{place:02}", e07_dense=(PASSED, WRONG), e12_cost=(TO_WRITE,))
            for place in range(students)
        )
    )


def test_a_check_that_contradicts_the_rest_is_flagged() -> None:
    found = analyse(against_the_rest(12))
    [flag] = [flag for flag in found.flags if flag.kind == "negative"]
    assert (flag.exercise, flag.check) == ("e07_dense", "test_check_1")
    assert "discriminates negatively (−1.00)" in flag.sentence


def test_nine_students_raise_no_flag() -> None:
    assert analyse(against_the_rest(9)).flags == ()


def test_a_correlation_that_chance_can_explain_is_no_flag() -> None:
    rng = np.random.default_rng(3)
    table = rng.random((40, 6)) < 0.5
    book = gradebook(
        *(
            graded(
                f"s{place:02}",
                **{
                    name: (PASSED if right else WRONG,)
                    for (name, _, _), right in zip(EXERCISES, row, strict=True)
                },
            )
            for place, row in enumerate(table)
        )
    )
    found = analyse(book)
    low = [e.figures.discrimination for e in found.exercises if e.figures.discrimination]
    assert min(low) < 0  # some are negative
    assert kinds(found) == []


def test_the_json_holds_the_whole_analysis(tmp_path: Path) -> None:
    book = mixed(12)
    text = analysis_json(analyse(book), book)
    whole = json.loads(text)
    assert whole["format"] == "nudge-analysis/1"
    assert text.endswith("}\n")
    assert [each["id"] for each in whole["exercises"]] == [name for name, _, _ in EXERCISES]
    assert whole["reliability"].keys() == {
        *("students", "items", "alpha", "low", "high", "mean", "deviation", "error")
    }
    written = write_reports(book, tmp_path)
    assert written.analysis_json.read_text(encoding="utf-8") == text
    [first, *_] = whole["exercises"]
    assert first["checks"][1]["shares"]["right"] == first["checks"][1]["difficulty"]
