"""Removing what a student's code has written."""

import os
from pathlib import Path

from autograder.isolation.folders import remove_tree


def test_a_tree_deeper_than_a_path_can_be_is_removed(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    here = os.open(top, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("a-folder-with-a-name", dir_fd=here)
        inner = os.open("a-folder-with-a-name", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    remove_tree(top)
    assert not top.exists()


def test_a_link_is_removed_and_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").touch()
    top = tmp_path / "top"
    top.mkdir()
    (top / "link").symlink_to(kept)
    remove_tree(top)
    assert (kept / "file").exists()
    assert not top.exists()


def test_a_folder_that_is_gone_already_is_no_error(tmp_path: Path) -> None:
    remove_tree(tmp_path / "gone")
