"""A grading process ends when it is told to, whatever it is doing."""

import subprocess
import sys

import pytest

from tests.student_folder import ROOT

PROGRAM = """
import multiprocessing, os, signal
from pathlib import Path
from autograder.grading import processes

class Setup:
    def open(self):
        os.kill(os.getpid(), signal.SIGTERM)
        {then}

ours, theirs = multiprocessing.Pipe()
processes._end_with_parent = lambda: None
processes._serve(Setup(), theirs, Path(os.devnull))
print("still here")
"""


@pytest.mark.parametrize(
    "then", ["raise RuntimeError('no check file')", "return __import__('contextlib').nullcontext()"]
)
def test_a_process_told_to_end_while_it_opens_a_grader_ends(then: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(then=then)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (1, ""), ended.stderr
