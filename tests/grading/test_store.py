import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus, Lines, Misconception, Outcome
from autograder.grading.results import (
    CheckResult,
    ExerciseResult,
    SubmissionResult,
    SubmissionStatus,
)
from autograder.grading.store import Mark, Published, Store, StoredMark, StoreError

WRONG = Outcome(
    CheckStatus.FAIL,
    Lines("f(1)", "2", "nan", "Why?\x00\ud800"),
    Misconception("a", "b", "c"),
    "note",
)
EXERCISE = ExerciseResult(
    "e04_sigmoid",
    15.0,
    (
        CheckResult("e04_sigmoid", "test_one", "It holds.", False, 15 / 7, WRONG, 0.1),
        CheckResult(
            "e04_sigmoid", "test_two", "So does it.", True, 1.0, Outcome(CheckStatus.PASS), 0.2
        ),
    ),
    supplied=("e02_shapes",),
)
STORED = StoredMark({"student": "ada", "exercise": "e04_sigmoid"}, EXERCISE)
ADA = SubmissionResult(
    "ada", "ada.zip", SubmissionStatus.GRADED, notes=("a note",), stdout="o", seconds=1.5
)
MODULES = {"exercises.e04_sigmoid": b"\xff\x00 no text", "exercises.helper": b""}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.sqlite"


@pytest.fixture
def filled(path: Path) -> Path:
    with Store(path) as store:
        store.add_submission("digest", ADA, MODULES, [STORED])
    return path


def complaint(path: Path) -> str:
    with pytest.raises(StoreError) as caught:
        Store(path)
    return str(caught.value)


def test_stored_marks_are_there_when_the_store_is_opened_again(filled: Path) -> None:
    with Store(filled) as store:
        assert store.marks([STORED.key, "another"]) == {STORED.key: STORED}
        assert store.submission("digest") == ADA


def test_modules_come_back_to_the_byte(filled: Path) -> None:
    with Store(filled) as store:
        assert store.modules("digest") == MODULES


def test_a_module_that_was_changed_in_the_store_is_refused(filled: Path) -> None:
    with sqlite3.connect(filled) as database:
        database.execute("UPDATE source SET packed = (SELECT max(packed) FROM source)")
    database.close()
    with Store(filled) as store, pytest.raises(StoreError, match="damaged"):
        store.modules("digest")


def test_a_submission_is_stored_whole_or_not_at_all(path: Path) -> None:
    def breaks() -> Iterator[StoredMark]:
        yield STORED
        raise KeyboardInterrupt

    with Store(path) as store:
        with pytest.raises(KeyboardInterrupt):
            store.add_submission("digest", ADA, MODULES, breaks())
        assert store.submission("digest") is None
        assert store.marks([STORED.key]) == {}


def test_names_that_no_utf8_can_hold_are_stored_exactly(path: Path) -> None:
    odd = SubmissionResult("\udcff\0", "\ud800", SubmissionStatus.REFUSED, "\udfff")
    with Store(path) as store:
        store.add_submission("digest", odd, {"exercises.\udcff": b""})
        store.publish([Published(odd, "digest")])
        assert store.submission("digest") == odd
        assert store.published()[0].result == odd
        assert list(store.modules("digest")) == ["exercises.\udcff"]


def test_a_published_gradebook_replaces_the_one_before(filled: Path) -> None:
    line = Published(ADA, "digest", (Mark("e04_sigmoid", STORED.key, 15.0),))
    with Store(filled) as store:
        store.publish([Published(ADA), line])
        store.publish([line])
        assert store.published() == (line,)


def test_a_store_of_another_version_is_refused_and_left_as_it_is(filled: Path) -> None:
    database = sqlite3.connect(filled)
    database.execute("PRAGMA user_version = 99")
    database.close()
    before = filled.read_bytes()
    assert "is of version 99" in complaint(filled)
    assert filled.read_bytes() == before


def test_a_file_that_is_not_a_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_bytes(b"minutes of a meeting\n" * 100)
    assert "move the file away" in complaint(path)
    assert path.read_bytes().startswith(b"minutes")


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE holidays (day TEXT)")
    database.close()
    assert "is not a store of results" in complaint(path)


def test_a_damaged_store_is_refused_and_left_as_it_is(filled: Path) -> None:
    data = bytearray(filled.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    filled.write_bytes(data)
    assert "is damaged" in complaint(filled)
    assert filled.read_bytes() == data


def test_a_store_that_lost_its_end_is_refused(filled: Path) -> None:
    filled.write_bytes(filled.read_bytes()[:9000])
    assert "is damaged" in complaint(filled)


def test_a_folder_instead_of_the_store_is_explained(path: Path) -> None:
    path.mkdir()
    assert "cannot be opened" in complaint(path)


def test_a_full_disk_is_one_sentence_and_loses_nothing(filled: Path) -> None:
    with Store(filled) as store:
        # SQLite then reports the same error as on a disk without room for another page.
        store._database.execute("PRAGMA max_page_count = 1")
        with pytest.raises(StoreError, match="is the disk full"):
            store.add_submission("other", ADA, {"exercises.big": bytes(range(256)) * 4000}, [])
    with Store(filled) as store:
        assert store.submission("digest") == ADA
        assert store.submission("other") is None
