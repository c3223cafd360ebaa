"""`nudge import nbgrader` on courses of nbgrader's own."""

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path

import pytest

from tests.nbgrader.conftest import Instructor

pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.filterwarnings("ignore"),  # nbgrader's own
]
api = pytest.importorskip("nbgrader.api", reason="run make test-nbgrader")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def points(instructor: Instructor, unit: str, *right: str) -> tuple[str, str]:
    """Return the points of these exercises, and of their unit, as they are listed."""
    course = instructor.course
    most = sum(one.points for one in course.exercises if one.unit == unit)
    return f"{sum(course.exercise(one).points for one in right):g}", f"{most:g}"


def test_a_course_is_listed_and_left_as_it_is(exported: Instructor) -> None:
    before = digest(exported.root / "gradebook.db")
    said = exported.nudge("import", "nbgrader", "--course", ".")
    assert digest(exported.root / "gradebook.db") == before
    assert not list(exported.root.glob("gradebook.db-*"))
    rows = [line.split() for line in said.splitlines()]
    # With a right pre_activation supplied, half of e07 is right: dense_forward.
    half = exported.course.exercise("e07").points / 2
    for student, unit, right, more, there in (
        ("right", "learning", ("e12", "e15"), 0.0, ("e12", "e15")),
        ("mixed", "forward", ("e04",), half, ("e04", "e07")),
    ):
        own, most = points(exported, unit, *right)
        score = f"{float(own) + more:g}"
        assert [student, unit, "2026-03-01T10:00:00", score, "of", most, *there] in rows
    assert said.endswith("6 students, 7 submissions, 7 for `nudge grade`\n")


def test_csv_has_a_row_a_submission(exported: Instructor) -> None:
    text = exported.nudge("import", "nbgrader", "--course", ".", "--csv")
    rows = {(row["student"], row["assignment"]): row for row in csv.DictReader(io.StringIO(text))}
    found = rows["right", "forward"]
    score, most = points(exported, "forward", "e04", "e07")
    assert (found["score"], found["max_score"], found["on_disk"]) == (score, most, "yes")
    assert found["gradable"] == "e04_sigmoid e07_dense"


def test_without_a_database_the_folder_is_listed(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    (instructor.root / "gradebook.db").unlink()
    found = json.loads(instructor.nudge("import", "nbgrader", "--course", ".", "--json"))
    assert [one["name"] for one in found["assignments"]] == ["forward", "learning"]
    assert {one["id"] for one in found["students"]} >= {"right", "mixed", "<b>dan"}
    assert all(one["score"] is None for one in found["handed"])
    assert not (instructor.root / "gradebook.db").exists()


def test_without_a_folder_the_database_is_listed(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    shutil.rmtree(instructor.root / "submitted")
    found = json.loads(instructor.nudge("import", "nbgrader", "--course", ".", "--json"))
    [one] = [
        one
        for one in found["handed"]
        if (one["student"], one["assignment"]) == ("right", "forward")
    ]
    score, _ = points(exported, "forward", "e04", "e07")
    assert (one["score"], one["on_disk"], one["gradable"]) == (float(score), False, [])


def test_a_course_that_knows_nothing_of_nudge_is_listed_too(
    exported: Instructor, tmp_path: Path
) -> None:
    root = tmp_path / "physics"
    root.mkdir()
    with api.Gradebook(f"sqlite:///{root / 'gradebook.db'}", "") as opened:
        opened.add_student("bo", first_name="Bo", last_name="Li", email="bo@example.org")
        opened.add_student("cy", first_name="=1+1")
        opened.add_assignment("ps1", duedate="2026-02-03 10:00:00.000000 UTC")
        opened.add_notebook("pendulum", "ps1")
        opened.add_submission("ps1", "bo", timestamp="2026-02-01 10:00:00.000000 UTC")
    before = digest(root / "gradebook.db")
    words = ["import", "nbgrader", "--course", str(root), "--from", str(exported.course.root)]
    said = exported.nudge(*words)
    assert "1, not Nudge's" in said
    assert "Bo Li" in said
    assert "2 students, 1 submission, 0 for `nudge grade`" in said
    assert "'=1+1" in exported.nudge(*words, "--csv")
    assert digest(root / "gradebook.db") == before


def test_where_nudges_course_is_not_known_it_is_asked_for(
    exported: Instructor, tmp_path: Path
) -> None:
    instructor = exported.copy(tmp_path / "copy")
    shutil.rmtree(instructor.root / "hidden_checks")
    said = instructor.nudge("import", "nbgrader", "--course", ".", code=2)
    assert "or name Nudge's course with --from FOLDER" in said


def test_a_folder_that_is_no_course_is_told(exported: Instructor, tmp_path: Path) -> None:
    words = ["import", "nbgrader", "--course", str(tmp_path)]
    assert "is not an nbgrader course" in exported.nudge(*words, code=2)


def test_a_file_that_is_no_database_is_told(exported: Instructor, tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"minutes of a meeting\n" * 100)
    words = ["import", "nbgrader", "--course", str(tmp_path), "--from", str(exported.course.root)]
    assert "cannot be used" in exported.nudge(*words, code=2)
