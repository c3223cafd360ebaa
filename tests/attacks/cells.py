"""The cells of the matrix in which the bank runs: what a machine lacks, and who grades on it."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["CELLS", "OLD_LANDLOCK", "ROWS", "USERS", "Cell", "Row", "row"]

# Starts the worker with a Landlock that says that it is of the first version.
OLD_LANDLOCK: Final = Path(__file__).parent / "old_landlock.py"
_OF_MOUNTS: Final = ("namespaces", "disk", "root")


@dataclass(frozen=True)
class Row:
    """A machine to grade on, emulated on this one.

    Attributes
    ----------
    name : str
        For commands.
    title : str
        For the table.
    absent : tuple of str
        The layers that this machine lacks, as the kit names them.
    without : tuple of str
        The layers that the fork server is told to leave out.
    has_old_landlock : bool
        Whether Landlock is that of Linux 5.13.
    under : str
        The filter of system calls that was there before; see `under_filter`.
    """

    name: str
    title: str
    absent: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    has_old_landlock: bool = False
    under: str = ""


ROWS: Final = (
    Row("all", "all layers"),
    Row("no-namespaces", "no namespaces", _OF_MOUNTS, ("namespaces",)),
    Row(
        *("old-landlock", "no namespaces and Landlock 1", _OF_MOUNTS, ("namespaces",)),
        has_old_landlock=True,
    ),
    Row("allow-all", "under a filter that allows everything", under="allow-all"),
    Row("container", "under a container's filter", _OF_MOUNTS, under="container"),
)
USERS: Final = ("root", "user")


@dataclass(frozen=True)
class Cell:
    """One row, graded by root or by an ordinary user."""

    row: Row
    user: str

    @property
    def name(self) -> str:
        """The name for commands."""
        return f"{self.row.name}/{self.user}"

    @property
    def why_not(self) -> str:
        """The reason why it cannot be emulated on this machine, or nothing."""
        if self.row.under and platform.machine() not in ("x86_64", "aarch64"):
            return "no outer filter is written for this processor"
        if self.user == "root" and os.geteuid() != 0:
            return "only root can grade as root, and this run is an ordinary user's"
        return ""


CELLS: Final = tuple(Cell(row, user) for row in ROWS for user in USERS)


def row(name: str) -> Row:
    """Return the row of this name."""
    return next(row for row in ROWS if row.name == name)
