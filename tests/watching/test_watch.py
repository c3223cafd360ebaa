"""`nudge watch` as it is used: a terminal, a file, a save."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from autograder.course import load_course
from tests.cli.conftest import Nudge, nudge
from tests.student_folder import ROOT, StudentFolder
from tests.watching.terminal import PROGRAM, Watch, is_alive

__all__ = ["nudge"]  # a fixture

ENDLESS = "def count_weights(layer_sizes):\n    while True:\n        pass\n"
ALL_RIGHT = "every check here passes"


def module(folder: StudentFolder, name: str) -> Path:
    return folder.root / "exercises" / f"{name}.py"


def solution(name: str) -> str:
    return (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")


@pytest.fixture
def folder(folder: StudentFolder) -> StudentFolder:
    """Return a fresh handout without the exercises that train networks, which take seconds."""
    manifest = (folder.root / "course.toml").read_text(encoding="utf-8")
    course = load_course(folder.root)
    for exercise in course.exercises:
        if exercise.unit == "practice":
            row = f'id = "{exercise.id}"\n'
            assert row in manifest
            manifest = manifest.replace(row, f"{row}draft = true\n")
    points = sum(exercise.points for exercise in course.exercises if exercise.unit != "practice")
    manifest = manifest.replace(f"points = {course.points:g}\n", f"points = {points:g}\n", 1)
    return folder.write("course.toml", manifest)


def test_a_save_is_seen_checked_and_drawn_on_a_cleared_screen(folder: StudentFolder) -> None:
    with Watch(folder.root) as watch:
        before = watch.wait_for("all checks at")
        assert "e04 0/10" in before
        module(folder, "e04_sigmoid").write_text(solution("e04_sigmoid"))
        after = watch.wait_for("e04_sigmoid.py at")
        assert "e04 ✓" in after
        assert "✓ sigmoid(0) is one half." in after
        assert watch.raw.count("\x1b[2J") >= 2


def test_the_first_failure_has_its_four_lines_and_output(folder: StudentFolder) -> None:
    folder.solve().add("e04_sigmoid", "def sigmoid(z):\n    print('in it')\n    return z * 0.0")
    with Watch(folder.root, "e04") as watch:
        screen = watch.wait_for("all checks at")
    for start in (
        "called    sigmoid(z",
        "expected  array (3,): [0.731059, 0.880797, 0.952574]",
        "got       array (3,): [0, 0, 0]",
        "hint      ",
        "printed   in",
    ):
        assert f"\n{start}" in screen
    assert "next: e04_sigmoid: sigmoid of 1, 2, 3 is 0.731059" in screen


def test_only_the_exercise_that_is_named_is_run(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root, "e07_dense") as watch:
        screen = watch.wait_for("all checks at")
        assert "e07 ✓" in screen
        assert "e04 " not in screen
        module(folder, "e10_parameters").write_text("it is not watched")
        module(folder, "e04_sigmoid").write_text(solution("e04_sigmoid") + "\nsigmoid = None\n")
        assert "e07 ✓" not in watch.wait_for("e04_sigmoid.py at")
        assert "e10" not in watch.raw


def test_exercises_that_need_the_saved_one_run_with_it(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        assert ALL_RIGHT in watch.wait_for("all checks at")
        folder.add("e04_sigmoid", "def sigmoid(z):\n    return 1.0 / (1.0 + np.exp(z))")
        screen = watch.wait_for("e04_sigmoid.py at")
        assert "e12 ✓" in screen
        assert not re.search(r"e0[47] ✓|e15 ✓", screen)
        assert "next: e04_sigmoid" in screen


def test_a_syntax_error_is_told_with_its_line(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        folder.add("e10_parameters", "def broken(:\n    pass")
        screen = watch.wait_for("e10_parameters.py at")
        assert "SyntaxError: invalid syntax (in e10_parameters.py, line " in screen
        assert "e12 ✓" in screen


def test_a_save_in_the_middle_of_an_endless_loop_begins_again(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        folder.add("e10_parameters", ENDLESS)
        screen = watch.wait_for("s already in:", "An endless loop?")
        assert "e10 ..." in screen
        module(folder, "e10_parameters").write_text(solution("e10_parameters"))
        assert ALL_RIGHT in watch.wait_for("e10_parameters.py at")


def test_a_loop_that_prints_for_ever_garbles_nothing(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        loop = ENDLESS.replace("pass", "print('\\x1b[31mNOISE')")
        folder.add("e10_parameters", f"import os\nos.write(1, b'NOISE')\n{loop}")
        watch.wait_for("s already in:")
        assert "NOISE" not in watch.raw


def test_codes_that_were_printed_are_spelled_out(folder: StudentFolder) -> None:
    folder.solve().add("e04_sigmoid", "def sigmoid(z):\n    print('\\x1b[2Jhi')\n    return z")
    with Watch(folder.root) as watch:
        assert "printed   \\x1b[2Jhi" in watch.wait_for("all checks at")


def test_a_file_that_is_deleted_and_made_again_is_followed(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        module(folder, "e12_cost").unlink()
        assert "there is no e12_cost.py" in watch.wait_for("e12_cost.py at")
        module(folder, "e12_cost").write_text(solution("e12_cost"))
        watch.wait_for(ALL_RIGHT)


def test_a_folder_that_is_replaced_is_followed(folder: StudentFolder) -> None:
    folder.solve()
    exercises = folder.root / "exercises"
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        shutil.copytree(exercises, folder.root / "copy")
        exercises.rename(folder.root / "old")
        (folder.root / "copy").rename(exercises)
        folder.add("e12_cost", "raise ValueError('in the new one')")
        watch.wait_for("in the new one")


@pytest.mark.parametrize(
    "left_behind", [".e12_cost.py.swp", "e12_cost.py~", ".#e12_cost.py", "4913"]
)
def test_a_save_by_renaming_counts_and_editors_files_do_not(
    folder: StudentFolder, left_behind: str
) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        watch.raw = ""
        (folder.root / "exercises" / left_behind).write_text("not a module")
        time.sleep(0.7)
        assert " at " not in watch.raw
        new = folder.root / "exercises" / ".e12_cost.py.tmp"
        new.write_text(solution("e12_cost") + "\nraise ValueError('renamed')\n")
        new.replace(module(folder, "e12_cost"))
        assert "e12_cost.py at" in watch.wait_for("ValueError: renamed", "checks in")


def test_two_saves_of_one_length_in_a_second_both_count(
    folder: StudentFolder,
) -> None:
    folder.solve()
    with Watch(folder.root, "e12") as watch:
        watch.wait_for(ALL_RIGHT)
        for word in ("aaaa", "bbbb", "cccc", "dddd"):
            module(folder, "e12_cost").write_text(f"raise ValueError('{word}')\n")
            watch.wait_for(f"ValueError: {word}")


def test_saves_faster_than_runs_end_with_the_last(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root, "e12") as watch:
        watch.wait_for(ALL_RIGHT)
        for number in range(12):
            module(folder, "e12_cost").write_text(f"raise ValueError('turn {number}.')\n")
            time.sleep(0.04)
        watch.wait_for("turn 11.")


def test_an_ended_python_is_reported_and_the_next_save_checked(
    folder: StudentFolder,
) -> None:
    folder.solve().add("e12_cost", "import os\nos._exit(3)")
    with Watch(folder.root, "e12") as watch:
        assert "Python itself ended (exit code 3)" in watch.wait_for("not finished")
        module(folder, "e12_cost").write_text(solution("e12_cost"))
        watch.wait_for(ALL_RIGHT)


def test_a_manifest_that_is_broken_for_a_moment_is_told(folder: StudentFolder) -> None:
    folder.solve()
    manifest = (folder.root / "course.toml").read_text(encoding="utf-8")
    with Watch(folder.root, "e12") as watch:
        watch.wait_for(ALL_RIGHT)
        folder.write("course.toml", manifest + "\n[[exercise]\n")
        watch.wait_for("valid TOML", "not finished")
        folder.write("course.toml", manifest)
        assert "TOML" not in watch.wait_for(ALL_RIGHT)


def test_polling_is_said_and_works(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root, "e12", WATCHFILES_FORCE_POLLING="1") as watch:
        screen = watch.wait_for(ALL_RIGHT)
        assert "every 0.3 s, because WATCHFILES_FORCE_POLLING is set" in screen.replace("\n", " ")
        for word in ("one", "two"):
            module(folder, "e12_cost").write_text(f"raise ValueError('{word}')\n")
            watch.wait_for(f"ValueError: {word}")


def test_no_word_of_polling_where_events_come(folder: StudentFolder) -> None:
    with Watch(folder.root, "e12") as watch:
        assert "because" not in watch.wait_for("all checks at")


def test_ctrl_c_ends_it_with_a_word_and_leaves_nothing_running(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root) as watch:
        watch.wait_for(ALL_RIGHT)
        loop = (
            "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'while True: pass'])"
        )
        folder.add("e10_parameters", f"{loop}\n{ENDLESS}")
        watch.wait_for("s already in:")
        started = watch.processes()
        assert len(started) >= 3
        assert watch.interrupt() == 0
        assert "nudge: the watch is over" in watch.raw
        assert "Traceback" not in watch.raw
        assert not [process for process in started if is_alive(process)]


def test_a_watch_that_is_killed_leaves_nothing_running(folder: StudentFolder) -> None:
    folder.solve().add("e10_parameters", ENDLESS)
    with Watch(folder.root, "e10") as watch:
        watch.wait_for("s already in:")
        started = watch.processes()
        assert started
        watch.process.send_signal(signal.SIGKILL)
        watch.process.wait()
        end = time.monotonic() + 10
        while any(map(is_alive, started)) and time.monotonic() < end:
            time.sleep(0.05)
        assert not [process for process in started if is_alive(process)]


def test_a_small_window_keeps_what_matters(folder: StudentFolder) -> None:
    folder.solve().add("e04_sigmoid", "def sigmoid(z):\n    return z")
    with Watch(folder.root, "e04", width=40, height=16) as watch:
        screen = watch.wait_for("e04_sigmoid  ", last="a taller window shows more")
        lines = screen.splitlines()
    assert len(lines) <= 16
    assert max(map(len, lines)) <= 40
    assert "next: e04_sigmoid" in screen


@pytest.mark.parametrize("width", [80, 40])
def test_an_exercise_and_its_sign_stay_on_one_line(folder: StudentFolder, width: int) -> None:
    with Watch(folder.root, width=width) as watch:
        screen = watch.wait_for("all checks at")
    summary = screen.split("\n\n")[1]
    assert re.fullmatch(r"(e\d\d (0/\d+|–|✓)(  |\n|$))+", summary), summary
    assert max(map(len, summary.splitlines())) <= width


def test_no_color_means_no_color(folder: StudentFolder) -> None:
    folder.solve()
    with Watch(folder.root, "e12", NO_COLOR="1") as watch:
        watch.wait_for(ALL_RIGHT)
        assert not re.search(r"\x1b\[[0-9;]*3[1-7]", watch.raw)
        assert "e12 ✓" in watch.raw


@contextmanager
def piped(
    folder: Path, *arguments: str, **variables: str
) -> Generator[subprocess.Popen[str], None, None]:
    with subprocess.Popen(
        [sys.executable, "-P", "-c", PROGRAM, "watch", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    ) as watch:
        try:
            yield watch
        except BaseException:
            watch.kill()  # or its end would be waited for
            raise


def block(watch: subprocess.Popen[str]) -> str:
    assert watch.stdout is not None
    alarm = threading.Timer(30.0, watch.kill)
    alarm.start()
    lines: list[str] = []
    for line in watch.stdout:
        if line.startswith("-----"):
            break
        lines.append(line)
    else:
        pytest.fail(f"no block came: {lines}")
    alarm.cancel()
    return "".join(lines)


def test_in_a_pipe_blocks_follow_each_other_without_codes(folder: StudentFolder) -> None:
    folder.solve()
    with piped(folder.root, "e12") as watch:
        first = block(watch)
        folder.add("e12_cost", "raise ValueError('second')")
        second = block(watch)
        watch.send_signal(signal.SIGINT)
        assert watch.stdout is not None
        rest = watch.stdout.read()
    assert watch.returncode == 0
    assert ALL_RIGHT in first
    assert "ValueError: second" in second
    assert "\x1b" not in first + second + rest
    assert "over" in rest


def test_an_encoding_without_signs_gets_letters(folder: StudentFolder) -> None:
    folder.solve().add("e04_sigmoid", "def sigmoid(z):\n    print('σ')\n    return z")
    with piped(folder.root, "e04", PYTHONIOENCODING="ascii") as watch:
        text = block(watch)
        watch.send_signal(signal.SIGINT)
    assert "\nF sigmoid(0) is one half." in text
    assert "next: e04_sigmoid" in text


def test_a_check_file_that_is_broken_is_told_until_it_is_fixed(
    copy_course: Callable[[], Path],
) -> None:
    root = copy_course()
    checks = root / "autograder" / "checks" / "test_e12_cost.py"
    text = checks.read_text(encoding="utf-8")
    with Watch(root, "e12") as watch:
        watch.wait_for("all checks at")
        checks.write_text(text + "\ndef broken(:\n")
        screen = watch.wait_for("test_e12_cost.py at")
        assert "SyntaxError: invalid syntax" in screen
        assert "e12 ?" in screen
        checks.write_text(text)
        assert "SyntaxError" not in watch.wait_for("test_e12_cost.py at", "to write")


@pytest.mark.slow
def test_an_endless_loop_that_nobody_fixes_is_stopped(folder: StudentFolder) -> None:
    folder.solve().add("e10_parameters", ENDLESS)
    with Watch(folder.root, "e10") as watch:
        screen = watch.wait_for("stopped after 30 s in:", "checks at", seconds=60)
        assert "Is there an endless loop?" in screen
        module(folder, "e10_parameters").write_text(solution("e10_parameters"))
        watch.wait_for(ALL_RIGHT)


def test_it_counts_the_same_as_pytest(unpacked: Callable[[], StudentFolder]) -> None:
    folder = unpacked().solve()
    shutil.copyfile(ROOT / "exercises" / "e10_parameters.py", module(folder, "e10_parameters"))
    folder.add("e04_sigmoid", "def sigmoid(z):\n    return 1.0 / (1.0 + np.exp(z))")
    folder.add("e12_cost", "raise ValueError('no')")
    told = folder.pytest()
    words = re.findall(r"(\d+) (passed|failed|todo|blocked|skipped)", told.text.splitlines()[-1])
    by_pytest = {word: int(count) for count, word in words}
    by_watch: Counter[str] = Counter()
    with piped(folder.root) as watch:
        block(watch)
        for exercise in load_course(folder.root).exercises:
            module(folder, exercise.id).touch()  # what is saved is shown in full
            shown = block(watch)
            heading = re.search(rf"^{exercise.id}  (.*)$", shown, re.MULTILINE)
            assert heading is not None, shown
            for count, word in re.findall(r"(\d+) (\w+)", heading[1].replace("all ", "")):
                by_watch[word] += int(count)
        watch.send_signal(signal.SIGINT)
    names = {
        "right": "passed",
        "wrong": "failed",
        "to": "todo",
        "blocked": "blocked",
        "skipped": "skipped",
    }
    assert {names[word]: count for word, count in by_watch.items()} == by_pytest
    assert by_pytest.keys() - {"skipped"} == {"passed", "failed", "todo", "blocked"}


def test_modules_of_another_folder_are_watched_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "e04_sigmoid.py").write_text(solution("e04_sigmoid"))
    with Watch(ROOT, "e04", "--from", str(tmp_path)) as watch:
        assert ALL_RIGHT in watch.wait_for("all checks at")
        (tmp_path / "e04_sigmoid.py").write_text("raise ValueError('here')\n")
        watch.wait_for("ValueError: here")


def test_in_the_repository_the_stubs_are_watched(folder: StudentFolder) -> None:
    with Watch(ROOT, "e07") as watch:
        assert "to write" in watch.wait_for("all checks at")


def test_an_exercise_that_is_unknown_is_one_message(nudge: Nudge, folder: StudentFolder) -> None:
    done = nudge("watch", "e99", "--course", folder.root)
    assert done.exit_code == 2
    assert done.output.startswith("nudge: there is no exercise 'e99'; the course has e01_products")


def test_a_folder_without_a_course_is_one_message(nudge: Nudge, tmp_path: Path) -> None:
    done = nudge("watch", "--course", tmp_path)
    assert done.exit_code == 2
    assert "no course.toml" in done.output
