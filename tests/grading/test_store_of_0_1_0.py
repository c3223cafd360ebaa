"""A store that Nudge 0.1.0 wrote (two students, e04 and e12) is read and graded into today."""

import hashlib
import sqlite3
from pathlib import Path

import pytest

from autograder.grading.comparison import moves
from autograder.grading.results import SubmissionStatus
from autograder.grading.store import Store, last_gradebook
from tests.grading.small_course import SmallCourse, totals

DUMP = Path(__file__).parent / "data" / "store-0.1.0.sql"
SOURCE = hashlib.sha256(b"source").hexdigest()
TOTALS = {"ada": 11.0, "bo": 5.99}


@pytest.fixture
def old(tmp_path: Path) -> SmallCourse:
    """Return a course whose output folder has the store, and whose students hand in the same."""
    small = SmallCourse.made_in(tmp_path)
    small.exercises = ("e04_sigmoid", "e12_cost")
    small.out.mkdir()
    database = sqlite3.connect(small.store)
    database.executescript(DUMP.read_text(encoding="utf-8"))
    database.close()
    with Store(small.store) as store:
        for line in store.published():
            folder = small.submissions / line.result.student
            folder.mkdir()
            for name, source in store.modules(line.submission).items():
                (folder / f"{name.removeprefix('exercises.')}.py").write_bytes(source)
    return small


def test_its_gradebook_is_read_with_every_mark(old: SmallCourse) -> None:
    with Store(old.store) as store:
        lines = last_gradebook(store)
    assert {line.result.student: line.result.total for line in lines} == TOTALS
    [wrong] = [line.result for line in lines if line.result.student == "bo"]
    found = [check.outcome.misconception for check in wrong.exercises[0].checks]
    assert "rises_the_wrong_way" in {name.id for name in found if name}
    assert [exercise.exercise for exercise in wrong.exercises] == [*old.exercises]


def test_its_marks_have_the_keys_of_their_parts(old: SmallCourse) -> None:
    with Store(old.store) as store:
        for line in store.published():
            marks = store.marks([mark.key for mark in line.marks])
            assert [mark.key for mark in marks.values()] == [*marks]
            assert len(marks) == len(old.exercises)


def test_its_submissions_and_modules_are_read(old: SmallCourse) -> None:
    with Store(old.store) as store:
        for line in store.published():
            stored = store.submission(line.submission)
            assert stored is not None
            assert stored.status is SubmissionStatus.GRADED
            assert b"def sigmoid(z)" in store.modules(line.submission)["exercises.e04_sigmoid"]


def test_its_secret_is_known(old: SmallCourse) -> None:
    with Store(old.store) as store:
        assert store.seed() == old.seed.fingerprint


def test_it_is_brought_to_the_version_of_today_once(tmp_path: Path) -> None:
    path = tmp_path / "results.sqlite"
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(DUMP.read_text(encoding="utf-8"))

    def version() -> object:
        return database.execute("PRAGMA user_version").fetchone()

    assert version() == (1,)
    with Store(path) as store:
        assert version() == (3,)
        found = [mark for line in store.published() for mark in store.marks_of(line).values()]
        assert {mark.result.under_load for mark in found} == {0}
    brought = path.read_bytes()
    with Store(path):
        assert path.read_bytes() == brought
    database.close()


def test_a_run_grades_into_it_and_says_why_marks_move(old: SmallCourse) -> None:
    with Store(old.store) as store:
        before = store.published()
    assert totals(old.grade()) == {"ada": old.possible, "bo": 7.38}
    with Store(old.store) as store:
        moved = moves(store, before, store.published())
    assert [(student.student, student.before) for student in moved] == [*TOTALS.items()]
    for move in (move for student in moved for move in student.exercises):
        assert f"autograder/checks/test_{move.exercise}.py changed" in move.why
        worth = f"course.toml gives it {old.points(move.exercise):g} points instead of "
        assert move.why[-1].startswith(worth)
        # Only checks that 0.1.0 did not have.
        assert {flip.before for flip in move.flips} == {None}
    assert old.grade().graded == 0


def test_a_store_without_readings_is_brought_to_one_that_has_them(old: SmallCourse) -> None:
    with Store(old.store) as store:
        before = store.published()
    database = sqlite3.connect(old.store)
    database.executescript("DROP TABLE reading; PRAGMA user_version = 2")
    with Store(old.store) as store:
        assert store.published() == before
        store.add_reading("key", b"answers", {SOURCE: b"source"})
        store.publish(before)
    with Store(old.store) as store:
        assert store.reading("key") == b"answers"
        assert store.reading("another") is None
        assert store.sources([SOURCE, "another"]) == {SOURCE: b"source"}
    assert database.execute("PRAGMA user_version").fetchone() == (3,)
    database.close()
