"""Learning platforms' downloads: whose files they are, and which of them count."""

import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import UserError
from tests.grading.intake.makers import (
    BOTH,
    DENSE,
    MODULES,
    SIGMOID,
    entries_of,
    notebook,
    put,
    read,
    read_all,
    read_submission,
    students,
    zipped,
)

Made = Callable[[Path, dict[str, bytes]], Path]

ONE = {"exercises.e07_dense": DENSE}


def as_folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    put(tmp_path / "in", files)
    return tmp_path / "in"


def as_zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    put(tmp_path, {"download.zip": zipped(files)})
    return tmp_path / "download.zip"


def as_wrapped_zip(tmp_path: Path, files: dict[str, bytes]) -> Path:
    return as_zip(tmp_path, {f"download/{name}": data for name, data in files.items()})


DOWNLOADS = pytest.mark.parametrize("made", [as_folder, as_zip, as_wrapped_zip])


# Canvas


@DOWNLOADS
def test_canvas_names_give_the_student_and_the_exercise(tmp_path: Path, made: Made) -> None:
    files = {
        "lovelaceada_12_901_e04_sigmoid.py": SIGMOID,
        "lovelaceada_12_902_e07_dense.py": DENSE,
        "hoppergrace_LATE_13_903_homework.zip": zipped(BOTH),
    }
    found = read_all(made(tmp_path, files))
    assert {name: item.modules for name, item in found.items()} == {
        "hoppergrace_13": MODULES,
        "lovelaceada_12": MODULES,
    }


def test_canvas_ids_tell_two_students_of_one_name_apart(tmp_path: Path) -> None:
    files = {"smithjo_12_901_e07_dense.py": DENSE, "smithjo_13_902_e07_dense.py": b"other"}
    assert students(as_folder(tmp_path, files)) == ["smithjo_12", "smithjo_13"]


def test_of_two_canvas_files_for_one_exercise_the_newer_counts(tmp_path: Path) -> None:
    files = {
        "lovelaceada_12_901_homework.zip": zipped({**BOTH, "e07_dense.py": b"old"}),
        "lovelaceada_12_955_e07_dense.py": DENSE,
    }
    found = read(as_folder(tmp_path, files))
    assert found.modules == MODULES
    assert found.notes == (
        "lovelaceada_12_901_homework.zip was left out: lovelaceada_12_955_e07_dense.py is there "
        "too, is newer, and both have e07_dense",
    )


def test_a_canvas_resubmission_counts_by_its_number(tmp_path: Path) -> None:
    files = {
        "lovelaceada_12_903_e07_dense.py": b"old",
        "lovelaceada_12_901_e07_dense-2.py": DENSE,
        "lovelaceada_12_902_e07_dense-1.py": b"older",
    }
    assert read(as_folder(tmp_path, files)).modules == ONE


def test_canvas_without_names_keeps_its_anonymous_ids(tmp_path: Path) -> None:
    files = {"anon_Xy12Z_901_e07_dense.py": DENSE, "LATE_anon_Qq9_902_e07_dense.py": DENSE}
    assert students(as_folder(tmp_path, files)) == ["anon_Qq9", "anon_Xy12Z"]


def test_text_typed_into_canvas_is_ignored_with_a_note(tmp_path: Path) -> None:
    files = {"lovelaceada_12_text.html": b"", "lovelaceada_12_901_e07_dense.py": DENSE}
    found = read(as_folder(tmp_path, files))
    assert found.modules == ONE
    assert found.notes[0] == (
        "lovelaceada_12_text.html was left out: it is what was typed into Canvas; files are graded"
    )


# Moodle


@DOWNLOADS
@pytest.mark.parametrize("ending", ["_", ""])
def test_moodle_folders_give_the_student(tmp_path: Path, made: Made, ending: str) -> None:
    files = {
        f"Ada Lovelace_12_assignsubmission_file{ending}/e07_dense.py": DENSE,
        f"Gruppe A-Grace Hopper_13_assignsubmission_file{ending}/work.zip": zipped(BOTH),
    }
    found = read_all(made(tmp_path, files))
    assert {name: item.modules for name, item in found.items()} == {
        "Ada Lovelace_12": ONE,
        "Gruppe A-Grace Hopper_13": MODULES,
    }


@DOWNLOADS
def test_moodle_files_without_folders_belong_together(tmp_path: Path, made: Made) -> None:
    files = {f"Ada Lovelace_12_assignsubmission_file_{name}": data for name, data in BOTH.items()}
    found = read(made(tmp_path, files))
    assert (found.student, found.modules) == ("Ada Lovelace_12", MODULES)


@pytest.mark.parametrize("place", ["_/onlinetext.html", "_onlinetext.html"])
def test_text_typed_into_moodle_is_ignored_with_a_note(tmp_path: Path, place: str) -> None:
    files = {
        "Ada_12_assignsubmission_file_/e07_dense.py": DENSE,
        f"Ada_12_assignsubmission_onlinetext{place}": b"<p>",
    }
    found = read(as_folder(tmp_path, files))
    assert found.modules == ONE
    assert "it is what was typed into Moodle (onlinetext)" in found.notes[0]


def test_a_file_where_moodles_folder_belongs_is_refused(tmp_path: Path) -> None:
    found = read(as_folder(tmp_path, {"Ada_12_assignsubmission_file_": b"?"}))
    assert (found.student, found.problem) == (
        "Ada_12",
        "Ada_12_assignsubmission_file_ cannot be read: it is not a folder, an archive, a "
        "notebook or a .py module",
    )


# nbgrader


CELL = "def pre_activation(W, b, a): return {}"


@DOWNLOADS
@pytest.mark.parametrize("top", ["", "submitted/"])
def test_nbgraders_submitted_folder_gives_the_student(tmp_path: Path, made: Made, top: str) -> None:
    files = {
        f"{top}ada/forward/e04_sigmoid.ipynb": notebook("def sigmoid(z): return 1"),
        f"{top}ada/dense/e07_dense.ipynb": notebook(CELL.format(1)),
        f"{top}ada/dense/timestamp.txt": b"2026-01-02 03:04:05.000006 UTC",
        f"{top}bo/forward/e04_sigmoid.ipynb": notebook("def sigmoid(z): return 1"),
    }
    found = read_all(made(tmp_path, files))
    assert set(found) == {"ada", "bo"}
    assert {"exercises.e04_sigmoid", "exercises.e07_dense"} <= set(found["ada"].modules)


def test_a_course_folder_of_nbgraders_gives_its_submitted_ones(tmp_path: Path) -> None:
    files = {"source/ps1/e07_dense.ipynb": b"", "submitted/ada/ps1/e07_dense.ipynb": b""}
    assert students(as_folder(tmp_path, files)) == ["ada"]


def test_of_two_nbgrader_folders_the_later_timestamp_counts(tmp_path: Path) -> None:
    files = {}
    for folder, day in (("a", 1), ("b", 3), ("c", 2)):
        files[f"ada/{folder}/e07_dense.py"] = f"day = {day}".encode()
        files[f"ada/{folder}/timestamp.txt"] = f"2026-01-0{day} 10:00:00.000000 UTC".encode()
    found = read(as_folder(tmp_path, files))
    assert found.modules == {"exercises.e07_dense": b"day = 3"}
    assert found.notes[0] == (
        "c/e07_dense.py was left out: b/e07_dense.py is there too, and newer "
        "(2026-01-03 10:00:00.000000 after 2026-01-02 10:00:00.000000)"
    )


def test_collected_names_give_the_student(tmp_path: Path) -> None:
    files = {
        f"ps1_{student}_attempt_2026-01-30-15-00-00_e07_dense.ipynb": notebook(CELL.format(1))
        for student in ("bitdiddle", "van_dam", "de_dam")
    }
    assert students(as_folder(tmp_path, files)) == ["bitdiddle", "de_dam", "van_dam"]


@DOWNLOADS
def test_of_two_attempts_the_one_with_the_later_stamp_counts(tmp_path: Path, made: Made) -> None:
    files = {
        "ps1_ada_attempt_2026-01-30-15-00-00_e07_dense.py": DENSE,
        "ps1_ada_attempt_2026-01-29-15-00-00_e07_dense.py": b"old",
        "ps1_ada_attempt_2026-01-29-15-00-00_e04_sigmoid.py": SIGMOID,
    }
    found = read(made(tmp_path, files))
    assert (found.student, found.modules) == ("ada", ONE)
    assert found.notes[:2] == (
        "the attempt of 2026-01-30-15-00-00 counts",
        "ps1_ada_attempt_2026-01-29-15-00-00_e04_sigmoid.py was left out: it is of an earlier "
        "attempt (2026-01-29-15-00-00)",
    )


def test_an_attempt_with_nothing_to_grade_leaves_the_one_before_it(tmp_path: Path) -> None:
    files = {
        "ps1_ada_attempt_2026-01-30-15-00-00_report.pdf": b"%PDF",
        "ps1_ada_attempt_2026-01-29-15-00-00_e07_dense.py": DENSE,
    }
    found = read(as_folder(tmp_path, files))
    assert found.modules == ONE
    assert "report.pdf was left out: it is not a folder" in found.notes[1]


def test_the_exchanges_folders_give_the_student_and_the_stamp(tmp_path: Path) -> None:
    files = {
        "ada+ps1+2026-01-02 10:00:00.000000 UTC+x1/e07_dense.py": DENSE,
        "ada+ps1+2026-01-01 10:00:00.000000 UTC/e07_dense.py": b"old",
    }
    found = read(as_folder(tmp_path, files))
    assert (found.student, found.modules) == ("ada", ONE)


# What a student called a file is not who they are


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("eve_12_34_ada_13_35_e07_dense.py", "eve_12"),
        ("eve_12_34_ps1_ada_attempt_2026-01-30-15-00-00_e07_dense.py", "eve_12"),
        ("eve_12_34_Ada_13_assignsubmission_file_e07_dense.py", "eve_12"),
        ("Eve_12_assignsubmission_file_Ada_13_assignsubmission_file_e07_dense.py", "Eve_12"),
        ("Eve_12_assignsubmission_file_ada_13_35_e07_dense.py", "Eve_12"),
    ],
)
def test_a_file_name_does_not_name_another_student(tmp_path: Path, name: str, student: str) -> None:
    others = {"ada_13_35_e07_dense.py": DENSE, "bo_14_36_e07_dense.py": DENSE}
    assert student in students(as_folder(tmp_path, {name: b"", **others}))


def test_names_inside_an_archive_do_not_name_a_student(tmp_path: Path) -> None:
    inside = {f"bo_13_35_{name}": data for name, data in BOTH.items()}
    found = read(as_folder(tmp_path, {"ada.zip": zipped(inside)}))
    assert (found.student, found.modules) == ("ada", MODULES)


# Downloads


def test_a_download_that_is_a_link_in_the_teachers_own_folder_is_read(tmp_path: Path) -> None:
    as_zip(tmp_path, {"ada/e07_dense.py": DENSE})
    (tmp_path / "link.zip").symlink_to(tmp_path / "download.zip")
    assert read(tmp_path / "link.zip").modules == ONE


def test_a_damaged_download_is_a_users_error(tmp_path: Path) -> None:
    put(tmp_path, {"download.zip": b"PK\x03\x04"})
    with pytest.raises(UserError, match="cannot be read"):
        entries_of(tmp_path / "download.zip")


def test_a_member_that_leads_out_of_a_download_is_listed(tmp_path: Path) -> None:
    found = read_all(as_zip(tmp_path, {"ada/e07_dense.py": DENSE, "bo/../../x.py": b""}))
    assert found["ada"].modules == ONE
    assert found["bo/../../x.py"].problem == (
        "bo/../../x.py was left out: its path has .. in it, and leads out of the submission"
    )


def test_exercises_without_students_are_a_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="holds exercises but no students"):
        entries_of(as_folder(tmp_path, BOTH))


def test_entries_can_be_sent_to_another_process(tmp_path: Path) -> None:
    [entry] = entries_of(as_zip(tmp_path, {"ada/e07_dense.py": DENSE}))
    again = pickle.loads(pickle.dumps(entry))
    assert read_submission(again) == read_submission(entry)
