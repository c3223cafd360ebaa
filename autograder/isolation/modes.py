"""The two ways to isolate, by name, and what each needs of the machine."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.course import Limits
from autograder.isolation.forkserver import ForkServer
from autograder.isolation.processpool import NO_LAYERS, ProcessPool
from autograder.isolation.program import command, last_words
from autograder.isolation.requirement import NotIsolated, require
from autograder.isolation.scratch import Scratch
from autograder.isolation.session import Isolation

__all__ = ["MODES", "LayerReport", "layer_report", "open_isolation"]

MODES: Final = ("strict", "process")

_SECONDS_TO_REPORT: Final = 30.0


@dataclass(frozen=True)
class LayerReport:
    """The layers that a mode has on this machine.

    Attributes
    ----------
    mode : str
        `strict` or `process`.
    absent : mapping of str to str
        Each layer, with the reason why it is absent: empty where it holds.
    """

    mode: str
    absent: Mapping[str, str]

    @property
    def record(self) -> str:
        """One line for the record of a run: the mode, what holds and what does not."""
        if self.mode == "process":
            return "process: one process for each submission; no layer of the system confines it"
        held = ", ".join(name for name, reason in self.absent.items() if not reason)
        lacking = "; ".join(
            f"{name} absent: {reason}" for name, reason in self.absent.items() if reason
        )
        return f"strict: {held}" + (f"; {lacking}" if lacking else "")


def open_isolation(
    mode: str, limits: Limits, packages: Sequence[str] = (), datasets: Path | None = None
) -> Isolation:
    """Return the isolation of this mode, not yet entered.

    Parameters
    ----------
    mode : str
        `strict` or `process`.
    limits : Limits
        For every process, unless a session names others.
    packages : sequence of str
        Frameworks that its sessions have.
    datasets : Path, optional
        The folder of the course's package `datasets`.

    Raises
    ------
    NotIsolated
        If there is no such mode, or not on this system.
    """
    if mode == "process":
        return ProcessPool(limits, packages, datasets)
    _require_strict(mode)
    return ForkServer(limits, packages=packages, datasets=datasets, strict=True)


def layer_report(mode: str) -> LayerReport:
    """Return the layers that a mode has on this machine, tried in a short-lived process.

    Raises
    ------
    NotIsolated
        If the mode lacks what it needs.
    """
    if mode == "process":
        return LayerReport(mode, NO_LAYERS)
    _require_strict(mode)
    # If this process is killed, the next run sweeps the folder.
    with Scratch() as scratch:
        folder = scratch.folder / "report"
        folder.mkdir()
        told = subprocess.run(
            command("report"),
            env={"TMPDIR": str(folder)},
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_SECONDS_TO_REPORT,
            # A kill of this process's group must not leave its mounts half made.
            start_new_session=True,
        )
    if told.returncode:
        said = last_words(told.stderr) or ": it says nothing"
        raise NotIsolated(f"the worker does not start{said}")
    found = LayerReport(mode, json.loads(told.stdout))
    require(found.absent)
    return found


def _require_strict(mode: str) -> None:
    if mode != "strict":
        raise NotIsolated(f"there is no isolation {mode!r}; there are {' and '.join(MODES)}")
    if sys.platform != "linux":
        raise NotIsolated(
            "strict isolation needs Linux; grade there, or, for submissions that you trust, ask "
            "for --isolation process, which does not confine them"
        )
