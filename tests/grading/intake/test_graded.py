"""Notebooks and downloads, graded like everything else."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.checking.outcome import CheckStatus
from autograder.course import Course
from autograder.grading.grader import Grader
from autograder.grading.intake import Entry
from autograder.grading.results import CheckResult, SubmissionResult, SubmissionStatus
from autograder.grading.seed import Seed
from tests.grading.intake.makers import notebook, put, zipped
from tests.student_folder import ROOT
from tests.without_store import grade_entry, grade_folder

pytestmark = pytest.mark.process

BODY = re.compile(r"    ### BEGIN SOLUTION\n.*?    ### END SOLUTION\n", re.DOTALL)
TODO = "    # YOUR CODE HERE\n    raise NotImplementedError()\n"


@pytest.fixture(scope="module")
def grader(course: Course) -> Iterator[Grader]:
    with Grader(course, course.exercises, Seed("tests")) as opened:
        yield opened


def cells_of(source: str) -> list[str]:
    """Return the code cells of a module in the percent format."""
    return [
        cell.partition("\n")[2].strip("\n")
        for cell in re.split(r"^# %%", source, flags=re.MULTILINE)[1:]
        if not cell.startswith(" [markdown]")
    ]


def notebooks(change: Callable[[str], str] = str, *scratch: str) -> dict[str, bytes]:
    """Return the solutions as notebooks, e07_dense changed and followed by scratch cells."""
    made = {}
    for path in sorted((ROOT / "solutions").glob("e*.py")):
        source = path.read_text(encoding="utf-8")
        is_changed = path.stem == "e07_dense"
        cells = cells_of(change(source) if is_changed else source)
        made[f"{path.stem}.ipynb"] = notebook(*(scratch if is_changed else ()), *cells)
    return made


def checks(result: SubmissionResult, exercise: str) -> tuple[CheckResult, ...]:
    (found,) = [item for item in result.exercises if item.exercise == exercise]
    return found.checks


def test_right_notebooks_have_every_point(grader: Grader, tmp_path: Path) -> None:
    put(tmp_path / "ada", notebooks())
    result = grade_entry(grader, Entry.at("ada", tmp_path / "ada"))
    assert (result.total, result.notes) == (100.0, ())


def test_scratch_cells_that_fail_cost_nothing_and_are_shown(grader: Grader, tmp_path: Path) -> None:
    put(tmp_path / "ada", notebooks(str, "%matplotlib inline", "x = 1\n1 / 0", "def broken(:"))
    result = grade_entry(grader, Entry.at("ada", tmp_path / "ada"))
    assert result.total == 100.0
    assert "e07_dense.ipynb, cell 2, line 2: ZeroDivisionError" in result.stderr
    assert result.notes[0].startswith("e07_dense.ipynb, cell 3 was left out: line 1")


def test_nbgraders_stubs_are_to_be_written(grader: Grader, tmp_path: Path) -> None:
    put(tmp_path / "ada", notebooks(lambda source: BODY.sub(TODO, source)))
    result = grade_entry(grader, Entry.at("ada", tmp_path / "ada"))
    assert {check.outcome.status for check in checks(result, "e07_dense")} == {CheckStatus.TODO}


def test_an_error_in_a_notebook_names_its_cell(grader: Grader, tmp_path: Path) -> None:
    broken = "    z = W @ a\n    return z + missing\n"
    put(tmp_path / "ada", notebooks(lambda source: BODY.sub(broken, source)))
    result = grade_entry(grader, Entry.at("ada", tmp_path / "ada"))
    got = {check.outcome.lines.got for check in checks(result, "e07_dense") if check.outcome.lines}
    assert any(re.search(r"e07_dense cell 2\.py, line \d+", line) for line in got)


def test_a_platforms_download_is_graded_by_several_processes(
    course: Course, tmp_path: Path
) -> None:
    solved = {f"{path.name}": path.read_bytes() for path in (ROOT / "solutions").glob("e*.py")}
    prefix = "Ada Lovelace_12_assignsubmission_file_"
    files = {f"{prefix}/{name}": data for name, data in solved.items()}
    files["Bo_13_assignsubmission_file_/work.zip"] = zipped(notebooks())
    files["Cy_14_assignsubmission_file_/work.pdf"] = b"%PDF"
    put(tmp_path, {"download.zip": zipped(files)})
    book = grade_folder(
        course, course.exercises, tmp_path / "download.zip", seed=Seed("tests"), jobs=2
    )
    assert [(item.student, item.status, item.total) for item in book.results] == [
        ("Ada Lovelace_12", SubmissionStatus.GRADED, 100.0),
        ("Bo_13", SubmissionStatus.GRADED, 100.0),
        ("Cy_14", SubmissionStatus.REFUSED, 0.0),
    ]
