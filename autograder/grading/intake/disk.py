"""Ordinary files on the disk, opened and read; no link is followed and no pipe waited for."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from autograder.grading.intake import limits
from autograder.grading.intake.refusals import Refused

__all__ = ["LINK", "NO_FILE", "opened", "read_file", "readable", "reason_of"]

_FLAGS: Final = os.O_RDONLY | sum(
    getattr(os, flag, 0)  # not every system has every one
    for flag in ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY")
)
LINK: Final = "it is a link; hand in the files themselves"
NO_FILE: Final = "it is a pipe, a device or a socket, not a file"


def read_file(path: Path, limit: int) -> bytes:
    """Return the content of an ordinary file.

    Raises
    ------
    Refused
        If it cannot be read, or has more than `limit` bytes.
    """
    with opened(path) as file, readable():
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(f"it is larger than {limits.megabytes(limit)}")
    return data


def opened(path: Path) -> BinaryIO:
    """Open an ordinary file; never a link, a pipe or a device.

    Raises
    ------
    Refused
        If it is not an ordinary file, or cannot be opened.
    """
    try:
        # Looked at before it is opened: opening a device can do something.
        _require_file(os.lstat(path).st_mode)
        descriptor = os.open(path, _FLAGS)
    except OSError as error:
        raise Refused(LINK if error.errno == errno.ELOOP else reason_of(error)) from None
    try:
        _require_file(os.fstat(descriptor).st_mode)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        with suppress(OSError):  # interrupted while it was wrapped: it may be closed
            os.close(descriptor)
        raise


def _require_file(mode: int) -> None:
    if stat.S_ISLNK(mode):
        raise Refused(LINK)
    if not stat.S_ISREG(mode):
        raise Refused("it is a folder where a file belongs" if stat.S_ISDIR(mode) else NO_FILE)


def reason_of(error: OSError) -> str:
    """Return the system's reason, without the path, which may hold any characters."""
    return f"it cannot be opened ({(error.strerror or type(error).__name__).lower()})"


@contextmanager
def readable() -> Iterator[None]:
    """Turn the system's error inside the block into a refusal."""
    try:
        yield
    except OSError as error:
        raise Refused(reason_of(error)) from None
