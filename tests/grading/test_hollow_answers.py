"""Answers that compute nothing earn next to nothing: a handout's table, a constant, an echo."""

import pytest

from autograder.checking.context import PUBLIC_SEED
from autograder.checking.outcome import CheckStatus
from autograder.course import Course, load_course
from autograder.grading.results import ExerciseResult
from autograder.reference.sources import Sources
from tests.grading.hollow import (
    HOLLOW,
    Rebuilt,
    hollow,
    marked,
    most_common,
    share,
    table_of_the_handout,
)
from tests.student_folder import ROOT

EXERCISES = [exercise.id for exercise in load_course(ROOT).exercises if not exercise.packages]
MOST_OF_A_TABLE = 10.0  # of the course's 100 points
MOST_OF_AN_EXERCISE = 0.1
MOST_OF_A_CONSTANT = 0.03
# Here such an answer is the thing itself.
ITSELF = {
    ("e08_conventions", "its transpose"): {
        "test_two_rows_become_two_columns",
        "test_a_table_of_any_size_is_turned",
        "test_a_square_table_is_turned",
    },
    ("e16_debug", "0 in the right form"): {"test_first_biases"},
    ("e16_debug", "0.0 in the right form"): {"test_first_biases"},
    # A filter that the student chooses.
    ("e11_nonlinearity", "the most common answer"): {
        "test_the_edge_detector_is_one_neuron",
        "test_the_edge_detector_fires_on_the_line",
        "test_the_edge_detector_is_quiet_on_a_wall",
    },
}


@pytest.fixture(scope="module")
def sources(course: Course) -> Sources:
    return Sources(course)


def earned_by_table(sources: Sources, *, constants: bool) -> dict[str, float]:
    """Return the fraction of each exercise that a table of the handout's answers earns."""
    return {
        name: share(
            sources,
            (exercise := sources.course.exercise(name)),
            Rebuilt(table_of_the_handout(sources, exercise).reader, keeps_constants=constants),
            supplying=True,
        )
        for name in EXERCISES
    }


@pytest.fixture(scope="module")
def by_table(sources: Sources) -> dict[str, float]:
    return earned_by_table(sources, constants=False)


@pytest.mark.parametrize("name", EXERCISES)
def test_a_table_of_an_exercise_earns_a_tenth_at_most(
    by_table: dict[str, float], name: str
) -> None:
    assert by_table[name] <= MOST_OF_AN_EXERCISE


def test_tables_of_all_exercises_earn_ten_points_at_most(sources: Sources) -> None:
    # Constants included: an answer key has weights for e06's gates, and who reads them there can
    # copy them. Any numbers that make the right gate are right, wherever they come from.
    by_table = earned_by_table(sources, constants=True)
    points = {name: sources.course.exercise(name).points * of for name, of in by_table.items()}
    assert points["e06_neuron"] > 0
    assert sum(points.values()) <= MOST_OF_A_TABLE


@pytest.mark.parametrize("name", EXERCISES)
def test_a_table_knows_the_handout_by_heart(sources: Sources, name: str) -> None:
    # With the handout's own inputs, it is right wherever there is no constant to choose.
    exercise = sources.course.exercise(name)
    table = table_of_the_handout(sources, exercise)
    rebuilt = Rebuilt(table.reader, keeps_constants=True)
    checks = marked(sources, exercise, rebuilt, seed=PUBLIC_SEED)
    public = [one for one in checks if not one.hidden]
    assert public
    assert [one.check for one in public if one.outcome.status is not CheckStatus.PASS] == []


@pytest.mark.parametrize("name", EXERCISES)
def test_constants_and_echoes_together_earn_nearly_nothing(sources: Sources, name: str) -> None:
    # Each check by whatever passes it: no submission can choose better for its functions.
    exercise = sources.course.exercise(name)
    table = table_of_the_handout(sources, exercise)
    makers = {what: hollow(answer) for what, answer in HOLLOW.items()}
    makers["the most common answer"] = most_common(table)
    best: dict[str, tuple[float, str]] = {}
    for what, make in makers.items():
        checks = ExerciseResult(
            exercise.id, exercise.points, marked(sources, exercise, Rebuilt(make))
        ).checks
        for check in checks:
            if check.check not in ITSELF.get((name, what), set()):
                best[check.check] = max(best.get(check.check, (0.0, "")), (check.points, what))
    earned = {check: found for check, found in best.items() if found[0]}
    assert sum(points for points, _ in earned.values()) <= MOST_OF_A_CONSTANT * exercise.points, (
        earned
    )


@pytest.mark.parametrize("name", EXERCISES)
def test_the_solution_earns_all_in_the_same_way(sources: Sources, name: str) -> None:
    exercise = sources.course.exercise(name)
    own = Rebuilt(lambda _, function: function, keeps_constants=True)
    assert share(sources, exercise, own) == pytest.approx(1.0)
