"""The intake reads submissions of every shape and runs nothing in them."""

import os
import zipfile
from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.grading.intake import Entry, Submission
from autograder.grading.intake.names import meant
from tests.grading.intake.makers import (
    BOTH,
    DENSE,
    EXERCISES,
    MODULES,
    SIGMOID,
    entries_of,
    notebook,
    put,
    read,
    read_submission,
    tarred,
    zipped,
)

# Every shape of a submission


@pytest.mark.parametrize(
    "place",
    ["ada", "ada/exercises", "ada/handout", "ada/handout/exercises"],
    ids=["at the top", "in exercises", "one level down", "a whole handout"],
)
def test_the_modules_of_a_folder_are_found(tmp_path: Path, place: str) -> None:
    put(tmp_path / place, BOTH)
    assert read(tmp_path) == Submission("ada", "ada", MODULES)


@pytest.mark.parametrize("place", ["", "exercises/", "handout/exercises/"])
def test_the_modules_of_an_archive_are_found(tmp_path: Path, place: str) -> None:
    put(tmp_path, {"ada.zip": zipped({place + name: data for name, data in BOTH.items()})})
    assert read(tmp_path) == Submission("ada", "ada.zip", MODULES)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
@pytest.mark.parametrize("name", ["ada.tar", "ada.tar.gz", "ada.tgz", "ada.tar.bz2", "ada.tar.xz"])
def test_a_tar_is_known_by_what_it_holds(tmp_path: Path, name: str, mode: str) -> None:
    put(tmp_path, {name: tarred({f"ada/{file}": data for file, data in BOTH.items()}, mode)})
    assert read(tmp_path) == Submission("ada", name, MODULES)


def test_a_zip_under_the_name_of_a_tar_is_read(tmp_path: Path) -> None:
    put(tmp_path, {"ada.tar.gz": zipped(BOTH)})
    assert read(tmp_path).modules == MODULES


def test_an_archive_in_a_students_folder_is_opened(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"homework.zip": zipped({"e07_dense.py": DENSE}), **BOTH})
    assert read(tmp_path).modules == MODULES


def test_an_archive_without_exercises_beside_them_is_noted(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"pictures.zip": zipped({"one.png": b""}), **BOTH})
    assert read(tmp_path).notes == ("pictures.zip was left out: there is no exercise in it",)


def test_an_archive_in_an_archive_is_not_opened_and_noted(tmp_path: Path) -> None:
    inner = zipped({"e07_dense.py": DENSE})
    put(tmp_path, {"ada.zip": zipped({"e04_sigmoid.py": SIGMOID, "rest.zip": inner})})
    assert read(tmp_path).notes[0] == (
        "rest.zip was left out: it is an archive inside an archive, and those are not opened"
    )


@pytest.mark.parametrize(
    "name",
    [
        "e07_dense (1).py",
        "e07_dense-1.py",
        "Copy of e07_dense.py",
        "e07_dense_copy.py",
        "e07_dense copy 2.py",
        "e07_dense - Copy.py",
        "e07_dense - Copy (2).py",
        "e07_dense-Copy1.py",
        "E07_Dense.py",
        "E07_DENSE.PY",
        "ada_e07_dense.py",
    ],
)
def test_the_name_of_a_second_copy_means_the_exercise(tmp_path: Path, name: str) -> None:
    put(tmp_path / "ada", {name: DENSE})
    assert read(tmp_path).modules == {"exercises.e07_dense": DENSE}


def test_a_long_run_of_spaces_in_a_name_is_read_once() -> None:
    # Looked through from each space, it would take minutes.
    assert meant(f"ada{' ' * 200_000}e04_sigmoid.py", EXERCISES) == ("e04_sigmoid", 2)


def test_the_plain_name_goes_before_that_of_a_copy(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e07_dense.py": DENSE, "e07_dense (1).py": b"other"})
    found = read(tmp_path)
    assert found.modules == {"exercises.e07_dense": DENSE}
    assert found.notes[0] == "e07_dense (1).py was left out: e07_dense.py is there too"


def test_a_filled_notebook_goes_before_the_stub_beside_it(tmp_path: Path) -> None:
    stub = b"def pre_activation(W, b, a):\n    raise NotImplementedError('e07 pre_activation')\n"
    filled = notebook("def pre_activation(W, b, a): return W @ a + b")
    put(tmp_path / "ada", {"e07_dense.py": stub, "e07_dense.ipynb": filled})
    assert read(tmp_path).notes[0] == (
        "e07_dense.py was left out: e07_dense.ipynb is there too, and more of it is written"
    )


def test_the_check_file_of_a_handout_is_not_taken_for_its_exercise(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"test_e07_dense.py": b"", "e04_sigmoid.py": SIGMOID})
    assert "e07_dense.py is missing" in read(tmp_path).notes


def test_exercises_in_several_folders_are_all_found(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"one/e04_sigmoid.py": SIGMOID, "two/e07_dense.py": DENSE})
    assert read(tmp_path).modules == MODULES


def test_a_whole_handout_gives_its_exercises_and_not_its_other_files(tmp_path: Path) -> None:
    extra = {"autograder/checks/test_e07_dense.py": b"", "datasets/idx.py": b"", "conftest.py": b""}
    exercises = {f"exercises/{name}": data for name, data in BOTH.items()}
    put(tmp_path / "ada", exercises | extra)
    assert read(tmp_path).modules == MODULES


def test_helper_modules_beside_the_exercises_are_taken_along(tmp_path: Path) -> None:
    put(tmp_path / "ada", BOTH | {"helpers.py": b"x = 1", "notes.txt": b"", "sub/other.py": b""})
    assert read(tmp_path).modules == MODULES | {"exercises.helpers": b"x = 1"}


def test_of_two_folders_the_one_with_more_exercises_counts(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": b"old", "new/e04_sigmoid.py": SIGMOID})
    put(tmp_path / "ada" / "new", {"e07_dense.py": DENSE})
    assert read(tmp_path).modules == MODULES


def test_a_missing_exercise_is_noted(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": SIGMOID})
    assert read(tmp_path).notes == ("e07_dense.py is missing",)


def test_a_module_that_is_not_python_is_taken_as_it_is(tmp_path: Path) -> None:
    put(tmp_path / "ada", BOTH | {"e07_dense.py": b"\xff\x00 def"})
    assert read(tmp_path).modules["exercises.e07_dense"] == b"\xff\x00 def"


# What operating systems and archivers leave behind


@pytest.mark.parametrize(
    "litter",
    [
        "__MACOSX/exercises/e07_dense.py",
        "__MACOSX/._e07_dense.py",
        ".DS_Store",
        "exercises/.e07_dense.py",
        ".git/e07_dense.py",
        "exercises/__pycache__/e07_dense.py",
        "Thumbs.db",
    ],
)
@pytest.mark.parametrize("as_zip", [False, True])
def test_litter_is_skipped(tmp_path: Path, litter: str, as_zip: bool) -> None:
    files = {litter: b"litter"} | {f"exercises/{name}": data for name, data in BOTH.items()}
    put(*((tmp_path, {"ada.zip": zipped(files)}) if as_zip else (tmp_path / "ada", files)))
    assert read(tmp_path).modules == MODULES


def test_litter_beside_the_submissions_is_not_a_student(tmp_path: Path) -> None:
    put(tmp_path, {".DS_Store": b"", "__MACOSX/ada": b"", "ada/e07_dense.py": DENSE})
    assert [entry.student for entry in entries_of(tmp_path)] == ["ada"]


def test_backslashes_in_an_archive_are_folders(tmp_path: Path) -> None:
    files = {f"handout\\exercises\\{name}": data for name, data in BOTH.items()}
    put(tmp_path, {"ada.zip": zipped(files)})
    assert read(tmp_path).modules == MODULES


# What must not get in


@pytest.mark.parametrize(
    "name",
    ["../e07_dense.py", "a/../../e07_dense.py", "/e07_dense.py", "..\\e07_dense.py", "/tmp/x.py"],
)
def test_an_archives_member_that_leads_out_is_skipped(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"ada.zip": zipped({"e04_sigmoid.py": SIGMOID, name: b"evil"})})
    assert read(tmp_path).modules == {"exercises.e04_sigmoid": SIGMOID}


def test_nothing_of_an_archive_is_written_anywhere(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped(BOTH | {"../evil.py": b"evil"})})
    read(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ada.zip"]


def test_a_link_in_an_archive_is_skipped(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("e07_dense.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("e04_sigmoid.py", SIGMOID)
        archive.writestr(link, "/etc/passwd")
    assert read(tmp_path).modules == {"exercises.e04_sigmoid": SIGMOID}


def test_a_linked_file_is_skipped(tmp_path: Path) -> None:
    put(tmp_path, {"elsewhere.py": DENSE, "in/ada/e04_sigmoid.py": SIGMOID})
    (tmp_path / "in" / "ada" / "e07_dense.py").symlink_to(tmp_path / "elsewhere.py")
    assert read(tmp_path / "in").modules == {"exercises.e04_sigmoid": SIGMOID}


def test_a_linked_folder_is_skipped(tmp_path: Path) -> None:
    put(tmp_path, {"bob/e07_dense.py": DENSE, "in/ada/sub/e04_sigmoid.py": SIGMOID})
    (tmp_path / "in" / "ada" / "exercises").symlink_to(tmp_path / "bob")
    assert read(tmp_path / "in").modules == {"exercises.e04_sigmoid": SIGMOID}


@pytest.mark.parametrize("name", ["ada", "ada.zip", "ada_e07_dense.py"])
def test_an_entry_that_is_a_link_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"bob/e07_dense.py": DENSE, "in/.keep": b""})
    target = tmp_path / "bob" / ("e07_dense.py" if "." in name else "")
    (tmp_path / "in" / name).symlink_to(target)
    assert "is a link; hand in the files themselves" in read(tmp_path / "in").problem


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": SIGMOID})
    os.mkfifo(tmp_path / "ada" / "e07_dense.py")
    assert read(tmp_path).modules == {"exercises.e04_sigmoid": SIGMOID}


@pytest.mark.parametrize("as_zip", [False, True])
def test_a_module_that_is_too_large_is_left_out_and_noted(tmp_path: Path, as_zip: bool) -> None:
    files = {"e04_sigmoid.py": SIGMOID, "e07_dense.py": b"#" * 1_000_001}
    put(*((tmp_path, {"ada.zip": zipped(files)}) if as_zip else (tmp_path / "ada", files)))
    assert read(tmp_path).notes == (
        "e07_dense.py was left out: it is larger than 1 MB",
        "e07_dense.py is missing",
    )


# What cannot be graded, with its reason


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped(BOTH)[:-30]})
    assert read(tmp_path).problem == "ada.zip cannot be read: File is not a zip file"


def test_an_archive_with_a_damaged_member_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped({"e07_dense.py": DENSE * 50}))
    whole[50:70] = b"\xff" * 20
    put(tmp_path, {"ada.zip": bytes(whole)})
    assert read(tmp_path).problem.startswith("ada.zip cannot be read: ")


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    whole = bytearray(zipped({"e07_dense.py": DENSE}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(signature) + offset] |= 1
    put(tmp_path, {"ada.zip": bytes(whole)})
    assert "is encrypted" in read(tmp_path).problem


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    assert read(tmp_path).problem == "ada has no exercise in it; one is called e04_sigmoid.py"


@pytest.mark.parametrize("name", ["ada.pdf", "ada.tar", "ada.docx", "ada"])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    put(tmp_path, {name: b"?"})
    assert read(tmp_path).problem.startswith(f"{name} cannot be read: it is ")


# Single modules


@pytest.mark.parametrize(
    "name", ["ada_e07_dense.py", "ada-e07_dense.py", "ada e07_dense.py", "ada.e07_dense.py"]
)
def test_a_single_module_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    put(tmp_path, {name: b"anything"})
    found = read(tmp_path)
    assert (found.student, found.modules) == ("ada", {"exercises.e07_dense": b"anything"})


def test_a_single_module_is_known_by_what_it_defines(tmp_path: Path) -> None:
    put(tmp_path, {"ada.py": DENSE})
    found = read(tmp_path)
    assert (found.student, found.modules) == ("ada", {"exercises.e07_dense": DENSE})


@pytest.mark.parametrize("source", [b"def other(): ...", b"def f(:", b"\x00", b"(" * 5_000])
def test_a_single_module_that_defines_nothing_known_is_refused(
    tmp_path: Path, source: bytes
) -> None:
    put(tmp_path, {"ada.py": source})
    assert "defines none of the functions" in read(tmp_path).problem


def test_a_single_module_that_is_too_large_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"ada_e07_dense.py": b"#" * 1_000_001})
    assert read(tmp_path).problem == ("ada_e07_dense.py cannot be read: it is larger than 1 MB")


def test_single_modules_of_one_student_belong_together(tmp_path: Path) -> None:
    put(tmp_path, {"ada_e04_sigmoid.py": SIGMOID, "ada_e07_dense.py": DENSE})
    assert read(tmp_path).modules == MODULES


def test_one_module_can_be_several_exercises_by_its_functions(
    tmp_path: Path,
) -> None:
    put(tmp_path, {"ada.py": SIGMOID + DENSE})
    assert list(read(tmp_path).modules) == ["exercises.e04_sigmoid", "exercises.e07_dense"]


@pytest.mark.parametrize("name", ["random", "numpy"])
def test_a_module_named_like_somebody_elses_is_kept_and_explained(
    tmp_path: Path, name: str
) -> None:
    put(tmp_path / "ada", {**BOTH, f"{name}.py": b"x = 1"})
    found = read(tmp_path)
    assert found.modules[f"exercises.{name}"] == b"x = 1"
    assert f"`import {name}` means that one" in found.notes[0]


# Students


def test_students_come_by_name(tmp_path: Path) -> None:
    put(tmp_path, {"zoe.zip": b"", "ada/e07_dense.py": b"", "moe_e07_dense.py": b""})
    entries = entries_of(tmp_path)
    assert [entry.student for entry in entries] == ["ada", "moe", "zoe"]


def test_entries_of_one_student_that_agree_are_put_together(tmp_path: Path) -> None:
    put(tmp_path, {"ada/e07_dense.py": DENSE, "ada.zip": zipped(BOTH)})
    assert read(tmp_path) == Submission("ada", "ada, ada.zip", MODULES)


def test_of_two_entries_that_contradict_each_other_the_first_counts(tmp_path: Path) -> None:
    put(tmp_path, {"ada/e07_dense.py": b"first", "ada.zip": zipped(BOTH)})
    found = read(tmp_path)
    assert found.modules == {"exercises.e07_dense": b"first"}
    assert found.notes[0] == "ada.zip was left out: ada is there too, and both have e07_dense"


def test_a_folder_and_a_single_module_of_one_student_belong_together(tmp_path: Path) -> None:
    put(tmp_path, {"ada/e07_dense.py": DENSE, "ada_e04_sigmoid.py": SIGMOID})
    assert read(tmp_path).modules == MODULES


def test_a_missing_folder_of_submissions_is_a_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a folder; give the folder"):
        entries_of(tmp_path / "nowhere")


def test_an_empty_folder_of_submissions_is_a_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is empty; it should hold one entry for each student"):
        entries_of(tmp_path)


def test_an_entry_that_is_gone_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    entry = Entry.at("ada", tmp_path / "ada.zip")
    assert "cannot be read" in read_submission(entry).problem
