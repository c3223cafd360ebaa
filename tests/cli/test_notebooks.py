"""`nudge notebooks`."""

import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Nudge
from tests.student_folder import ROOT


def test_without_jupytext_it_says_what_to_install(
    nudge: Nudge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jupytext", None)
    done = nudge("notebooks", "--course", tmp_path / "out", "--from", ROOT)
    assert done.exit_code == 2
    assert done.output == (
        "nudge: notebooks need jupytext, which is not installed; "
        "run: python -m pip install jupytext nbformat\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_unit_that_is_there_is_not_touched(nudge: Nudge, tmp_path: Path) -> None:
    pytest.importorskip("jupytext", reason="notebooks need the extra `nbgrader`")
    mine = tmp_path / "source" / "forward" / "mine.ipynb"
    mine.parent.mkdir(parents=True)
    mine.touch()
    done = nudge("notebooks", "--course", tmp_path, "--from", ROOT)
    assert done.exit_code == 2
    assert done.output == (f"nudge: {tmp_path} has source/forward already; --force replaces them\n")
    assert mine.exists()


def test_new_and_unchanged_files_are_reported(nudge: Nudge, tmp_path: Path) -> None:
    pytest.importorskip("jupytext", reason="notebooks need the extra `nbgrader`")
    (tmp_path / "nbgrader_config.py").write_text("mine = 1\n")
    (tmp_path / "source" / "forward").mkdir(parents=True)
    done = nudge("notebooks", "--course", tmp_path, "--from", ROOT, "--force")
    assert done.exit_code == 0
    assert f"{tmp_path / 'source' / 'forward'}: 11 notebooks\n" in done.output
    assert "nbgrader_config.py: kept as it is" in done.output
    assert (tmp_path / "nbgrader_config.py").read_text() == "mine = 1\n"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
