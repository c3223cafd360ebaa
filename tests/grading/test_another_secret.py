"""A store is not graded into with another secret, and a secret one may not read is explained."""

import os
import shutil
from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.grading.output_folder import FaultLog, alone_in
from autograder.grading.seed import Seed, course_seed
from autograder.grading.store import Store, StoreError
from tests.cli.running import nudge
from tests.grading.small_course import SmallCourse

OTHER = Seed("of a stranger")


@pytest.fixture(autouse=True)
def no_secret_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUDGE_SECRET", raising=False)


@pytest.mark.parametrize("command", ["grade", "regrade"])
def test_another_seed_stops_and_says_how_to_go_on(small: SmallCourse, command: str) -> None:
    nudge(small, "grade")
    before = small.store.read_bytes()
    result = nudge(small, command, "--seed", OTHER.secret)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    for word in (small.seed.fingerprint, OTHER.fingerprint, "NUDGE_SECRET", "--seed", "--out"):
        assert word in line
    assert OTHER.secret not in line
    assert small.store.read_bytes() == before


def test_the_same_secret_from_elsewhere_goes_on(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.grade()
    monkeypatch.setenv("NUDGE_SECRET", small.seed.secret)
    small.seed = course_seed(small.root, None)
    assert small.grade().graded == 0


def test_another_output_folder_takes_another_secret(small: SmallCourse) -> None:
    nudge(small, "grade")
    other = str(small.root / "second")
    assert nudge(small, "grade", "--seed", OTHER.secret, "--out", other).exit_code == 0


def test_a_run_that_ended_before_publishing_counts_too(small: SmallCourse) -> None:
    small.grade()
    with Store(small.store) as store:
        store.publish([])
    small.seed = OTHER
    with pytest.raises(StoreError, match="another secret"):
        small.grade()


def test_a_store_without_marks_takes_any_secret(small: SmallCourse) -> None:
    shutil.rmtree(small.submissions)
    small.submissions.mkdir()
    (small.submissions / "cy.zip").write_bytes(b"nothing")
    small.grade()
    small.seed = OTHER
    assert small.grade().from_store == 1


def refuse(*_: object, **__: object) -> None:
    raise PermissionError(13, "Permission denied")


def test_a_secret_that_cannot_be_read_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course_seed(tmp_path, None)
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(UserError, match=r"secret .*Permission denied.*NUDGE_SECRET"):
        course_seed(tmp_path, None)


def test_a_course_that_cannot_be_written_to_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UserError, match=r"secret .*Permission denied.*NUDGE_SECRET"):
        course_seed(tmp_path, None)


def test_a_secret_that_is_not_text_is_explained(tmp_path: Path) -> None:
    (tmp_path / ".nudge").mkdir()
    (tmp_path / ".nudge" / "secret").write_bytes(b"\xff")
    with pytest.raises(UserError, match=r"is not ASCII text.*NUDGE_SECRET"):
        course_seed(tmp_path, None)


def test_a_read_only_output_folder_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UserError, match=r"Permission denied.*another --out"), alone_in(tmp_path):
        pass


def test_a_file_in_place_of_the_output_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    for out in (tmp_path / "out", tmp_path / "out" / "deeper"):
        with pytest.raises(UserError, match="another --out"), alone_in(out):
            pass


def test_a_log_that_cannot_be_removed_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(UserError, match=r"Permission denied.*another --out"):
        FaultLog(tmp_path)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_read_only_folder_is_one_sentence(small: SmallCourse) -> None:
    nudge(small, "grade")
    small.out.chmod(0o500)
    try:
        result = nudge(small, "grade")
    finally:
        small.out.chmod(0o700)
    assert result.exit_code == 2
    [line] = result.stderr.splitlines()
    assert "another --out" in line
