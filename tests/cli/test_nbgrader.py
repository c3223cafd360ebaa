"""`nudge export nbgrader` and `nudge import nbgrader`, where nbgrader is not needed."""

import sys
from pathlib import Path

import pytest

from autograder.grading.store import STORE_NAME
from tests.cli.conftest import Nudge


@pytest.mark.parametrize("command", ["export", "import"])
def test_without_nbgrader_it_says_what_to_install(
    nudge: Nudge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setitem(sys.modules, "nbgrader", None)
    monkeypatch.setitem(sys.modules, "nbgrader.coursedir", None)
    (tmp_path / "source").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / STORE_NAME).touch()
    words = [command, "nbgrader", "--course", tmp_path]
    if command == "export":
        words += ["--out", tmp_path / "out"]
    ended = nudge(*words)
    assert ended.exit_code == 2
    assert "python -m pip install 'nbgrader>=0.9.5,<0.10'" in ended.output


def test_an_export_needs_results(nudge: Nudge, tmp_path: Path) -> None:
    ended = nudge("export", "nbgrader", "--course", tmp_path, "--out", tmp_path / "out")
    assert ended.exit_code == 2
    assert "run `nudge grade` first" in ended.output
    assert not (tmp_path / "out").exists()


def test_both_are_among_the_commands(nudge: Nudge) -> None:
    said = nudge("--help").output
    assert "export" in said
    assert "import" in said
    assert "nbgrader" in nudge("import", "--help").output


def test_grading_does_not_wait_for_nbgrader(nudge: Nudge) -> None:
    import subprocess  # noqa: PLC0415

    code = (
        "import sys; import autograder.cli.grading; "
        "assert not [n for n in sys.modules if n.split('.')[0] in ('nbgrader', 'nbformat')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
