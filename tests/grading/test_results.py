from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from autograder.checking.outcome import CheckStatus, Outcome
from autograder.grading.results import CheckResult, ExerciseResult, scaled

points = st.integers(1, 200).map(lambda number: number / 2)


def graded(weights: list[float], possible: float) -> ExerciseResult:
    """Return an exercise with the points that grading gives its checks."""
    outcome = Outcome(CheckStatus.PASS)
    checks = [
        CheckResult("e", str(place), "", False, possible * weight / sum(weights), outcome, 0.0)
        for place, weight in enumerate(weights)
    ]
    return ExerciseResult("e", possible, tuple(checks))


@given(st.lists(points, min_size=1, max_size=30), points, points)
def test_a_scaled_mark_equals_the_mark_of_a_new_grading(
    weights: list[float], before: float, after: float
) -> None:
    assert scaled(graded(weights, before), after) == graded(weights, after)


def grouped(*statuses: CheckStatus) -> ExerciseResult:
    """Return an exercise whose checks guard one claim, but for the last, which stands alone."""
    groups = ["claim"] * (len(statuses) - 1) + [""]
    checks = (
        CheckResult("e", str(place), "", False, 1.0, Outcome(status), 0.0, group=group)
        for place, (status, group) in enumerate(zip(statuses, groups, strict=True))
    )
    return ExerciseResult("e", float(len(statuses)), tuple(checks))


def test_a_group_earns_its_points_if_all_of_it_holds() -> None:
    right, wrong, todo = CheckStatus.PASS, CheckStatus.FAIL, CheckStatus.TODO
    assert grouped(right, right, right).points == 3
    assert grouped(right, wrong, right).points == 1
    assert grouped(todo, right, wrong).points == 0


def test_a_check_that_was_skipped_costs_its_group_nothing() -> None:
    assert grouped(CheckStatus.PASS, CheckStatus.SKIPPED, CheckStatus.PASS).points == 2


def test_a_group_is_judged_again_when_its_checks_change() -> None:
    broken = grouped(CheckStatus.PASS, CheckStatus.FAIL, CheckStatus.PASS)
    mended = (replace(check, outcome=Outcome(CheckStatus.PASS)) for check in broken.checks)
    assert replace(broken, checks=tuple(mended)).points == 3
