"""What students hand in, in every shape, and nothing of it run."""

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.grading.intake import Entry, Submission, find_entries, read_submission

EXERCISES = {
    "e04_sigmoid": ["sigmoid", "sigmoid_prime"],
    "e07_dense": ["pre_activation", "dense_forward"],
}
SIGMOID = b"def sigmoid(z): ...\ndef sigmoid_prime(z): ...\n"
DENSE = b"def pre_activation(W, b, a): ...\ndef dense_forward(W, b, a): ...\n"
BOTH = {"e04_sigmoid.py": SIGMOID, "e07_dense.py": DENSE}
MODULES = {"exercises.e04_sigmoid": SIGMOID, "exercises.e07_dense": DENSE}


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def zipped(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo("placeholder")
            entry.filename = name  # as it is: a backslash, or an absolute path
            archive.writestr(entry, data)
    return buffer.getvalue()


def read(folder: Path) -> Submission:
    """Return the submission of the only student in a folder."""
    [entry] = find_entries(folder, list(EXERCISES))
    return read_submission(entry, EXERCISES)


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


def test_a_module_that_is_no_python_is_taken_as_it_is(tmp_path: Path) -> None:
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
def test_litter_is_passed_over(tmp_path: Path, litter: str, as_zip: bool) -> None:
    files = {litter: b"litter"} | {f"exercises/{name}": data for name, data in BOTH.items()}
    put(*((tmp_path, {"ada.zip": zipped(files)}) if as_zip else (tmp_path / "ada", files)))
    assert read(tmp_path).modules == MODULES


def test_litter_beside_the_submissions_is_no_student(tmp_path: Path) -> None:
    put(tmp_path, {".DS_Store": b"", "__MACOSX/ada": b"", "ada/e07_dense.py": DENSE})
    assert [entry.student for entry in find_entries(tmp_path, list(EXERCISES))] == ["ada"]


def test_backslashes_in_an_archive_are_folders(tmp_path: Path) -> None:
    files = {f"handout\\exercises\\{name}": data for name, data in BOTH.items()}
    put(tmp_path, {"ada.zip": zipped(files)})
    assert read(tmp_path).modules == MODULES


# What must not get in


@pytest.mark.parametrize(
    "name",
    ["../e07_dense.py", "a/../../e07_dense.py", "/e07_dense.py", "..\\e07_dense.py", "/tmp/x.py"],
)
def test_an_archives_member_that_leads_out_is_passed_over(tmp_path: Path, name: str) -> None:
    put(tmp_path, {"ada.zip": zipped({"e04_sigmoid.py": SIGMOID, name: b"evil"})})
    assert read(tmp_path).modules == {"exercises.e04_sigmoid": SIGMOID}


def test_nothing_of_an_archive_is_written_anywhere(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped(BOTH | {"../evil.py": b"evil"})})
    read(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["ada.zip"]


def test_a_link_in_an_archive_is_passed_over(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("e07_dense.py")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "ada.zip", "w") as archive:
        archive.writestr("e04_sigmoid.py", SIGMOID)
        archive.writestr(link, "/etc/passwd")
    assert read(tmp_path).modules == {"exercises.e04_sigmoid": SIGMOID}


def test_a_linked_file_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path, {"elsewhere.py": DENSE, "in/ada/e04_sigmoid.py": SIGMOID})
    (tmp_path / "in" / "ada" / "e07_dense.py").symlink_to(tmp_path / "elsewhere.py")
    assert read(tmp_path / "in").modules == {"exercises.e04_sigmoid": SIGMOID}


def test_a_linked_folder_is_passed_over(tmp_path: Path) -> None:
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


# Students


def test_students_come_by_name(tmp_path: Path) -> None:
    put(tmp_path, {"zoe.zip": b"", "ada/e07_dense.py": b"", "moe_e07_dense.py": b""})
    entries = find_entries(tmp_path, list(EXERCISES))
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


def test_a_missing_folder_of_submissions_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not a folder; give the folder"):
        find_entries(tmp_path / "nowhere", list(EXERCISES))


def test_an_empty_folder_of_submissions_is_the_users_to_mend(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is empty; it should hold one entry a student"):
        find_entries(tmp_path, list(EXERCISES))


def test_an_entry_that_is_gone_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    entry = Entry("ada", (tmp_path / "ada.zip",))
    assert "cannot be read" in read_submission(entry, EXERCISES).problem
