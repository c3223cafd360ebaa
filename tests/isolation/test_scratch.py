"""Folders of runs that were killed are removed by the next one; those of others stay."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

import pytest

from autograder.isolation import NotIsolated, layer_report, modes
from autograder.isolation import scratch as scratch_module
from autograder.isolation.scratch import Scratch, remove_tree, sweep
from tests.student_folder import ROOT

_HOLD = """
import sys
from autograder.isolation.scratch import Scratch
scratch = Scratch()
print(scratch.folder, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_a_folder_is_gone_when_its_run_ends(place: Path) -> None:
    with Scratch() as scratch:
        assert scratch.folder.parent == place
        (scratch.folder / "inner").mkdir()
    assert list(place.iterdir()) == []


def test_the_folder_of_a_killed_run_is_swept_and_not_before(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(place)},
    ) as other:
        assert other.stdout is not None
        folder = Path(other.stdout.readline().strip())
        sweep(place)
        assert folder.is_dir()
        other.kill()
    sweep(place)
    assert not folder.exists()


def test_a_folder_whose_removal_was_cut_short_is_swept(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: Path) -> None:
        raise KeyboardInterrupt

    run = Scratch()
    (run.folder / "sessions" / "one").mkdir(parents=True)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rmdir", killed)
        with pytest.raises(KeyboardInterrupt):
            run.remove()
    assert list(place.iterdir()) == [run.folder]
    sweep(place)
    assert list(place.iterdir()) == []


def test_a_folder_swept_before_it_had_its_lock_is_made_again(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = scratch_module._lock
    swept: list[str] = []

    def lock_too_late(file: IO[str]) -> bool:
        if not swept:
            swept.append(file.name)
            sweep(place)
        return lock(file)

    monkeypatch.setattr(scratch_module, "_lock", lock_too_late)
    with Scratch() as made:
        assert not Path(swept[0]).parent.exists()
        (made.folder / "inner").mkdir()
        sweep(place)
        assert (made.folder / "inner").is_dir()


def test_runs_that_start_together_keep_their_folders(place: Path) -> None:
    stay = "for _ in range(100):\n with Scratch() as made: (made.folder / 'inner').mkdir()"
    code = f"from autograder.isolation.scratch import Scratch\n{stay}"
    environment = {"PYTHONPATH": str(ROOT), "TMPDIR": str(place)}
    runs = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    assert [run.communicate()[1] for run in runs] == [b""] * 3
    assert list(place.iterdir()) == []


def test_a_folder_of_the_same_name_that_is_nobodys_stays(place: Path) -> None:
    (place / "nudge-notes").mkdir()
    (place / "nudge-link").symlink_to(place / "nudge-notes")
    sweep(place)
    assert (place / "nudge-notes").is_dir()
    assert (place / "nudge-link").is_symlink()


_REPORT = """
import subprocess, sys
from autograder.isolation import modes
start = subprocess.Popen
class Held(start):
    def communicate(self, *arguments, **options):
        print("started", flush=True)
        sys.stdin.read()
subprocess.Popen = Held
modes.layer_report("strict")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the layers")
def test_a_layer_report_that_was_killed_leaves_nothing(place: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _REPORT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT), "TMPDIR": str(place)},
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline()
        assert [path.name for path in place.glob("*/report")] == ["report"]
        other.kill()
    with Scratch() as following:
        assert list(place.iterdir()) == [following.folder]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the layers")
def test_a_killed_trial_of_the_layers_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends_itself = "import os, tempfile; tempfile.mkdtemp(); os.kill(os.getpid(), 9)"
    monkeypatch.setattr(modes, "command", lambda _: [sys.executable, "-c", ends_itself])
    with pytest.raises(NotIsolated, match="does not start"):
        layer_report("strict")
    assert list(place.iterdir()) == []


# Removing a folder that a student's code has written to


def test_a_tree_deeper_than_a_path_can_be_is_removed(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a-folder-with-a-name", dir_fd=here)
        inner = os.open("a-folder-with-a-name", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    remove_tree(top)
    assert not top.exists()


def test_a_link_is_removed_and_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    top = tmp_path / "top"
    top.mkdir()
    (top / "link").symlink_to(kept)
    remove_tree(top)
    assert (kept / "file").exists()
    assert not top.exists()


def test_a_folder_that_is_gone_already_is_no_error(tmp_path: Path) -> None:
    remove_tree(tmp_path / "gone")
