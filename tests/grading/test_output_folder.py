from pathlib import Path

import pytest

from autograder.course import UserError
from autograder.grading.output_folder import alone_in


def test_a_second_run_is_refused_while_the_first_goes_on(tmp_path: Path) -> None:
    with (
        alone_in(tmp_path / "out"),
        pytest.raises(UserError, match=r"another run \(process \d+\)"),
        alone_in(tmp_path / "out"),
    ):
        pass


def test_the_next_run_may_begin_when_the_first_has_ended(tmp_path: Path) -> None:
    for _ in range(2):
        with alone_in(tmp_path):
            pass


def test_two_output_folders_do_not_wait_for_each_other(tmp_path: Path) -> None:
    with alone_in(tmp_path / "one"), alone_in(tmp_path / "two"):
        pass
