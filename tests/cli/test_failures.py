"""Errors as a user sees them."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.checking.outcome import KitFault
from autograder.course import CourseError
from tests.cli.conftest import Nudge
from tests.student_folder import ROOT


def test_an_unknown_exercise_is_one_message_with_the_known_ones(nudge: Nudge) -> None:
    done = nudge("selftest", "--course", ROOT, "--only", "e99")
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.startswith("nudge: there is no exercise 'e99'; the course has e01_products")


def test_an_error_shows_its_trace_when_asked(nudge: Nudge) -> None:
    done = nudge("--debug", "selftest", "--course", ROOT, "--only", "e99")
    assert isinstance(done.exception, CourseError)


def test_a_fault_of_the_kit_shows_its_trace_when_asked(
    nudge: Nudge, copy_course: Callable[[], Path]
) -> None:
    root = copy_course()
    (root / "autograder/checks/test_e12_cost.py").write_text("def f(:\n", encoding="utf-8")
    done = nudge("--debug", "selftest", "--course", root, "--only", "e12")
    assert isinstance(done.exception, KitFault)


def test_no_course_is_one_message(nudge: Nudge, tmp_path: Path) -> None:
    done = nudge("stubs", "--course", tmp_path)
    assert done.exit_code == 2
    assert done.output == (
        f"nudge: no course.toml in {tmp_path} or above it; run this inside a course\n"
    )


def test_a_missing_file_of_the_course_is_one_message(
    nudge: Nudge, copy_course: Callable[[], Path]
) -> None:
    root = copy_course()
    (root / "solutions/e12_cost.py").unlink()
    done = nudge("stubs", "--course", root)
    assert done.exit_code == 2
    assert "e12_cost: its file solutions/e12_cost.py is missing" in done.output


@pytest.mark.parametrize("arguments", [["nothing"], ["stubs", "--nothing"], ["handout"]])
def test_a_wrong_command_line_ends_with_2(nudge: Nudge, arguments: list[str]) -> None:
    assert nudge(*arguments).exit_code == 2


def test_a_system_error_is_one_message(nudge: Nudge, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = nudge("handout", tmp_path / "file" / "out", "--course", ROOT)
    assert done.exit_code == 2
    assert done.output.startswith("nudge: ")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_folder_that_is_read_only_says_what_to_do(
    nudge: Nudge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    # Root may write anywhere, so the system's answer is imitated.
    def refuse(path: Path, **_: object) -> None:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    done = nudge("handout", tmp_path / "out" / "handout", "--course", ROOT)
    assert done.exit_code == 2
    assert done.output == (
        f"nudge: {tmp_path / 'out'}: {os.strerror(number)}; choose a folder that you may write "
        "to, or change its permissions\n"
    )


def test_a_reader_who_stops_early_sees_no_error(copy_course: Callable[[], Path]) -> None:
    root = copy_course()
    (root / "exercises/e07_dense.py").unlink()
    read, write = os.pipe()
    os.close(read)
    command = [
        sys.executable,
        "-m",
        "autograder.cli.main",
        "stubs",
        "--check",
        "--course",
        str(root),
    ]
    done = subprocess.run(command, cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")
