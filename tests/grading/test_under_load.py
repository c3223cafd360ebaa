"""Marks that the machine's load may have lowered: graded again, at most twice, then final.

The load is played: what grading found is changed before the batch takes it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus, Outcome
from autograder.grading import batch as batch_module
from autograder.grading.comparison import audit, moves
from autograder.grading.grader import Grader
from autograder.grading.intake import Entry
from autograder.grading.lookup import LookedUp
from autograder.grading.processes import Processes
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    that_counts,
)
from autograder.grading.store import Store
from autograder.isolation import Session
from tests.grading.small_course import SmallCourse
from tests.without_store import grade_entry

E04, E07, E10 = "e04_sigmoid", "e07_dense", "e10_parameters"
LOST = Outcome(CheckStatus.FAIL)


@dataclass
class Load:
    """The load that each exercise meets: how many of its checks are lost to it.

    Attributes
    ----------
    lost : dict of str to int
        By exercise; the others meet none.
    supplied : dict of str to tuple of str
        By exercise, what was supplied for it.
    ran : list
        By run and submission, the exercises that were graded.
    used_up : bool
        Whether the submission's time was used up.
    is_load : bool
        Whether the machine may be the reason of what is lost.
    """

    lost: dict[str, int] = field(default_factory=dict)
    supplied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ran: list[tuple[str, ...]] = field(default_factory=list)
    used_up: bool = False
    is_load: bool = True

    def on(self, result: SubmissionResult) -> SubmissionResult:
        """Return the result as it would be under this load."""
        exercises = tuple(self._of(one) for one in result.exercises)
        return replace(result, exercises=exercises, used_up=self.used_up)

    def _of(self, one: ExerciseResult) -> ExerciseResult:
        one = replace(one, supplied=self.supplied.get(one.exercise, one.supplied))
        if one.exercise not in self.lost:
            return one
        count = self.lost[one.exercise]
        first = tuple(
            replace(check, outcome=LOST, met_load=self.is_load) for check in one.checks[:count]
        )
        return replace(one, checks=first + one.checks[count:], under_load=int(self.is_load))


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """Return the load that every run of the test meets."""
    met = Load()

    def noted(submissions: Iterable[LookedUp]) -> Iterator[LookedUp]:
        for found in submissions:
            if found.missing:
                met.ran.append(found.missing)
            yield found

    graded = batch_module._graded

    def under_load(
        processes: Processes, submissions: Iterable[LookedUp]
    ) -> Iterator[tuple[LookedUp, SubmissionResult | None]]:
        for found, result in graded(processes, noted(submissions)):
            yield found, result and met.on(result)

    monkeypatch.setattr(batch_module, "_graded", under_load)
    return met


@pytest.fixture
def one(tmp_path: Path) -> SmallCourse:
    """Return a course with one student, whose all is right."""
    made = SmallCourse.made_in(tmp_path)
    made.hand_in("ada")
    return made


def marks(course: SmallCourse) -> dict[str, tuple[float, int]]:
    """Grade; return the points of each exercise, and how often it met load."""
    [result] = course.grade().gradebook.results
    return {one.exercise: (one.points, one.under_load) for one in result.exercises}


def full(course: SmallCourse) -> dict[str, tuple[float, int]]:
    """Return full marks that met no load."""
    return {name: (course.points(name), 0) for name in course.exercises}


def test_the_next_run_grades_again_what_load_lowered(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 100}
    assert marks(one) == full(one) | {E07: (0.0, 1)}
    load.lost, load.ran = {}, []
    assert marks(one) == full(one)
    assert marks(one)[E07] == full(one)[E07]
    assert load.ran == [(E07,)]


def test_after_three_gradings_under_load_a_mark_is_final(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 100}
    assert [marks(one)[E07] for _ in range(5)] == [(0.0, 1), (0.0, 2), *[(0.0, 3)] * 3]
    assert load.ran == [one.exercises, (E07,), (E07,)]


def test_a_worse_grading_under_load_lowers_no_mark(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 1}
    first, _ = marks(one)[E07]
    load.lost = {E07: 100}
    assert marks(one)[E07] == (first, 2)


def test_a_better_grading_under_load_raises_the_mark(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 100}
    marks(one)
    load.lost = {E07: 1}
    points, times = marks(one)[E07]
    assert (points > 0, times) == (True, 2)


def test_a_check_that_lost_nothing_to_load_is_decided(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 1}
    first, _ = marks(one)[E07]
    load.lost, load.is_load = {E07: 100}, False
    assert marks(one)[E07] == (first, 0)


def test_what_was_supplied_for_it_is_graded_again_too(one: SmallCourse, load: Load) -> None:
    load.lost, load.supplied = {E04: 100}, {E07: (E04,)}
    assert marks(one)[E07] == full(one)[E07]
    load.lost, load.supplied, load.ran = {}, {}, []
    marks(one)
    assert load.ran == [(E04, E07)]
    [result] = one.grade().gradebook.results
    assert [item.supplied for item in result.exercises] == [(), (), ()]


def test_load_met_in_grading_it_again_lowers_no_good_mark(one: SmallCourse, load: Load) -> None:
    load.lost, load.supplied = {E04: 100}, {E07: (E04,)}
    marks(one)
    load.lost = {E07: 100}
    assert marks(one) == full(one)


def test_time_used_up_under_load_is_met_again_with_all_time(one: SmallCourse, load: Load) -> None:
    load.lost, load.used_up = {E07: 100, E10: 100}, True
    assert marks(one) == full(one) | {E07: (0.0, 1), E10: (0.0, 1)}
    assert marks(one) == full(one) | {E07: (0.0, 2), E10: (0.0, 2)}
    load.lost, load.used_up, load.ran = {}, False, []
    assert marks(one) == full(one)
    marks(one)
    assert load.ran == [(E07, E10)]


def test_a_new_submission_forgets_the_load_that_the_last_met(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 100}
    marks(one)
    one.hand_in("ada", lambda _, text: text + "\n# again\n")
    assert marks(one)[E07] == (0.0, 1)


def test_a_mark_that_load_lowered_moves_and_says_why(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 100}
    one.grade()
    with Store(one.store) as store:
        before = store.published()
    load.lost = {}
    after = one.grade().lines
    with Store(one.store) as store:
        [student] = moves(store, before, after)
    [move] = student.exercises
    assert (move.exercise, move.before, move.after) == (E07, 0.0, one.points(E07))
    assert move.why == ("the load of this machine may have lowered it before",)


def test_an_audit_that_differs_names_the_load(one: SmallCourse, load: Load) -> None:
    load.lost = {E07: 100}
    one.grade()
    with Store(one.store) as store:
        [line] = store.published()
        found = audit(one.course, store, line, one.setup)
    lowered = one.possible - one.points(E07)
    assert (found.before, found.after, found.is_same) == (lowered, one.possible, False)
    assert found.changed == (f"the load that {E07} met may have gone",)


# In the grader


def test_only_a_mark_that_could_be_better_may_have_met_load(
    one: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    one.hand_in_wrong_sigmoid("ada")
    lost = count()  # in every check
    monkeypatch.setattr(Session, "lost_to_load", property(lambda _: next(lost)))
    exercises = [one.course.exercise(name) for name in one.exercises]
    with Grader(one.course, exercises, one.seed) as grader:
        result = grade_entry(grader, Entry.at("ada", one.submissions / "ada"))
    assert {item.exercise: item.under_load for item in result.exercises} == {E04: 1, E07: 0, E10: 0}


# The mark that counts


def mark(passed: int, under_load: int, possible: float = 4.0) -> ExerciseResult:
    """Return an exercise of four checks, of which the first hold."""
    checks = tuple(
        CheckResult(
            E07,
            f"test_{number}",
            "It holds.",
            hidden=False,
            possible=possible / 4,
            outcome=Outcome(CheckStatus.PASS) if number < passed else LOST,
            seconds=0.0,
            met_load=under_load > 0 and number >= passed,
        )
        for number in range(4)
    )
    return ExerciseResult(E07, possible, checks, under_load=under_load)


def test_two_marks_under_other_points_are_compared_as_shares() -> None:
    better = that_counts(mark(2, 1, possible=40.0), mark(3, 1))
    assert (better.points, better.under_load) == (3.0, 2)
    better = that_counts(mark(3, 1, possible=40.0), mark(2, 1))
    assert (better.points, better.under_load) == (3.0, 2)


def test_more_gradings_are_no_more_chances() -> None:
    before = mark(2, 1)
    *others, last = before.checks
    before = replace(before, checks=(*others, replace(last, met_load=False)))
    better = that_counts(before, mark(4, 0))
    assert (better.points, better.under_load) == (3.0, 0)


def test_where_others_were_supplied_the_last_grading_counts() -> None:
    now = replace(mark(1, 0), supplied=(E04,))
    assert that_counts(mark(3, 1), now) == now


def test_the_checks_decide_where_there_are_no_points() -> None:
    extra = that_counts(mark(3, 2, possible=0.0), mark(1, 1, possible=0.0))
    assert (extra.passed, extra.under_load) == (3, 3)
