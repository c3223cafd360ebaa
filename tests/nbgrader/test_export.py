"""`nudge export nbgrader`, seen by nbgrader's own commands and its own Gradebook."""

import csv
import json
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.nbgrader.conftest import LAYER, STAMP, Instructor

pytestmark = [
    pytest.mark.nbgrader,
    pytest.mark.filterwarnings("ignore"),  # nbgrader's own
]
api = pytest.importorskip("nbgrader.api", reason="run make test-nbgrader")


@contextmanager
def gradebook(instructor: Instructor) -> Iterator[Any]:
    with api.Gradebook(f"sqlite:///{instructor.root / 'gradebook.db'}", "") as opened:
        yield opened


def dump(instructor: Instructor) -> list[str]:
    database = sqlite3.connect(instructor.root / "gradebook.db")
    try:
        return list(database.iterdump())
    finally:
        database.close()


def tree(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def nudges_gradebook(instructor: Instructor) -> Mapping[str, Mapping[str, str]]:
    with (instructor.out / "gradebook.csv").open(encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def test_a_notebook_of_nudges_is_graded_as_it_comes_from_nbgrader(exported: Instructor) -> None:
    rows = nudges_gradebook(exported)
    worth = {one.id: f"{one.points:g}" for one in exported.course.exercises}
    for student, exercises in (
        ("right", ("e04_sigmoid", "e07_dense", "e12_cost", "e15_backprop")),
        ("untidy", ("e04_sigmoid", "e07_dense")),
    ):
        assert {one: rows[student][one] for one in exercises} == {
            one: worth[one] for one in exercises
        }
    assert float(rows["mixed"]["e07_dense"]) < 4


def test_nothing_that_the_kit_put_there_is_in_what_the_code_printed(exported: Instructor) -> None:
    text = (exported.out / "gradebook.json").read_text(encoding="utf-8")
    found = {row["student"]: row for row in json.loads(text)["submissions"]}
    assert found["untidy"]["stderr"] == ""
    assert found["right"]["stderr"] == ""
    assert "nudge_kit" not in text
    assert "the other cells were run" not in text


def test_nbgraders_export_shows_the_totals_of_nudges_gradebook(exported: Instructor) -> None:
    exported.made.nbgrader("export", "--to", str(exported.out / "grades.csv"))
    totals: dict[str, float] = {}
    with (exported.out / "grades.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            totals[row["student_id"]] = totals.get(row["student_id"], 0.0) + float(row["score"])
    ours = {name: float(row["total"]) for name, row in nudges_gradebook(exported).items()}
    [left_out] = [name for name in ours if name.startswith("new\\nline")]
    del ours[left_out]
    assert totals.keys() == ours.keys()
    # nbgrader adds what Nudge rounds to a hundredth, exercise by exercise.
    assert totals == pytest.approx(ours, abs=0.006 * 2)


def test_the_cells_of_an_exercise_add_up_to_its_mark(exported: Instructor) -> None:
    rows = nudges_gradebook(exported)
    with gradebook(exported) as opened:
        for student in ("right", "mixed", "untidy", "<b>dan"):
            for notebook in opened.find_submission("forward", student).notebooks:
                assert round(notebook.score, 2) == float(rows[student][notebook.name])
                assert not notebook.needs_manual_grade


def test_a_submission_has_the_time_at_which_it_was_collected(exported: Instructor) -> None:
    with gradebook(exported) as opened:
        found = opened.find_submission("forward", "mixed").timestamp.isoformat()
    assert found == "2026-03-01T10:00:00"
    copied = exported.root / "autograded" / "mixed" / "forward" / "timestamp.txt"
    assert copied.read_text(encoding="utf-8") == STAMP


def test_a_unit_not_handed_in_gets_no_submission(exported: Instructor) -> None:
    with gradebook(exported) as opened, pytest.raises(api.MissingEntry):
        opened.find_submission("learning", "mixed")


def test_a_misconception_is_the_answers_comment(exported: Instructor) -> None:
    with gradebook(exported) as opened:
        place = ("e07_dense", "forward", "mixed")
        comment = opened.find_comment("e07_pre_activation_answer", *place).comment
        missing = opened.find_comment("e01_dot_answer", "e01_products", "forward", "mixed").comment
    assert "**The bias is left out**" in comment
    assert "There is no e01\\_products in what you handed in" in missing


def test_a_refused_submission_has_zero_and_says_why(exported: Instructor) -> None:
    with gradebook(exported) as opened:
        submission = opened.find_submission("forward", "unreadable")
        assert (submission.score, submission.needs_manual_grade) == (0.0, False)
        place = ("e04_sigmoid", "forward", "unreadable")
        comment = opened.find_comment("e04_sigmoid_answer", *place).comment
    assert "it is not JSON" in comment


def test_a_name_that_is_no_folders_is_left_out_and_told(exported: Instructor) -> None:
    said = exported.export("--dry-run", code=1)
    assert "left out: new\\nline ~" in said
    names = {path.name for path in (exported.root / "autograded").iterdir()}
    assert names == {"right", "mixed", "untidy", "<b>dan", "unreadable"}


def all_of(instructor: Instructor, *exercises: str) -> float:
    """Return the points that these exercises have."""
    return sum(instructor.course.exercise(one).points for one in exercises)


def test_feedback_shows_scores_and_comments(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    instructor.made.nbgrader("generate_feedback", "forward")
    folder = instructor.root / "feedback"
    page = (folder / "mixed" / "forward" / "e07_dense.html").read_text(encoding="utf-8")
    assert "The bias is left out" in page
    assert "What does the neuron do with silent inputs?" in page
    assert f"Score: 0.0 / {instructor.course.exercise('e07').points / 2}" in page
    page = (folder / "unreadable" / "forward" / "e04_sigmoid.html").read_text(encoding="utf-8")
    assert "Nothing in what you handed in could be graded" in page
    assert "<script>alert(1)" not in page
    assert (folder / "<b>dan" / "forward" / "e04_sigmoid.html").is_file()


def test_formgrader_finds_every_submission_autograded(exported: Instructor) -> None:
    apps = pytest.importorskip("nbgrader.apps.api")
    from traitlets.config import Config  # noqa: PLC0415

    config = Config()
    config.CourseDirectory.root = str(exported.root)
    found = apps.NbGraderAPI(config=config)
    rows = {row["student"]: row for row in found.get_submissions("forward")}
    assert all(rows[name]["autograded"] for name in ("right", "mixed", "untidy", "unreadable"))
    assert rows["right"]["score"] == all_of(exported, "e04", "e07")
    notebooks = found.get_notebook_submissions("forward", "e07_dense")
    assert {row["student"] for row in notebooks} >= {"right", "mixed", "untidy"}


def test_an_autograded_notebook_is_what_was_handed_in_with_its_marks(exported: Instructor) -> None:
    import nbformat  # noqa: PLC0415

    path = exported.root / "autograded" / "untidy" / "forward" / "e07_dense.ipynb"
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    assert ids.count("e07_kit") == 1
    [graded] = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "e07_dense_forward"
    ]
    assert "mine = 1" not in graded.source
    assert re.search(r"\b(\d+) of \1 right", graded.outputs[0].text)


def test_a_second_export_changes_nothing(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    before, files = dump(instructor), tree(instructor.root / "autograded")
    said = instructor.export(code=1)
    assert dump(instructor) == before
    assert tree(instructor.root / "autograded") == files
    assert "0 with another score than before; 0 files of autograded/ written" in said


def test_scores_given_by_hand_stay(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    place = ("e07_dense", "forward", "mixed")
    with gradebook(instructor) as opened:
        grade = opened.find_grade("e07_pre_activation", *place)
        grade.manual_score, grade.extra_credit = 3.0, 0.5
        # As if the function that uses it had been wrong, so that the total moves, too.
        opened.find_grade("e07_dense_forward", *place).auto_score = 0.0
        comment = opened.find_comment("e07_pre_activation_answer", *place)
        comment.manual_comment = "Come and see me."
        opened.find_submission_notebook(*place).late_submission_penalty = 1.25
        opened.update_or_create_student("mixed", first_name="Mi", email="mixed@example.org")
        opened.db.commit()
    path = instructor.root / "submitted" / "mixed" / "forward" / "e07_dense.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"]).replace("float64) @ a", "float64) @ a + b")
    path.write_text(json.dumps(notebook), encoding="utf-8")
    instructor.grade()
    said = instructor.export(code=1)
    with gradebook(instructor) as opened:
        grade = opened.find_grade("e07_pre_activation", *place)
        assert (grade.manual_score, grade.extra_credit, grade.score) == (3.0, 0.5, 3.5)
        assert grade.auto_score == pytest.approx(grade.max_score, abs=1e-5)
        assert grade.needs_manual_grade
        assert opened.find_comment("e07_pre_activation_answer", *place).comment == (
            "Come and see me."
        )
        assert opened.find_submission_notebook(*place).late_submission_penalty == 1.25
        assert opened.find_student("mixed").email == "mixed@example.org"
    [row] = [line for line in said.splitlines() if line.startswith("mixed ")]
    before = all_of(instructor, "e04") + 3.5
    now = before + all_of(instructor, "e07") / 2  # dense_forward's half
    most = sum(one.points for one in instructor.course.exercises if one.unit == "forward")
    assert row.split() == ["mixed", "forward", f"{before:g}", f"{now:g}", f"{most:g}", "1"]


def test_a_dry_run_changes_nothing(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    with gradebook(instructor) as opened:
        opened.remove_submission("forward", "right")
    before = tree(instructor.root)
    said = instructor.export("--dry-run", "--json", code=1)
    assert tree(instructor.root) == before
    rows = {(row["student"], row["assignment"]): row for row in json.loads(said)["rows"]}
    found = rows["right", "forward"]
    assert (found["before"], found["after"]) == (None, all_of(instructor, "e04", "e07"))


def test_points_that_the_gradebook_has_alone_are_told(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    assert json.loads(instructor.export("--dry-run", "--json", code=1))["points"] == []
    assert "other points" not in instructor.export(code=1)
    with gradebook(instructor) as opened:
        opened.find_grade_cell("e04_logit", "e04_sigmoid", "forward").max_score = 6
        opened.db.commit()
        today = opened.find_grade_cell("e04_sigmoid", "e04_sigmoid", "forward").max_score
        opened.find_grade_cell("e04_sigmoid", "e04_sigmoid", "forward").max_score = today - 1
        opened.db.commit()
    groups = json.loads((instructor.root / "hidden_checks" / "groups.json").read_text("utf-8"))
    worth = {name: row["points"] for name, row in groups.items()}
    found = json.loads(instructor.export("--dry-run", "--json", code=1))["points"]
    assert found == [
        {
            "exercise": "e04_sigmoid",
            "cell": cell,
            "here": pytest.approx(here),
            "today": pytest.approx(worth[cell]),
        }
        for cell, here in (("e04_sigmoid", worth["e04_sigmoid"] - 1), ("e04_logit", 6.0))
    ]
    said = instructor.export(code=1)
    assert (
        "the gradebook has other points than the course now. e04_sigmoid: e04_sigmoid "
        f"{worth['e04_sigmoid'] - 1:.4g} (now {worth['e04_sigmoid']:.4g}), e04_logit 6 (now "
        f"{worth['e04_logit']:.4g}). Marks are shares of the gradebook's points"
    ) in said
    # A right answer has all the points of its cell, whoever set them.
    with gradebook(instructor) as opened:
        assert opened.find_grade("e04_logit", "e04_sigmoid", "forward", "right").auto_score == 6


def test_a_later_submission_is_reported(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    path = instructor.root / "submitted" / "mixed" / "forward" / "e07_dense.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace(LAYER.strip(), "return 7"), "utf-8")
    said = instructor.export(code=1)
    assert "handed in something else since they were graded: mixed" in said
    shown = instructor.root / "autograded" / "mixed" / "forward" / "e07_dense.ipynb"
    assert "return 7" not in shown.read_text(encoding="utf-8")


def test_a_link_in_a_submission_is_not_followed(exported: Instructor, tmp_path: Path) -> None:
    instructor = exported.copy(tmp_path / "copy")
    secret = tmp_path / "secret.ipynb"
    path = instructor.root / "submitted" / "mixed" / "forward" / "e07_dense.ipynb"
    secret.write_bytes(path.read_bytes().replace(b"@ a", b"@ a # secret"))
    path.unlink()
    path.symlink_to(secret)
    instructor.export(code=1)
    shown = instructor.root / "autograded" / "mixed" / "forward" / "e07_dense.ipynb"
    assert "secret" not in shown.read_text(encoding="utf-8")


def test_a_database_without_the_assignment_says_what_to_do(
    exported: Instructor, tmp_path: Path
) -> None:
    instructor = exported.copy(tmp_path / "copy")
    (instructor.root / "gradebook.db").unlink()
    assert "`nbgrader generate_assignment forward`" in instructor.export(code=2)
    with gradebook(instructor):
        pass
    assert "has no assignment with the notebooks of" in instructor.export(code=2)
