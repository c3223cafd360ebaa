"""An interrupt while a file is opened is not turned into an error of the file."""

import os
from pathlib import Path

import pytest

from autograder.grading.intake.disk import opened


def test_an_interrupt_while_a_file_is_opened_stays_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "e04_sigmoid.py"
    path.write_bytes(b"")

    def interrupted(descriptor: int, mode: str) -> None:
        os.close(descriptor)  # as the file object does that is lost
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fdopen", interrupted)
    with pytest.raises(KeyboardInterrupt):
        opened(path)
