"""Archives, names and files that were made to break an intake, and do break others."""

import io
import os
import struct
import sys
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grading.intake.makers import (
    BOTH,
    DENSE,
    MODULES,
    SIGMOID,
    entries_of,
    put,
    read,
    read_all,
    read_submission,
    students,
    tar_of,
    tarred,
    zipped,
)

Make = Callable[[dict[str, bytes]], bytes]

ONE = {"exercises.e04_sigmoid": SIGMOID}


def notes_of(tmp_path: Path, name: str, data: bytes) -> tuple[str, ...]:
    """Return what is said of an archive in which e04_sigmoid alone is usable."""
    put(tmp_path, {name: data})
    found = read(tmp_path)
    assert found.modules == ONE
    return found.notes


# Paths


LEADING_OUT = {
    "../e07_dense.py": "its path has .. in it",
    "a/../../e07_dense.py": "its path has .. in it",
    "/e07_dense.py": "its path is absolute",
    "C:/e07_dense.py": "its path is absolute",
    "a/b/c/d/e/f/g/h/e07_dense.py": "it is more than 8 folders deep",
    "x" * 300 + "/e07_dense.py": "its name is longer than 255 bytes",
}


@pytest.mark.parametrize(("path", "reason"), LEADING_OUT.items(), ids=list(range(6)))
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_member_with_no_place_is_listed_and_the_rest_is_graded(
    tmp_path: Path, make: Make, path: str, reason: str
) -> None:
    name = "ada.zip" if make is zipped else "ada.tgz"
    assert reason in notes_of(tmp_path, name, make({"e04_sigmoid.py": SIGMOID, path: DENSE}))[0]


@pytest.mark.parametrize(
    "kind",
    [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE],
)
def test_an_entry_of_a_tar_that_is_not_a_file_is_listed(tmp_path: Path, kind: bytes) -> None:
    good = tarfile.TarInfo("e04_sigmoid.py")
    good.size = len(SIGMOID)
    bad = tarfile.TarInfo("e07_dense.py")
    bad.type, bad.linkname = kind, "/etc/passwd"
    notes = notes_of(tmp_path, "ada.tar", tar_of(bad, good, data=SIGMOID))
    assert notes[0].startswith("e07_dense.py was left out: it is a ")


@pytest.mark.parametrize("kind", [0o120000, 0o010000, 0o020000, 0o060000, 0o140000])
def test_an_entry_of_a_zip_that_is_not_a_file_is_listed(tmp_path: Path, kind: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("e04_sigmoid.py", SIGMOID)
        member = zipfile.ZipInfo("e07_dense.py")
        member.external_attr = (kind | 0o777) << 16
        archive.writestr(member, b"/etc/passwd")
    assert notes_of(tmp_path, "ada.zip", buffer.getvalue())[0].startswith(
        "e07_dense.py was left out: it is a "
    )


def test_a_name_with_a_nul_is_listed(tmp_path: Path) -> None:
    data = zipped({"e04_sigmoid.py": SIGMOID, "e07_dense.py0txt": DENSE})
    notes = notes_of(tmp_path, "ada.zip", data.replace(b".py0txt", b".py\0txt"))
    assert notes[0] == "e07_dense.py\\x00txt was left out: its name has a NUL in it"


@pytest.mark.parametrize("name", ["help\ner.py", "helper\u202e.py", "-helper.py", "a b.py"])
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_module_that_no_import_can_name_is_not_taken(
    tmp_path: Path, make: Make, name: str
) -> None:
    suffix = "zip" if make is zipped else "tgz"
    notes_of(tmp_path, f"ada.{suffix}", make({"e04_sigmoid.py": SIGMOID, name: b"x = 1"}))


def test_of_two_members_of_one_name_the_last_counts_and_is_noted(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("e04_sigmoid.py", b"first")
        archive.writestr("e04_sigmoid.py", SIGMOID)
    assert notes_of(tmp_path, "ada.zip", buffer.getvalue())[0] == (
        "e04_sigmoid.py was left out: there are two of this name in the archive; the last one "
        "counts"
    )


def test_of_two_names_that_differ_in_case_the_very_name_counts(tmp_path: Path) -> None:
    data = zipped({"E04_Sigmoid.py": b"other", "e04_sigmoid.py": SIGMOID})
    assert notes_of(tmp_path, "ada.zip", data)[0] == (
        "E04_Sigmoid.py was left out: e04_sigmoid.py is there too"
    )


# Archives that lie


def test_a_member_that_is_longer_than_it_says_is_listed(tmp_path: Path) -> None:
    data = bytearray(zipped({"e07_dense.py": DENSE * 9, "e04_sigmoid.py": SIGMOID}))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 5)
    assert "it is not as long as the archive says" in notes_of(tmp_path, "ada.zip", bytes(data))[0]


def test_a_member_with_another_name_in_its_own_header_is_listed(tmp_path: Path) -> None:
    data = bytearray(zipped({"e07_dense.py": DENSE, "e04_sigmoid.py": SIGMOID}))
    data[30:33] = b"e99"
    assert "calls it by two names" in notes_of(tmp_path, "ada.zip", bytes(data))[0]


def test_an_encrypted_member_is_listed_and_the_rest_is_graded(tmp_path: Path) -> None:
    data = bytearray(zipped({"e07_dense.py": DENSE, "e04_sigmoid.py": SIGMOID}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "it is encrypted" in notes_of(tmp_path, "ada.zip", bytes(data))[0]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packing_that_cannot_be_bounded_is_listed(tmp_path: Path, method: int) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("e04_sigmoid.py", SIGMOID)
        archive.writestr("e07_dense.py", DENSE, method)
    assert "it is packed in an unusual way" in notes_of(tmp_path, "ada.zip", buffer.getvalue())[0]


def test_members_that_share_their_bytes_are_listed(tmp_path: Path) -> None:
    data = bytearray(
        zipped({"e07_dense.py": DENSE, "e12_other.py": DENSE, "e04_sigmoid.py": SIGMOID})
    )
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    put(tmp_path, {"ada.zip": bytes(data)})
    found = read(tmp_path)
    assert found.modules == ONE
    assert [refusal.path for refusal in found.refused] == ["e07_dense.py", "e12_other.py"]


@pytest.mark.parametrize("start", [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c"])
def test_an_archive_of_another_kind_is_refused_with_advice(tmp_path: Path, start: bytes) -> None:
    put(tmp_path, {"ada.zip": start + b"\0" * 100})
    assert read(tmp_path).problem.endswith("archive; hand in a .zip")


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_that_broke_off_gives_what_came_before(tmp_path: Path, mode: str) -> None:
    noise = {f"data{number}.bin": os.urandom(100_000) for number in range(12)}
    whole = tarred({"e04_sigmoid.py": SIGMOID, **noise, "e07_dense.py": DENSE}, mode)
    notes = notes_of(tmp_path, "ada.tar", whole[: len(whole) - 20_000])
    assert notes[0] == (
        "the archive was left out: it is damaged: its end is missing; the files before that "
        "were looked at"
    )


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz"])
def test_a_small_tar_that_broke_off_is_damaged_and_not_empty(tmp_path: Path, mode: str) -> None:
    put(tmp_path, {"ada.tar": tarred({"data.bin": os.urandom(5_000)}, mode)[:3_000]})
    assert "it is damaged: its end is missing" in read(tmp_path).problem


def test_a_name_in_a_tar_that_is_not_utf_8_is_a_name(tmp_path: Path) -> None:
    names = {"\udcfcbung/e04_sigmoid.py": SIGMOID}
    put(tmp_path, {"ada.tar": tarred(names, "w", format=tarfile.GNU_FORMAT)})
    assert read(tmp_path).modules == ONE


def test_a_negative_size_ends_a_tar(tmp_path: Path) -> None:
    data = bytearray(tarred({"e04_sigmoid.py": SIGMOID, "e07_dense.py": DENSE}, "w"))
    data[1024 + 124 : 1024 + 136] = b"\xff" * 12
    head = bytes(data[1024 : 1024 + 148]) + b" " * 8 + bytes(data[1024 + 156 : 1536])
    data[1024 + 148 : 1024 + 156] = b"%06o\0 " % sum(head)
    assert "it is damaged" in notes_of(tmp_path, "ada.tar", bytes(data))[0]


def test_names_too_long_to_be_sent_are_listed(tmp_path: Path) -> None:
    names = {f"{number}{'é' * 400_000}.py": b"" for number in range(50)}
    data = tarred({"e04_sigmoid.py": SIGMOID, **names}, "w", format=tarfile.GNU_FORMAT)
    notes = notes_of(tmp_path, "ada.tar", data)
    assert "was left out: its name is longer than 255 bytes" in notes[0]


def test_headers_without_end_leave_the_files_before_them(tmp_path: Path) -> None:
    header = tarfile.TarInfo("more")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 1
    chain = (header.tobuf() + b"x" + bytes(511)) * 3_000
    data = tarred({"e04_sigmoid.py": SIGMOID}, "w", format=tarfile.GNU_FORMAT)
    notes = notes_of(tmp_path, "ada.tar", data[:1024] + chain)
    assert notes[0].startswith("the archive was left out: it is damaged")


def test_a_size_that_no_file_can_have_is_listed(tmp_path: Path) -> None:
    files = {"ada_e04_sigmoid.py": SIGMOID, "bo_e07_dense.py": DENSE}
    data = bytearray(zipped(files))
    last, end = data.rindex(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    longer = struct.pack("<HHQQ", 1, 16, 2**64 - 1, 2**64 - 1)
    data[end + 12 : end + 16] = struct.pack("<I", end - data.index(b"PK\x01\x02") + len(longer))
    data[last + 20 : last + 28] = b"\xff" * 8
    data[last + 30 : last + 32] = struct.pack("<H", len(longer))
    data[end:end] = longer
    put(tmp_path, {"class.zip": bytes(data)})
    found = read_all(tmp_path / "class.zip")
    assert found["ada"].modules == ONE
    assert found["bo"].problem == "bo_e07_dense.py cannot be read: it is larger than 1 MB"


def test_a_long_name_in_a_tar_is_read(tmp_path: Path) -> None:
    path = "/".join(["n" * 60, "m" * 60, "e04_sigmoid.py"])
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        notes_of(tmp_path, "ada.tar", tarred({path: SIGMOID}, "w", format=form))


# Bombs


def bomb_members(tmp_path: Path) -> dict[str, bytes]:
    zeros = b"\0" * 30_000_000
    return {
        "ada.zip": zipped({"e07_dense.py": zeros, "e04_sigmoid.py": SIGMOID}),
        "bo.tgz": tarred({"e04_sigmoid.py": SIGMOID, "big.bin": zeros, "e07_dense.py": DENSE}),
        "cy.tar.xz": tarred({"e04_sigmoid.py": SIGMOID, "big.bin": zeros}, "w:xz", preset=0),
        "di.tar.bz2": tarred({"e04_sigmoid.py": SIGMOID, "big.bin": zeros}, "w:bz2"),
        "ed.zip": zipped({"e04_sigmoid.py": SIGMOID, "e07_dense.ipynb": zeros[:15_000_000]}),
    }


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bombs")
    put(folder, bomb_members(folder))
    return folder


def test_bombs_are_listed_and_files_beside_them_are_graded(bombs: Path) -> None:
    found = read_all(bombs)
    assert all(item.modules["exercises.e04_sigmoid"] == SIGMOID for item in found.values())
    assert {
        name: item.notes[0].partition(" was left out: ")[2] for name, item in found.items()
    } == {
        "ada": "it is larger than 1 MB",
        "bo": "it unpacks to more than 200 times its size; the files before that were looked at",
        "cy": "it unpacks to more than 200 times its size; the files before that were looked at",
        "di": "it unpacks to more than 200 times its size; the files before that were looked at",
        "ed": "it unpacks to more than 200 times its size",
    }


def test_bombs_cost_little_memory(bombs: Path) -> None:
    tracemalloc.start()
    read_all(bombs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_an_endless_run_of_empty_streams_ends(tmp_path: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    put(tmp_path, {"ada.tgz": packer.flush() * 100_000})
    assert read(tmp_path).problem == "ada.tgz cannot be read: it is empty"


def test_a_zip_of_very_many_files_is_refused(tmp_path: Path) -> None:
    put(tmp_path, {"ada.zip": zipped({f"{number}.txt": b"" for number in range(45_000)})})
    assert "its list of files is larger than 2 MB" in read(tmp_path).problem


def test_of_many_files_some_are_looked_at(tmp_path: Path) -> None:
    many = {f"{number}.txt": b"" for number in range(10_001)}
    notes = notes_of(tmp_path, "ada.zip", zipped({"e04_sigmoid.py": SIGMOID, **many}))
    assert "it has more than 10,000 files" in notes[0]


def test_a_long_list_of_refusals_is_cut(tmp_path: Path) -> None:
    many = {f"../{number}.py": b"" for number in range(5_000)}
    notes = notes_of(tmp_path, "ada.zip", zipped({"e04_sigmoid.py": SIGMOID, **many}))
    assert "and 76 more things were left out" in notes


# Folders


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_for_an_entry_is_refused(tmp_path: Path) -> None:
    for name in ("ada.zip", "bo_e07_dense.py", "cy.ipynb", "di"):
        os.mkfifo(tmp_path / name)
    assert all("it is a pipe" in found.problem for found in read_all(tmp_path).values())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_in_a_folder_is_listed(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": SIGMOID})
    os.mkfifo(tmp_path / "ada" / "e07_dense.py")
    assert read(tmp_path).notes[0] == (
        "e07_dense.py was left out: it is a pipe, a device or a socket, not a file"
    )


def test_a_link_in_a_folder_is_listed(tmp_path: Path) -> None:
    put(tmp_path / "in" / "ada", {"e04_sigmoid.py": SIGMOID})
    put(tmp_path, {"elsewhere.py": DENSE})
    (tmp_path / "in" / "ada" / "e07_dense.py").symlink_to(tmp_path / "elsewhere.py")
    assert read(tmp_path / "in").notes[0] == (
        "e07_dense.py was left out: it is a link; hand in the files themselves"
    )


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": SIGMOID})
    (tmp_path / "ada" / "again").symlink_to(tmp_path / "ada")
    assert read(tmp_path).modules == ONE


def test_a_folder_where_a_module_belongs_is_looked_into(tmp_path: Path) -> None:
    put(tmp_path / "ada" / "e04_sigmoid.py", {"e04_sigmoid.py": SIGMOID})
    assert read(tmp_path).modules == ONE


def test_a_hundred_megabytes_of_source_are_left_out(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": SIGMOID})
    with (tmp_path / "ada" / "e07_dense.py").open("wb") as file:
        file.truncate(100_000_000)
    assert read(tmp_path).notes[0] == "e07_dense.py was left out: it is larger than 1 MB"


def test_all_sources_together_are_bounded(tmp_path: Path) -> None:
    helpers = {f"helper{number:02}.py": b"#" * 999_999 for number in range(20)}
    put(tmp_path / "ada", {**BOTH, **helpers})
    found = read(tmp_path)
    assert sum(map(len, found.modules.values())) <= 16_000_000
    assert "the files together are larger than 16 MB" in found.notes[0]


@pytest.mark.parametrize("source", [b"\xef\xbb\xbf" + SIGMOID, b"x = '\0'", b"(" * 100_000])
def test_a_source_is_the_workers_to_compile(tmp_path: Path, source: bytes) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": source})
    assert read(tmp_path).modules == {"exercises.e04_sigmoid": source}


def test_a_source_that_was_saved_in_another_encoding_is_explained(tmp_path: Path) -> None:
    put(tmp_path / "ada", {"e04_sigmoid.py": SIGMOID.decode().encode("utf-16")})
    assert read(tmp_path).notes[0] == ("e04_sigmoid.py has NUL bytes in it; save it as UTF-8 text")


# Students


@pytest.mark.skipif(sys.platform == "darwin", reason="its file system has no such names")
def test_cleaning_names_makes_no_two_students_one(tmp_path: Path) -> None:
    names = [b"ada", b"ada\n", b"ada\x1b", b"ada\\x1b", b"ada ", b"ada\xff", b"ada\xe2\x80\xae"]
    for name in names:
        (tmp_path / os.fsdecode(name)).mkdir()
    found = students(tmp_path)
    assert len(set(found)) == len(names)
    assert all(name.isprintable() for name in found)


def test_long_names_that_begin_alike_stay_apart(tmp_path: Path) -> None:
    for last in "ab":
        (tmp_path / ("n" * 200 + last)).mkdir()
    assert len(set(students(tmp_path))) == 2


def test_a_platforms_name_and_a_folders_do_not_become_one(tmp_path: Path) -> None:
    put(tmp_path, {"ada_12/e07_dense.py": b"", "ada_12_34_e07_dense.py": b""})
    assert students(tmp_path) == ["ada_12", "ada_12 (2)"]


def test_a_name_that_begins_with_a_dash_is_a_name(tmp_path: Path) -> None:
    put(tmp_path, {"-rf/e04_sigmoid.py": SIGMOID})
    assert students(tmp_path) == ["-rf"]


def test_the_honest_student_beside_all_this_is_graded(bombs: Path, tmp_path: Path) -> None:
    put(tmp_path, {"zoe.zip": zipped(BOTH)})
    for path in bombs.iterdir():
        (tmp_path / path.name).hardlink_to(path)
    *_, zoe = entries_of(tmp_path)
    assert read_submission(zoe).modules == MODULES
