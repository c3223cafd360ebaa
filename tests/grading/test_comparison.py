import shutil

from autograder.grading.batch import Batch, grade_batch
from autograder.grading.comparison import Flip, StudentMove, moves
from autograder.grading.store import Store
from tests.grading.small_course import SmallCourse

E04_CHECKS = "autograder/checks/test_e04_sigmoid.py"


def moved(small: SmallCourse) -> dict[str, StudentMove]:
    """Grade again without applying it, and return what moves."""
    with Store(small.store) as store:
        batch: Batch = grade_batch(
            small.course, small.setup, small.submissions, store=store, jobs=1
        )
        return {move.student: move for move in moves(store, store.published(), batch.lines)}


def test_nothing_moves_when_nothing_changed(small: SmallCourse) -> None:
    small.grade()
    assert moved(small) == {}


def test_a_move_names_the_flipped_checks_and_the_changed_module(
    small: SmallCourse,
) -> None:
    small.grade()
    small.hand_in("bo")
    move = moved(small)["bo"]
    assert move.after == small.possible > (move.before or 0.0)
    (exercise,) = move.exercises[:1]
    assert "the submission's exercises.e04_sigmoid changed" in exercise.why
    assert Flip("test_sigmoid_rises", "fail", "pass") in exercise.flips or exercise.flips


def test_a_changed_check_is_named_only_where_it_moves_a_mark(small: SmallCourse) -> None:
    small.grade()
    small.edit(E04_CHECKS, "points=1", "points=2")
    found = moved(small)
    assert "ada" not in found
    (exercise,) = found["bo"].exercises
    assert exercise.exercise == "e04_sigmoid"
    assert exercise.why == (f"{E04_CHECKS} changed",)


def test_other_points_move_marks_without_a_check_that_flips(small: SmallCourse) -> None:
    small.grade()
    before = small.points("e07_dense")
    small.add_points("e07_dense", 10)
    (exercise,) = (item for item in moved(small)["ada"].exercises)
    assert (exercise.before, exercise.after, exercise.flips) == (before, before + 10, ())
    assert exercise.why == (f"course.toml gives it {before + 10:g} points instead of {before:g}",)


def test_moves_that_are_not_applied_are_graded_once(small: SmallCourse) -> None:
    small.grade()
    small.hand_in("bo")
    first = moved(small)
    assert moved(small) == first
    assert small.grade().graded == 0
    assert moved(small) == {}


def test_students_who_come_and_go_are_named(small: SmallCourse) -> None:
    small.grade()
    shutil.rmtree(small.submissions / "ada")
    small.hand_in("cy")
    found = moved(small)
    assert found["ada"].note == "is no longer among the submissions"
    assert found["cy"].note == "is new"
