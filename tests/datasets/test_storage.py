"""Files that are whole or not there."""

from pathlib import Path

import pytest

from datasets import storage


def test_a_written_file_is_there(tmp_path: Path) -> None:
    storage.write_whole(tmp_path / "new" / "file", b"content")
    assert (tmp_path / "new" / "file").read_bytes() == b"content"


def test_a_writer_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError), storage.whole_file(target) as temporary:
        temporary.write_bytes(b"half of the n")
        raise RuntimeError
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


def test_the_final_name_appears_only_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "file"
    with storage.whole_file(target) as temporary:
        temporary.write_bytes(b"new")
        assert not target.exists()
    assert target.exists()


def test_the_cache_is_the_users_own() -> None:
    cache = storage.cache_directory()
    assert cache is not None
    assert cache.parts[-1] == "mnist"
    assert "nudge-kit" in cache.parts
