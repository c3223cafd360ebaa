import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from autograder.cli.main import main
from autograder.grading.output_folder import alone_in
from autograder.reporting import write_reports
from tests.reporting.example_gradebook import TO_WRITE, failed, gradebook, graded


def report(out: Path, *more: str) -> Result:
    return CliRunner().invoke(main, ["report", "--out", str(out), *more])


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Return the folder of a run."""
    results = [
        graded(f"s{place:02}", e07_dense=(failed() if place % 3 else TO_WRITE, failed()))
        for place in range(12)
    ]
    write_reports(gradebook(*results), tmp_path / "out")
    return tmp_path / "out"


def test_a_finished_run_is_reported_again(out: Path) -> None:
    before = {path: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    for name in ("analysis.html", "analysis.json", "index.html"):
        (out / name).unlink()
    result = report(out)
    assert result.exit_code == 0
    assert "12 submissions count" in result.output
    assert "nobody has a point" in result.output
    assert f"  {out / 'analysis.html'}\n" in result.output
    for path, data in before.items():
        assert path.read_bytes() == data


def test_only_the_pages_of_the_checks_and_the_class_are_written(out: Path) -> None:
    for name in ("gradebook.csv", "feedback/s01.html"):
        (out / name).write_text("mine", encoding="utf-8")
    assert report(out).exit_code == 0
    assert (out / "gradebook.csv").read_text(encoding="utf-8") == "mine"
    assert (out / "feedback/s01.html").read_text(encoding="utf-8") == "mine"


def test_json_is_the_file_and_nothing_else(out: Path) -> None:
    result = report(out, "--json")
    assert result.stdout == (out / "analysis.json").read_text(encoding="utf-8")
    assert json.loads(result.stdout)["students"] == 12


def test_a_folder_without_a_run_is_one_sentence(tmp_path: Path) -> None:
    result = report(tmp_path / "nowhere")
    assert result.exit_code == 2
    assert result.stderr == (
        f"nudge: there is no {tmp_path / 'nowhere' / 'gradebook.json'}; give the --out of an "
        "earlier `nudge grade`\n"
    )
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_gradebook_is_one_sentence(out: Path) -> None:
    (out / "gradebook.json").write_text("{", encoding="utf-8")
    result = report(out)
    assert result.exit_code == 2
    assert "gradebook.json is not JSON" in result.stderr


def test_a_report_waits_for_no_run_that_writes_there(out: Path) -> None:
    with alone_in(out):
        result = report(out)
    assert result.exit_code == 2
    assert f"another run (process {os.getpid()}) is grading into {out}" in result.stderr
