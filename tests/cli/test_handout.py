"""`nudge handout`."""

from pathlib import Path

import pytest

from tests.cli.conftest import Nudge
from tests.student_folder import ROOT


@pytest.mark.parametrize(("options", "name"), [([], "out"), (["--zip"], "out.zip")])
def test_the_written_path_is_reported(
    nudge: Nudge, tmp_path: Path, options: list[str], name: str
) -> None:
    done = nudge("handout", tmp_path / "out", "--course", ROOT, *options)
    assert (done.exit_code, done.output) == (0, f"{tmp_path / name}: written\n")
    assert (tmp_path / name).exists()


def test_a_place_that_is_taken_is_one_message(nudge: Nudge, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").touch()
    done = nudge("handout", tmp_path, "--course", ROOT)
    assert done.exit_code == 2
    assert done.output == f"nudge: {tmp_path} exists already; choose another name or remove it\n"


def test_that_the_solutions_are_in_it_is_told(nudge: Nudge, tmp_path: Path) -> None:
    done = nudge("handout", tmp_path / "out", "--course", ROOT, "--with-solutions")
    assert done.output == f"{tmp_path / 'out'}: written, with the solutions\n"
    assert (tmp_path / "out" / "solutions" / "e04_sigmoid.py").is_file()
