import contextlib
import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.grading.output_folder import alone_in
from tests.cli.running import nudge
from tests.grading.small_course import SmallCourse

ROOT = Path(__file__).resolve().parents[2]
# Whoever runs the tests may have Ctrl-C ignored, which programs inherit.
PROGRAM = """
import resource, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from autograder.cli.main import main
main()
"""


def broken_session(*_: object) -> None:
    raise OSError("no room in the socket")


def started(
    small: SmallCourse,
    limit: int = -1,
    stderr: int = subprocess.PIPE,
    jobs: int = 2,
    **variables: str,
) -> subprocess.Popen[str]:
    """Start `nudge grade` as a program, whose files may have `limit` bytes each."""
    command = [sys.executable, "-c", PROGRAM, str(limit), "grade", str(small.submissions)]
    command += ["--out", str(small.out), "--course", str(small.root), "--only", "e10"]
    return subprocess.Popen(
        [*command, "--jobs", str(jobs), "--seed", "tests"],
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **variables},
        start_new_session=True,
    )


def kept(small: SmallCourse) -> int:
    database = sqlite3.connect(small.store)
    try:
        count: int = database.execute("SELECT count(*) FROM submission").fetchone()[0]
        return count
    finally:
        database.close()


def test_it_says_how_many_were_kept_and_how_many_were_graded(small: SmallCourse) -> None:
    assert "2 submissions (0 from the store, 2 graded)" in nudge(small, "grade").output
    small.hand_in("bo")
    assert "2 submissions (1 from the store, 1 graded)" in nudge(small, "grade").output


def test_a_justly_refused_submission_is_listed_and_no_failure(small: SmallCourse) -> None:
    (small.submissions / "cut.zip").write_bytes(b"PK")
    result = nudge(small, "grade")
    assert result.exit_code == 0
    assert "refused: cut: cut.zip cannot be read" in result.stdout


def test_json_is_the_gradebook_and_nothing_else(small: SmallCourse) -> None:
    result = nudge(small, "grade", "--json")
    assert json.loads(result.stdout)["format"] == "nudge-gradebook/1"
    assert result.stdout == (small.out / "gradebook.json").read_text()


def test_the_gradebook_of_a_second_run_differs_in_its_times_alone(small: SmallCourse) -> None:
    first = json.loads(nudge(small, "grade", "--json").stdout)
    second = json.loads(nudge(small, "grade", "--json").stdout)
    assert first["submissions"] == second["submissions"]
    assert first["class"] == second["class"]


def test_only_a_terminal_shows_a_progress_bar(small: SmallCourse) -> None:
    seen, terminal = pty.openpty()
    with started(small, stderr=terminal, TERM="xterm") as process:
        os.close(terminal)
        shown = "".join(iter(lambda: read_from(seen), ""))
        output, _ = process.communicate()
    os.close(seen)
    assert "2/2" in shown
    assert "ada" not in shown
    assert "\x1b" not in output


def read_from(terminal: int) -> str:
    """Return what a program writes to its terminal next; nothing once it has ended."""
    try:
        return os.read(terminal, 65536).decode("utf-8", "replace")
    except OSError:
        return ""


def test_a_character_the_encoding_lacks_is_a_question_mark(small: SmallCourse) -> None:
    small.hand_in("Zoë")
    output, said = started(small, PYTHONIOENCODING="ascii").communicate()
    assert "Zo?" in output
    assert said == ""


def test_faults_of_the_kit_are_in_a_log_with_their_traceback(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.sandboxes.SubmissionSandbox.context", broken_session)
    result = nudge(small, "grade")
    log = (small.out / "errors.log").read_text()
    assert result.exit_code == 1
    assert "2 ungraded by a fault of the kit" in result.stderr
    assert log.count("Traceback") == 2
    assert "no room in the socket" in log


def test_the_log_is_gone_when_the_next_run_has_no_fault(
    small: SmallCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("autograder.grading.sandboxes.SubmissionSandbox.context", broken_session)
        nudge(small, "grade")
    assert nudge(small, "grade").exit_code == 0
    assert not (small.out / "errors.log").exists()


def test_a_second_run_in_the_same_folder_is_refused(small: SmallCourse) -> None:
    with alone_in(small.out):
        result = nudge(small, "grade")
    assert result.exit_code == 2
    assert "another run" in result.stderr


def test_a_damaged_store_is_one_sentence(small: SmallCourse) -> None:
    small.out.mkdir()
    small.store.write_bytes(b"not a database, not by far\n" * 40)
    result = nudge(small, "grade")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "move the file away" in result.stderr


def test_a_full_disk_is_one_sentence_and_the_same_command_goes_on(small: SmallCourse) -> None:
    for number in range(12):
        small.hand_in(f"student {number}", lambda _, text: text + "#" + os.urandom(4000).hex())
    process = started(small, limit=300_000)
    _, said = process.communicate()
    before = kept(small)
    assert process.returncode == 2
    assert said.count("\n") == 1
    assert "is the disk full" in said
    assert 0 < before < 14
    assert f"14 submissions ({before} from the store, {14 - before} graded)" in goes_on(small)


@pytest.mark.parametrize(
    ("number", "code", "word", "send", "jobs"),
    [
        (signal.SIGINT, 130, "interrupted", os.killpg, 2),
        (signal.SIGINT, 130, "interrupted", os.kill, 1),
        (signal.SIGTERM, 143, "terminated", os.killpg, 2),
        (signal.SIGTERM, 143, "terminated", os.kill, 2),
        (signal.SIGTERM, 143, "terminated", os.kill, 1),
    ],
    ids=["ctrl-c", "ctrl-c, 1 job", "sigterm to all", "sigterm to one", "sigterm, 1 job"],
)
def test_an_ended_run_says_what_is_kept_and_can_go_on(
    small: SmallCourse,
    tmp_path: Path,
    number: signal.Signals,
    code: int,
    word: str,
    send: Callable[[int, int], None],
    jobs: int,
) -> None:
    for student in range(40):
        small.hand_in(f"student {student}")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = started(small, jobs=jobs, TMPDIR=str(scratch))
    wait_for_a_commit(small, process)
    send(process.pid, number)
    _, said = process.communicate()
    before = kept(small)
    assert process.returncode == code, said
    # One line: no traceback, and no semaphore that somebody else has to remove.
    assert said.count("\n") == 1, said
    # One more may have been kept between two looks at the keyboard.
    assert any(f"{word}; {count} of 42 submissions" in said for count in (before, before - 1))
    assert [*scratch.iterdir()] == []
    assert started_in(scratch) == []
    assert f"42 submissions ({before} from the store, {42 - before} graded)" in goes_on(small)


PRODUCT = """

@check("A product.", points=1, hint="Why?")
def test_of_a_product(student: Student) -> None:
    expect(student.theta_size, 4, 3).satisfies(lambda found: bool((found @ found).any()), "any")
"""
LARGE = "\nimport numpy\ndef theta_size(*_):\n    return numpy.ones((7000, 7000), numpy.uint8)\n"


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_ends_a_run_whatever_is_being_computed(
    small: SmallCourse, tmp_path: Path, jobs: int
) -> None:
    checks = small.root / "autograder/checks/test_e10_parameters.py"
    checks.write_text(checks.read_text() + PRODUCT)
    small.edit("course.toml", "[limits]", "[limits]\njudging_seconds = 6000.0")
    small.edit("course.toml", "[limits]", "[limits]\nsubmission_seconds = 6000.0")
    small.hand_in("zoe", lambda name, text: text + LARGE if name == "e10_parameters" else text)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = started(small, jobs=jobs, TMPDIR=str(scratch))
    while not (is_computing(process) and kept(small) == 2):
        assert process.poll() is None
    assert "interrupted; 2 of 3 submissions" in interrupted(process, scratch)


def test_ctrl_c_ends_a_run_while_a_file_is_being_opened(small: SmallCourse, tmp_path: Path) -> None:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "source": "x = [1, 2]\n" * 15_000}
    slow = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell] * 5})
    for number in range(20):
        folder = small.submissions / f"aa {number:02}"  # before the others
        folder.mkdir()
        (folder / "e10_parameters.ipynb").write_text(f"{slow[:-1]}, {json.dumps(folder.name)}: 0}}")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = started(small, jobs=1, TMPDIR=str(scratch))
    while not [*scratch.glob("nudge-*/sessions/*")]:
        assert process.poll() is None
    assert "interrupted; 0 of 22 submissions" in interrupted(process, scratch)


def interrupted(process: subprocess.Popen[str], scratch: Path) -> str:
    """Interrupt a run; return its last words, once nothing of it is left."""
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130, said
    assert said.count("\n") == 1, said
    assert [*scratch.iterdir()] == []
    assert started_in(scratch) == []
    return said


def is_computing(process: subprocess.Popen[str]) -> bool:
    """Tell whether a child of a program has computed for more than honest checks take."""
    ticks = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            if int(fields[1]) == process.pid:
                ticks.append(int(fields[11]))
    return max(ticks, default=0) > 2 * os.sysconf("SC_CLK_TCK")


def started_in(scratch: Path) -> list[str]:
    """Return the processes that were started with this folder for their files."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(scratch).encode() in (path / "environ").read_bytes():
                found.append((path / "cmdline").read_text())
    return found


def test_a_folder_that_cannot_be_written_is_one_sentence(small: SmallCourse) -> None:
    small.out.mkdir()
    (small.out / "feedback").write_text("a file where a folder belongs")
    result = nudge(small, "grade")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert f"{small.out / 'feedback'} cannot be written" in result.stderr
    assert "give the same command again" in result.stderr


def goes_on(small: SmallCourse) -> str:
    output, said = started(small).communicate()
    assert not said
    return output


def wait_for_a_commit(small: SmallCourse, process: subprocess.Popen[str]) -> None:
    """Return once a submission is in the store; the process's end would end the wait too."""
    ended = select.poll()
    handle = os.pidfd_open(process.pid)
    ended.register(handle, select.POLLIN)
    try:
        while not ended.poll(5):
            if small.store.exists() and small.store.stat().st_size > 60_000:
                return
    finally:
        os.close(handle)
