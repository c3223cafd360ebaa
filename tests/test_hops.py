"""The way from `nudge grade` to a mark on a page stays short."""

import json
import subprocess
import sys

import pytest

from tests.student_folder import ROOT


@pytest.mark.process
def test_a_mark_reaches_its_page_in_twenty_hops_and_never_returns() -> None:
    script = ROOT / "benchmarks" / "hops.py"
    ended = subprocess.run(
        [sys.executable, script, "--json"], capture_output=True, text=True, check=True
    )
    way = json.loads(ended.stdout.splitlines()[-1])
    assert 0 < way["hops"] <= 20
    assert way["entered_again"] == []
