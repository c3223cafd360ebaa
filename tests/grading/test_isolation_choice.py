"""`nudge grade` and isolation: the mode is chosen by name, recorded, and refused where it fails."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli.main import main
from autograder.course import load_course
from autograder.grading import batch
from autograder.isolation import NotIsolated
from tests.student_folder import ROOT


@pytest.fixture
def one_student(tmp_path: Path) -> Path:
    folder = tmp_path / "submissions"
    shutil.copytree(ROOT / "examples" / "class" / "amara", folder / "amara")
    return folder


def _grade(folder: Path, *arguments: str) -> Result:
    out = folder.parent / "out"
    command = ["grade", str(folder), "--course", str(ROOT), "--out", str(out), "--only", "e04"]
    return CliRunner().invoke(main, [*command, "--jobs", "1", *arguments])


def _record(folder: Path) -> dict[str, str]:
    text = next((folder.parent / "out").rglob("*.json")).read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)["record"]
    return found


def test_strict_is_the_default_and_recorded(one_student: Path) -> None:
    assert _grade(one_student).exit_code == 0
    assert _record(one_student)["isolation"].startswith("strict: ")


def test_process_isolation_warns_and_gives_the_same_marks(one_student: Path) -> None:
    done = _grade(one_student, "--isolation", "process")
    assert done.exit_code == 0
    assert "does not keep code from reading" in done.stderr
    assert _record(one_student)["isolation"].startswith("process: ")
    points = f"{load_course(ROOT).exercise('e04').points:g}"
    assert re.search(rf"^ mean +{points} +{points} *$", done.stdout, re.MULTILINE), done.stdout


def test_where_strict_cannot_hold_nothing_is_graded(
    one_student: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def layer_report(mode: str) -> None:
        raise NotIsolated("it lacks landlock")

    monkeypatch.setattr(batch, "layer_report", layer_report)
    done = _grade(one_student)
    assert done.exit_code == 2
    assert done.stderr == "nudge: it lacks landlock\n"
    assert not (one_student.parent / "out" / "gradebook.csv").exists()
