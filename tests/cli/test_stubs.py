"""`nudge stubs`."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Nudge
from tests.student_folder import ROOT


def test_this_checkouts_exercises_are_in_order(nudge: Nudge) -> None:
    done = nudge("stubs", "--check", "--course", ROOT)
    assert (done.exit_code, done.output) == (0, "exercises/ is what solutions/ makes\n")


def test_a_drift_is_shown_and_ends_badly(nudge: Nudge, copy_course: Callable[[], Path]) -> None:
    root = copy_course()
    (root / "exercises/e07_dense.py").write_text("mine\n", encoding="utf-8")
    done = nudge("stubs", "--check", "--course", root)
    assert done.exit_code == 1
    assert "-mine" in done.output
    assert "1 of exercises/ is not what solutions/ makes; run nudge stubs" in done.output


def test_a_check_writes_nothing(nudge: Nudge, copy_course: Callable[[], Path]) -> None:
    path = copy_course() / "exercises/e07_dense.py"
    path.write_text("mine\n", encoding="utf-8")
    nudge("stubs", "--check", "--course", path.parent)
    assert path.read_text(encoding="utf-8") == "mine\n"


def test_written_files_are_reported(nudge: Nudge, copy_course: Callable[[], Path]) -> None:
    root = copy_course()
    (root / "exercises/e07_dense.py").unlink()
    done = nudge("stubs", "--course", root)
    assert (done.exit_code, done.output) == (0, "exercises/e07_dense.py: written\n")


def test_it_may_be_run_from_a_folder_inside_the_course(
    nudge: Nudge, copy_course: Callable[[], Path]
) -> None:
    assert nudge("stubs", "--check", "--course", copy_course() / "solutions").exit_code == 0
