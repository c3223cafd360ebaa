"""The user cache, and files that are either whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["cache_directory", "whole_file", "write_whole"]


def cache_directory() -> Path | None:
    """Return where MNIST is kept for this user; None where platformdirs is not installed."""
    try:
        import platformdirs  # noqa: PLC0415  (a handout has numpy alone)
    except ImportError:
        return None
    return Path(platformdirs.user_cache_dir("nudge-kit")) / "mnist"


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give a temporary path in the target's folder; rename it to the target at the end.

    If an error or a kill stops it in between, the target stays as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(target: Path, data: bytes) -> None:
    """Write a file that is whole or not there."""
    with whole_file(target) as temporary:
        temporary.write_bytes(data)
