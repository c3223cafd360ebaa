"""Run in every cell of the matrix: the row is what it says, or its outcomes would mean nothing."""

from pathlib import Path

import pytest

from tests.attacks.cells import row
from tests.attacks.rig import Rig


def test_the_graders_lack_the_layers_of_the_row(rig: Rig, pytestconfig: pytest.Config) -> None:
    emulated = row(pytestconfig.getoption("--row"))
    assert set(emulated.absent) <= {layer for layer, reason in rig.absent.items() if reason}


def test_the_process_is_under_the_filter_of_the_row(pytestconfig: pytest.Config) -> None:
    emulated = row(pytestconfig.getoption("--row"))
    status = Path("/proc/self/status").read_text().splitlines()
    modes = [line.split()[1] for line in status if line.startswith("Seccomp:")]
    assert modes == ["2"] or not emulated.under
