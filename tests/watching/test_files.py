"""The files that are watched, and the cases in which they must be polled."""

import threading
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.watching import saves
from autograder.watching.saves import bell, changes, snapshot, why_polling

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
C:\\134 /mnt/c 9p rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /home/ada/local\\040disk ext4 rw 0 0
"""


def test_new_changed_and_removed_files_are_changes(course: Course, tmp_path: Path) -> None:
    for name in ("same.py", "changed.py", "gone.py", ".hidden.py", "notes.txt", "#lock.py"):
        (tmp_path / name).write_text("1")
    before = snapshot(course, [tmp_path])
    (tmp_path / "changed.py").write_text("12")
    (tmp_path / "gone.py").unlink()
    for name in ("new.py", ".hidden.py", "notes.txt", "#lock.py", ".e07.py.swp"):
        (tmp_path / name).write_text("12")
    found = changes(before, snapshot(course, [tmp_path]))
    assert [path.name for path in found] == ["changed.py", "gone.py", "new.py"]


def test_a_folder_that_is_gone_has_no_files(course: Course, tmp_path: Path) -> None:
    there = snapshot(course, [])
    assert snapshot(course, [tmp_path / "gone"]) == there


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/course", "ext4"),
        ("/mnt/c/Users/ada", "9p"),
        ("/mnt/cd", "ext4"),
        ("/home/ada", "nfs4"),
        ("/home/ada/local disk/course", "ext4"),
    ],
)
def test_a_folders_file_system_is_that_of_the_nearest_mount(
    tmp_path: Path, folder: str, kind: str
) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    assert saves._file_system(Path(folder), tmp_path / "mounts") == kind


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("ext4", ""), ("btrfs", ""), ("", ""), ("nfs4", "nfs4"), ("9p", "9p"), ("cifs", "cifs")],
)
def test_a_file_system_that_tells_nothing_is_polled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, reason: str
) -> None:
    monkeypatch.delenv("WATCHFILES_FORCE_POLLING", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(saves, "_file_system", lambda _: kind)
    told = why_polling(tmp_path)
    assert bool(told) == bool(reason)
    assert reason in told


@pytest.mark.parametrize(("value", "polls"), [("1", True), ("true", True), ("false", False)])
def test_polling_can_be_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, polls: bool
) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", value)
    monkeypatch.setattr(saves, "_file_system", lambda _: "nfs")
    assert bool(why_polling(tmp_path)) is polls


def test_the_bell_rings_and_stops(tmp_path: Path) -> None:
    rang = threading.Event()
    with bell([tmp_path, tmp_path / "not there"], rang.set) as thread:
        assert rang.wait(10)  # it also rings by itself now and then
        rang.clear()
        (tmp_path / "a.py").write_text("1")
        assert rang.wait(10)
    assert not thread.is_alive()
