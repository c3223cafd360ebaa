"""One run at a time in an output folder."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.course import UserError

__all__ = ["alone_in"]


@contextlib.contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Hold the output folder for this process; the system lets go of it whatever ends the process.

    Parameters
    ----------
    out : Path
        The output folder, made if need be.

    Raises
    ------
    UserError
        If another run holds it.
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / "results.lock"
    # Never removed: who locks a file that another run has just removed holds nothing.
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            _lock(descriptor)
        except OSError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            raise UserError(
                f"another run (process {holder or 'unknown'}) is grading into {out}; wait until it "
                "has ended, or give another --out"
            ) from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        # A byte far behind the number that the file holds, which others have to be able to read.
        os.lseek(descriptor, 1_000_000, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
