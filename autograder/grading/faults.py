"""The log of the kit's own faults, for its author."""

from pathlib import Path

from autograder.grading.results import SubmissionResult

__all__ = ["FaultLog"]


class FaultLog:
    """`errors.log` in the output folder: each ungraded submission of the last run, with its trace.

    A run tries every ungraded submission again, so the log of the run before has nothing that
    this one would not find: it is removed at the start.

    Parameters
    ----------
    out : Path
        The output folder.
    """

    def __init__(self, out: Path) -> None:
        self.path = out / "errors.log"
        self.path.unlink(missing_ok=True)

    def add(self, result: SubmissionResult) -> None:
        """Note the fault of one submission; at once, for a later fault may end the run."""
        text = f"{result.student} ({result.source}): {result.reason}\n\n{result.fault.rstrip()}\n"
        with self.path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text + "\n" + "-" * 72 + "\n")
