"""One run at a time in an output folder."""

import contextlib
import fcntl
import os
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
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
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
