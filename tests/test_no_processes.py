"""The plugin that keeps the unit tests of `make check` free of processes."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.student_folder import ROOT

TESTS = """
import os, subprocess, sys

def test_starts_nothing():
    pass

def test_starts_a_program():
    subprocess.run([sys.executable, "-c", ""])

def test_forks_and_takes_the_refusal_for_an_answer():
    try:
        os.fork()
    except RuntimeError:
        pass
"""


@pytest.mark.process
def test_a_unit_test_that_starts_a_process_fails(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(TESTS, encoding="utf-8")
    options = ["-p", "tests.no_processes", "-p", "no:cacheprovider", "-q", "-c", "/dev/null"]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "2 failed, 1 passed" in ended.stdout, ended.stdout
