"""The output folder of a run: its lock, and the log of the kit's own faults."""

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from autograder.course import UserError
from autograder.grading.results import SubmissionResult

__all__ = ["FaultLog", "alone_in"]


@contextlib.contextmanager
def alone_in(out: Path) -> Iterator[None]:
    """Hold the output folder for this process; the lock ends with the process, however it ends.

    Parameters
    ----------
    out : Path
        The output folder, made if it is missing.

    Raises
    ------
    UserError
        If another run holds it, or this user may not write there.
    """
    with _writable(out):
        out.mkdir(parents=True, exist_ok=True)
        # The file is never removed: a lock on a file that another run has just removed is no lock.
        descriptor = os.open(out / "results.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
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


@contextlib.contextmanager
def _writable(out: Path) -> Iterator[None]:
    """Turn the system's error into a sentence that says what to do."""
    try:
        yield
    except OSError as error:
        raise UserError(
            f"{out} cannot be written to ({error.strerror}); give another --out, or have its owner "
            "let you write there"
        ) from None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        # A byte far behind the process number, which other processes must be able to read.
        os.lseek(descriptor, 1_000_000, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class FaultLog:
    """`errors.log` in the output folder: the ungraded submissions of the last run, with tracebacks.

    The log of the run before is removed at the start: a run grades every ungraded submission
    again, and logs each fault that is still there.

    Parameters
    ----------
    out : Path
        The output folder.
    """

    def __init__(self, out: Path) -> None:
        self.path = out / "errors.log"
        with _writable(out):
            self.path.unlink(missing_ok=True)

    def add(self, result: SubmissionResult) -> None:
        """Log the fault of one submission at once: a later fault may end the run."""
        text = f"{result.student} ({result.source}): {result.reason}\n\n{result.fault.rstrip()}\n"
        with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text + "\n" + "-" * 72 + "\n")
